// Counts of numbers in intervals.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace jt::layer {

/// Interval i holds what is at least edges[i] and below edges[i + 1]; the last one its upper edge
/// too. Counts are whole numbers, so that parts may be counted apart and added in any order.
class Histogram {
public:
    /// Two or more edges, ascending; internal error otherwise.
    explicit Histogram(std::vector<double> edges);

    void add(double value);  ///< NaN counts as missing
    void add(const Histogram& other);

    const std::vector<double>& edges() const { return m_edges; }
    const std::vector<std::uint64_t>& counts() const { return m_counts; }
    std::uint64_t below() const { return m_below; }  ///< less than the first edge
    std::uint64_t above() const { return m_above; }  ///< more than the last edge
    std::uint64_t missing() const { return m_missing; }
    /// All values, those outside of the edges too.
    std::uint64_t values() const;
    /// The value below which this share of the values inside the edges lies, as if they lay evenly
    /// in their interval; NaN where there are none.
    double quantile(double share) const;

private:
    std::vector<double> m_edges;
    std::vector<std::uint64_t> m_counts;
    std::uint64_t m_below = 0, m_above = 0, m_missing = 0;
};

/// About `count` intervals of a width of 1, 2, 2.5 or 5 times a power of ten that cover low..high
/// and have zero as an edge where they meet it. low = high: one interval around it.
std::vector<double> round_edges(double low, double high, std::size_t count);

}  // namespace jt::layer
