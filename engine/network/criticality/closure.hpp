// Searches on a network with some of its street links closed, without weighing it anew.
#pragma once

#include "network/graph/connectors.hpp"
#include "network/reach/search.hpp"

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace jt::network {

/// What every worker reads: which arcs lie on an edge, and which edges meet at a node.
class StreetIndex {
public:
    explicit StreetIndex(const Network& network);
    const Network& network() const { return m_network; }
    std::span<const std::uint32_t> arcs_of(std::uint32_t edge) const;
    std::span<const std::uint32_t> edges_at(std::uint32_t node) const;
    /// The node of a connector at the end of its edge; kNone inside.
    std::uint32_t node_of(const Connector& connector) const;

private:
    const Network& m_network;
    std::vector<std::uint32_t> m_first_arc, m_arc, m_first_edge, m_edge;
};

/// The workspace of one thread: the network's arcs, some of them closed for a while. Costs are
/// those of the network with the links closed by a scenario. For street links only.
class ClosedSearch {
public:
    explicit ClosedSearch(const StreetIndex& index);
    void close(const std::vector<std::uint32_t>& links);
    void reopen();

    /// Costs from an origin to all destinations; kClosed where there is no way. With `used`, the
    /// links that the chosen ways depend on are added to it: while these stay open, the costs are
    /// the same.
    void row(const Place& origin, const std::vector<Place>& destinations,
             std::vector<std::uint32_t>& costs, std::vector<std::uint32_t>* used = nullptr);

private:
    std::vector<Gate> open_gates(const Place& place, bool leaving) const;
    bool gone(const Connector& connector) const;
    bool closed(std::uint32_t edge) const;
    std::uint32_t best(const Place& origin, const Place& destination,
                       const std::vector<Gate>& exits, std::vector<std::uint32_t>* used);
    void trace(const Place& origin, const Place& destination, const Gate& exit,
               std::vector<std::uint32_t>& used);
    void add_link(std::uint32_t edge, std::vector<std::uint32_t>& used) const;
    void add_joint(const Connector& connector, std::uint32_t arc,
                   std::vector<std::uint32_t>& used) const;

    const StreetIndex& m_index;
    const Network& m_network;
    const Topology& m_topology;
    std::vector<Arc> m_arcs;
    Search m_search;
    std::vector<std::uint32_t> m_links, m_nodes;  ///< closed; their nodes, sorted
    std::vector<std::uint32_t> m_seen;            ///< states traced, by number of the row
    std::uint32_t m_row = 0;
};

}  // namespace jt::network
