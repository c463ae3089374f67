#include "surface/zonal_parts.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace jt::surface {
namespace {

constexpr unsigned kDigitBits = 11;
constexpr std::size_t kDigits = std::size_t{1} << kDigitBits;
constexpr std::size_t kFew = 512;

/// Ascending by value, equal ones as they came: digit by digit, or by comparing where they are few.
template <class Value>
void sort_samples(std::vector<Sample<Value>>& samples) {
    if (samples.size() < kFew) {
        std::stable_sort(samples.begin(), samples.end(),
                         [](const auto& a, const auto& b) { return a.value < b.value; });
        return;
    }
    std::vector<Sample<Value>> other(samples.size());
    for (unsigned shift = 0; shift < 8 * sizeof(Value); shift += kDigitBits) {
        const auto digit = [shift](const Sample<Value>& one) {
            return static_cast<std::size_t>(key_of(one.value) >> shift) % kDigits;
        };
        std::array<std::size_t, kDigits> next{};
        for (const auto& one : samples) {
            ++next[digit(one)];
        }
        if (next[digit(samples.front())] == samples.size()) {
            continue;
        }
        std::exclusive_scan(next.begin(), next.end(), next.begin(), std::size_t{0});
        for (const auto& one : samples) {
            other[next[digit(one)]++] = one;
        }
        samples.swap(other);
    }
}

/// Calls visit(value, weight, least, most) for the samples of each value.
template <class Value, class Visit>
void for_groups(const std::vector<Sample<Value>>& sorted, const Visit& visit) {
    for (std::size_t i = 0; i < sorted.size();) {
        const Value value = sorted[i].value;
        double weight = 0, least = sorted[i].weight, most = least;
        for (; i < sorted.size() && sorted[i].value == value; ++i) {
            weight += sorted[i].weight;
            least = std::min(least, sorted[i].weight);
            most = std::max(most, sorted[i].weight);
        }
        visit(static_cast<double>(value), weight, least, most);
    }
}

}  // namespace

QuantileScan::QuantileScan(double first, double last, std::span<const double> at)
    : m_out(at.size(), ZoneStatistics::kMissing), m_order(at.size()), m_end(first) {
    for (const double p : at) {
        m_places.push_back(first + p * (last - first));
    }
    std::iota(m_order.begin(), m_order.end(), std::size_t{0});
    std::stable_sort(m_order.begin(), m_order.end(),
                     [&](std::size_t a, std::size_t b) { return m_places[a] < m_places[b]; });
}

void QuantileScan::add(double value, double before, double weight, double least, double most) {
    const double start = before + least / 2, end = before + weight - most / 2;
    for (; m_next < m_order.size(); ++m_next) {
        const double place = m_places[m_order[m_next]];
        if (place > end) {
            break;
        }
        const bool between = place < start && !std::isnan(m_value);
        m_out[m_order[m_next]] =
            between ? m_value + (value - m_value) * ((place - m_end) / (start - m_end)) : value;
    }
    m_value = value;
    m_end = end;
}

std::vector<double> QuantileScan::result() {
    for (; m_next < m_order.size(); ++m_next) {
        m_out[m_order[m_next]] = m_value;  // beyond the last place by rounding
    }
    return std::move(m_out);
}

template <class Value>
std::vector<double> weighted_quantiles(std::vector<Sample<Value>>& samples,
                                       std::span<const double> at) {
    if (samples.empty()) {
        return std::vector<double>(at.size(), ZoneStatistics::kMissing);
    }
    sort_samples(samples);
    double total = 0, first = ZoneStatistics::kMissing, last = 0;
    for_groups(samples, [&](double, double weight, double least, double most) {
        total += weight;
        first = std::isnan(first) ? least : first;
        last = most;
    });
    QuantileScan scan(first / 2, total - last / 2, at);
    double before = 0;
    for_groups(samples, [&](double value, double weight, double least, double most) {
        scan.add(value, before, weight, least, most);
        before += weight;
    });
    return scan.result();
}

template std::vector<double> weighted_quantiles(std::vector<Sample<float>>&,
                                                std::span<const double>);
template std::vector<double> weighted_quantiles(std::vector<Sample<double>>&,
                                                std::span<const double>);

}  // namespace jt::surface
