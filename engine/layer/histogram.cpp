#include "layer/histogram.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace jt::layer {

Histogram::Histogram(std::vector<double> edges) : m_edges(std::move(edges)) {
    if (m_edges.size() < 2 || !std::ranges::is_sorted(m_edges)) {
        throw base::internal_error("layer.histogram", m_edges.size());
    }
    m_counts.resize(m_edges.size() - 1);
}

void Histogram::add(double value) {
    if (std::isnan(value)) {
        ++m_missing;
    } else if (value < m_edges.front()) {
        ++m_below;
    } else if (value > m_edges.back()) {
        ++m_above;
    } else {
        const auto next = std::ranges::upper_bound(m_edges, value);
        const auto at = static_cast<std::size_t>(next - m_edges.begin()) - 1;
        ++m_counts[std::min(at, m_counts.size() - 1)];
    }
}

void Histogram::add(const Histogram& other) {
    if (other.m_edges != m_edges) {
        throw base::internal_error("layer.histogram", other.m_edges.size());
    }
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        m_counts[i] += other.m_counts[i];
    }
    m_below += other.m_below;
    m_above += other.m_above;
    m_missing += other.m_missing;
}

std::uint64_t Histogram::values() const {
    return std::accumulate(m_counts.begin(), m_counts.end(), m_below + m_above);
}

double Histogram::quantile(double share) const {
    const auto inside = static_cast<double>(values() - m_below - m_above);
    double wanted = share * inside;
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        const auto count = static_cast<double>(m_counts[i]);
        if (count > 0 && wanted <= count) {
            return m_edges[i] + (m_edges[i + 1] - m_edges[i]) * wanted / count;
        }
        wanted -= count;
    }
    return inside > 0 ? m_edges.back() : std::numeric_limits<double>::quiet_NaN();
}

std::vector<double> round_edges(double low, double high, std::size_t count) {
    if (!(low < high)) {
        const double half = low == 0 ? 0.5 : std::fabs(low) / 2;
        return {low - half, low + half};
    }
    const double least = (high - low) / static_cast<double>(std::max<std::size_t>(count, 1));
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    double width = 10 * power;
    for (const double step : {1.0, 2.0, 2.5, 5.0}) {
        if (step * power >= least * (1 - 1e-9)) {
            width = step * power;
            break;
        }
    }
    const double first = std::floor(low / width + 1e-9), last = std::ceil(high / width - 1e-9);
    std::vector<double> out;
    for (double i = first; i <= last; ++i) {
        out.push_back(i * width);
    }
    out.front() = std::min(out.front(), low);  // what rounding lets slip past an edge
    out.back() = std::max(out.back(), high);
    return out;
}

}  // namespace jt::layer
