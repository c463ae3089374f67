// Rows of a matrix of costs, by either engine, without holding the matrix.
#pragma once

#include "network/hierarchy/sweep.hpp"
#include "network/reach/matrix.hpp"

#include <memory>
#include <optional>

namespace jt::network {

/// Costs and statuses as in cost_matrix(). With a hierarchy of the network's arcs rows come from
/// sweeps, without one from Dijkstra's algorithm; the numbers are the same. Origins, destinations
/// and network must live as long.
class CostRows {
public:
    CostRows(const Network& network, const Points& origins, const Points& destinations,
             std::uint32_t cutoff_ms, std::shared_ptr<const Hierarchy> hierarchy);

    std::size_t columns() const { return m_destinations.places.size(); }
    /// Rows begin .. end, one after the other, columns() numbers each; in parallel. Cancelled
    /// between origins.
    void rows(std::size_t begin, std::size_t end, std::uint32_t* out) const;

private:
    /// A destination that has a connector on an edge.
    struct OnEdge {
        std::uint32_t edge = 0, column = 0;
    };

    void search_row(Search& search, std::size_t row, std::uint32_t* out) const;
    void search_rows(const std::vector<std::size_t>& rows, std::size_t begin,
                     std::uint32_t* out) const;
    void sweep_rows(std::size_t begin, std::size_t end, std::uint32_t* out) const;
    std::vector<std::uint8_t> columns_near(const Place& origin) const;
    struct Lane;
    void fill(const Sweep& sweep, std::vector<Lane>& lanes) const;
    std::uint32_t value(const Arrival& arrival, std::size_t column, bool limited) const;
    /// What the missing ways of a row are.
    enum class Verdict : std::uint8_t { unreachable, cut_off, search };
    std::vector<Verdict> judge(const std::vector<std::vector<Start>>& origins) const;

    const Network& m_network;
    const Points &m_origins, &m_destinations;
    std::uint32_t m_cutoff;
    std::vector<std::vector<Gate>> m_exits;
    std::vector<OnEdge> m_on_edge;  ///< by edge, then column
    std::shared_ptr<const Hierarchy> m_hierarchy;
    std::optional<Downward> m_downward;
    mutable SearchPool m_searches;
};

/// Rows that callers take at once, where they need not hold all.
constexpr std::size_t kRowsAtOnce = 1024;

/// Sweeps are exact as long as no single arc or start takes this long (6 days); with longer ones
/// Dijkstra's algorithm takes over.
constexpr std::uint32_t kLongest = kFar / 4;
/// Does an open arc take kLongest or more?
bool has_long_arc(const Network& network);

}  // namespace jt::network
