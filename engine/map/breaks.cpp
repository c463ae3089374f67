#include "map/breaks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

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

}  // namespace

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
