// Searches on a network with some of its street links closed, without weighing it anew.
#pragma once

#include "network/criticality/mended_tree.hpp"
#include "network/graph/connectors.hpp"
#include "network/reach/search.hpp"

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace jt::network {

/// What every worker reads: which arcs lie on an edge and enter a state, which edges meet at a
/// node, and where the destinations join.
class StreetIndex {
public:
    /// Both outlive the index.
    StreetIndex(const Network& network, const std::vector<Place>& destinations);
    const Network& network() const { return m_network; }
    const ReverseArcs& reverse() const { return m_reverse; }
    std::span<const std::uint32_t> arcs_of(std::uint32_t edge) const;
    std::span<const std::uint32_t> edges_at(std::uint32_t node) const;
    /// The node of a connector at the end of its edge; kNone inside.
    std::uint32_t node_of(const Connector& connector) const;
    const std::vector<Place>& destinations() const { return m_destinations; }
    const std::vector<Gate>& exits(std::uint32_t destination) const { return m_exits[destination]; }
    /// Destinations that join on a link or at a node of it.
    std::span<const std::uint32_t> places_on(std::uint32_t link) const;

private:
    const Network& m_network;
    const std::vector<Place>& m_destinations;
    ReverseArcs m_reverse;
    std::vector<std::uint32_t> m_first_arc, m_arc, m_first_edge, m_edge, m_first_place, m_place;
    std::vector<std::vector<Gate>> m_exits;
};

/// The workspace of one thread: the network's arcs, some of them closed for a while. Costs are
/// those of the network with the links closed by a scenario. For street links only.
class ClosedSearch {
public:
    explicit ClosedSearch(const StreetIndex& index);

    /// Costs from an origin to all destinations while nothing is closed; kClosed where there is no
    /// way. With `used`, the links that the chosen ways depend on are added to it: while these stay
    /// open, the costs are the same. The origin stays until the next row.
    void row(const Place& origin, std::vector<std::uint32_t>& costs,
             std::vector<std::uint32_t>* used = nullptr);

    void close(const std::vector<std::uint32_t>& links);
    /// Changes the last row to what it is with the links closed.
    void mended_row(std::vector<std::uint32_t>& costs);
    void reopen();

private:
    bool gone(const Connector& connector) const;
    bool closed(std::uint32_t edge) const;
    std::uint32_t best(std::uint32_t destination, std::vector<std::uint32_t>* used);
    void trace(const Place& destination, const Gate& exit, std::vector<std::uint32_t>& used);
    void add_link(std::uint32_t edge, std::vector<std::uint32_t>& used) const;
    void add_joint(const Connector& connector, std::uint32_t arc,
                   std::vector<std::uint32_t>& used) const;

    const StreetIndex& m_index;
    const Network& m_network;
    const Topology& m_topology;
    std::vector<Arc> m_arcs;
    Search m_search;
    MendedTree m_tree;
    const Place* m_origin = nullptr;  ///< of the last row
    std::vector<Gate> m_entries;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> m_places_at;  ///< position, destination
    std::vector<std::uint32_t> m_links, m_nodes;  ///< closed; their nodes, sorted
    std::vector<std::uint32_t> m_seen;            ///< states traced, by number of the row
    std::vector<std::uint32_t> m_asked;           ///< destinations, by number of the mending
    std::uint32_t m_row = 0, m_asking = 0;
};

}  // namespace jt::network
