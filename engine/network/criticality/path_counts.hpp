// Shortest paths from one source, all of them counted (Brandes 2001).
#pragma once

#include "network/criticality/street_graph.hpp"
#include "network/reach/search.hpp"

#include <cstdint>
#include <vector>

namespace jt::network {

/// Workspace of one thread. Costs are exact integers; numbers of paths are doubles, which hold them
/// exactly up to 2^53. Nodes that an arc of cost 0 joins count as passed in the order in which the
/// search settles them, so that paths have no circles.
class PathCounts {
public:
    explicit PathCounts(const StreetGraph& graph);

    /// Forgets the last source.
    void begin();
    void add_source(std::uint32_t node, std::uint32_t cost);
    void run();

    /// kClosed where there is no way.
    std::uint32_t cost(std::uint32_t node) const {
        return m_stamp[node] == m_now ? m_cost[node] : kClosed;
    }
    /// Shortest paths to the node, and how many of the sources at it are one.
    double paths(std::uint32_t node) const { return m_paths[node]; }
    double own_paths(std::uint32_t node) const { return m_own[node]; }
    /// Nodes as they were settled.
    const std::vector<std::uint32_t>& order() const { return m_order; }

    /// Sends what ends at the nodes (`ends`, indexed by node) back along the shortest paths, in
    /// equal parts to each path: adds to each edge what passes it, and calls
    /// pass(node, passing, ending) for each settled node, the last one first. Leaves `ends` at 0.
    template <class Pass>
    void send_back(std::vector<double>& ends, std::vector<double>& edges, Pass&& pass);

private:
    const StreetGraph& m_graph;
    std::vector<std::uint32_t> m_cost, m_stamp, m_place, m_order;
    std::vector<double> m_paths, m_own, m_through;
    std::uint32_t m_now = 0;
    Heap m_heap;
};

template <class Pass>
void PathCounts::send_back(std::vector<double>& ends, std::vector<double>& edges, Pass&& pass) {
    for (std::size_t i = m_order.size(); i-- > 0;) {
        const std::uint32_t node = m_order[i];
        double through = 0;
        for (std::uint32_t a = m_graph.first[node]; a < m_graph.first[node + 1]; ++a) {
            const StreetGraph::Arc& arc = m_graph.arcs[a];
            // A shortest path goes on by this arc; all nodes behind it are done.
            if (m_stamp[arc.to] == m_now && m_place[arc.to] > i &&
                std::uint64_t{m_cost[node]} + arc.cost == m_cost[arc.to]) {
                const double share =
                    m_paths[node] / m_paths[arc.to] * (ends[arc.to] + m_through[arc.to]);
                edges[arc.edge] += share;
                through += share;
            }
        }
        m_through[node] = through;
        pass(node, through, ends[node]);
    }
    for (const std::uint32_t node : m_order) {
        ends[node] = 0;
    }
}

}  // namespace jt::network
