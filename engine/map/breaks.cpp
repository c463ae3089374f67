#include "map/breaks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace jt::map {
namespace {

double rounded(double value, int digits) {
    const double scale = std::pow(10.0, digits);
    return std::round(value * scale) / scale;
}

void push_distinct(std::vector<double>& out, double value) {
    if (out.empty() || value > out.back()) {
        out.push_back(value);
    }
}

/// Sums of ascending values and of their squares, for the squared deviations of any run of them.
class Runs {
public:
    explicit Runs(const std::vector<double>& values) : m_sum(1, 0), m_square(1, 0) {
        const double middle = values[values.size() / 2];  // squares stay small
        for (const double value : values) {
            m_sum.push_back(m_sum.back() + (value - middle));
            m_square.push_back(m_square.back() + (value - middle) * (value - middle));
        }
    }
    /// Of the values from `begin` to before `end`.
    double deviation(std::size_t begin, std::size_t end) const {
        const double sum = m_sum[end] - m_sum[begin];
        return m_square[end] - m_square[begin] - sum * sum / double(end - begin);
    }

private:
    std::vector<double> m_sum, m_square;
};

void thin_out(std::vector<double>& values, std::size_t most) {
    if (values.size() <= most) {
        return;
    }
    std::vector<double> out;
    for (std::size_t i = 0; i < most; ++i) {
        out.push_back(values[i * (values.size() - 1) / (most - 1)]);
    }
    values = std::move(out);
}

}  // namespace

std::vector<double> jenks_breaks(std::vector<double> values, std::size_t count, int digits) {
    std::sort(values.begin(), values.end());
    thin_out(values, 2000);
    const std::size_t n = values.size();
    count = std::min(count, n);
    if (n == 0 || count < 2) {
        return {};
    }
    const Runs runs(values);
    std::vector<double> least(n + 1);
    for (std::size_t end = 1; end <= n; ++end) {
        least[end] = runs.deviation(0, end);
    }
    std::vector<std::vector<std::size_t>> begins;  // of the last class, by number of classes
    for (std::size_t classes = 2; classes <= count; ++classes) {
        std::vector<double> better(n + 1, std::numeric_limits<double>::infinity());
        begins.emplace_back(n + 1);
        for (std::size_t end = classes; end <= n; ++end) {
            for (std::size_t begin = classes - 1; begin < end; ++begin) {
                const double sum = least[begin] + runs.deviation(begin, end);
                if (sum < better[end]) {
                    better[end] = sum;
                    begins.back()[end] = begin;
                }
            }
        }
        least = std::move(better);
    }
    std::vector<double> found;
    for (std::size_t end = n, i = begins.size(); i-- > 0;) {
        end = begins[i][end];
        found.push_back(rounded((values[end - 1] + values[end]) / 2, digits));
    }
    std::vector<double> out;
    for (std::size_t i = found.size(); i-- > 0;) {
        push_distinct(out, found[i]);
    }
    return out;
}

std::vector<double> quantile_breaks(std::vector<double> values, std::size_t count, int digits) {
    std::vector<double> out;
    if (values.empty()) {
        return out;
    }
    std::sort(values.begin(), values.end());
    for (std::size_t i = 1; i < count; ++i) {
        const double place = double(values.size() - 1) * double(i) / double(count);
        const auto low = static_cast<std::size_t>(place);
        const std::size_t high = std::min(low + 1, values.size() - 1);
        const double value = values[low] + (values[high] - values[low]) * (place - double(low));
        push_distinct(out, rounded(value, digits));
    }
    return out;
}

std::vector<double> equal_breaks(const std::vector<double>& values, std::size_t count, int digits) {
    std::vector<double> out;
    if (values.empty()) {
        return out;
    }
    const auto [min, max] = std::minmax_element(values.begin(), values.end());
    for (std::size_t i = 1; i<count&& * max> * min; ++i) {
        push_distinct(out, rounded(*min + (*max - *min) * double(i) / double(count), digits));
    }
    return out;
}

int digits_for(const std::vector<double>& values) {
    if (values.empty()) {
        return 0;
    }
    const auto [min, max] = std::minmax_element(values.begin(), values.end());
    const double spread = *max - *min;
    if (!(spread > 0)) {
        return 0;
    }
    return std::clamp(2 - static_cast<int>(std::floor(std::log10(spread))), 0, 9);
}

std::size_t class_of(double value, const std::vector<double>& breaks) {
    return static_cast<std::size_t>(std::upper_bound(breaks.begin(), breaks.end(), value) -
                                    breaks.begin());
}

std::vector<std::string> break_labels(const std::vector<double>& breaks, int digits) {
    std::vector<std::string> out;
    if (breaks.empty()) {
        return out;
    }
    out.push_back("< " + show_number(breaks.front(), digits));
    for (std::size_t i = 1; i < breaks.size(); ++i) {
        out.push_back(show_number(breaks[i - 1], digits) + " – " + show_number(breaks[i], digits));
    }
    out.push_back("≥ " + show_number(breaks.back(), digits));
    return out;
}

std::string show_number(double value, int digits) {
    const std::string plain = fmt::format("{:.{}f}", std::fabs(value), digits);
    const std::size_t point = std::min(plain.find('.'), plain.size());
    std::string out;
    for (std::size_t i = 0; i < plain.size(); ++i) {
        if (i > 0 && i < point && (point - i) % 3 == 0) {
            out += ' ';
        }
        out += plain[i];
    }
    const bool zero = plain.find_first_not_of("0.") == std::string::npos;
    return value < 0 && !zero ? "−" + out : out;
}

}  // namespace jt::map
