#include "network/criticality/closure.hpp"

#include "network/graph/road_links.hpp"
#include "network/reach/compressed_rows.hpp"
#include "network/sorted.hpp"

#include <algorithm>

namespace jt::network {
namespace {

bool on_street(std::uint8_t kind) {
    return kind == static_cast<std::uint8_t>(ArcKind::drive) ||
           kind == static_cast<std::uint8_t>(ArcKind::walk);
}

bool on_edge(std::uint8_t kind) {
    return on_street(kind) || kind == static_cast<std::uint8_t>(ArcKind::ride);
}

bool is_ride(const Topology& t, std::uint32_t edge) {
    return (t.links[t.edges[edge].link].flags & kRide) != 0;
}

}  // namespace

StreetIndex::StreetIndex(const Network& network, const std::vector<Place>& destinations)
    : m_network(network),
      m_destinations(destinations),
      m_reverse(network.topology().first_arc, network.arcs()) {
    const Topology& t = network.topology();
    in_rows(t.edges.size(), m_first_arc, m_arc, [&](const auto& add) {
        for (std::uint32_t a = 0; a < t.arc_kind.size(); ++a) {
            if (on_street(t.arc_kind[a])) {
                add(t.arc_ref[a], a);
            }
        }
    });
    in_rows(t.nodes, m_first_edge, m_edge, [&](const auto& add) {
        for (std::uint32_t e = 0; e < t.edges.size(); ++e) {
            if (!is_ride(t, e)) {
                add(t.edges[e].from, e);
                add(t.edges[e].to, e);
            }
        }
    });
    for (const Place& place : destinations) {
        m_exits.push_back(network::exits(network, place));
    }
    in_rows(t.links.size(), m_first_place, m_place, [&](const auto& add) {
        for (std::uint32_t d = 0; d < destinations.size(); ++d) {
            for (const Connector& connector : destinations[d].connectors) {
                add(t.edges[connector.edge].link, d);
                const std::uint32_t node = node_of(connector);
                for (const std::uint32_t e :
                     node == kNone ? std::span<const std::uint32_t>() : edges_at(node)) {
                    add(t.edges[e].link, d);
                }
            }
        }
    });
}

std::span<const std::uint32_t> StreetIndex::places_on(std::uint32_t link) const {
    return std::span(m_place).subspan(m_first_place[link],
                                      m_first_place[link + 1] - m_first_place[link]);
}

std::span<const std::uint32_t> StreetIndex::arcs_of(std::uint32_t edge) const {
    return std::span(m_arc).subspan(m_first_arc[edge], m_first_arc[edge + 1] - m_first_arc[edge]);
}

std::span<const std::uint32_t> StreetIndex::edges_at(std::uint32_t node) const {
    return std::span(m_edge).subspan(m_first_edge[node],
                                     m_first_edge[node + 1] - m_first_edge[node]);
}

std::uint32_t StreetIndex::node_of(const Connector& connector) const {
    const Edge& edge = m_network.topology().edges[connector.edge];
    return connector.offset_mm == 0                ? edge.from
           : connector.offset_mm == edge.length_mm ? edge.to
                                                   : kNone;
}

ClosedSearch::ClosedSearch(const StreetIndex& index)
    : m_index(index),
      m_network(index.network()),
      m_topology(m_network.topology()),
      m_arcs(m_network.arcs()),
      m_search(m_topology.first_arc, m_arcs),
      m_tree(m_topology.first_arc, m_arcs, index.reverse()),
      m_seen(m_topology.states(), 0),
      m_asked(index.destinations().size(), 0) {}

void ClosedSearch::close(const std::vector<std::uint32_t>& links) {
    m_links = links;
    sort_unique(m_links);
    for (const std::uint32_t link : m_links) {
        for (std::uint32_t e = m_topology.first_edge[link]; e < m_topology.first_edge[link + 1];
             ++e) {
            m_nodes.push_back(m_topology.edges[e].from);
            m_nodes.push_back(m_topology.edges[e].to);
            for (const std::uint32_t arc : m_index.arcs_of(e)) {
                m_arcs[arc].cost = kClosed;
            }
        }
    }
    sort_unique(m_nodes);
}

void ClosedSearch::reopen() {
    for (const std::uint32_t link : m_links) {
        for (std::uint32_t e = m_topology.first_edge[link]; e < m_topology.first_edge[link + 1];
             ++e) {
            for (const std::uint32_t arc : m_index.arcs_of(e)) {
                m_arcs[arc].cost = m_network.arcs()[arc].cost;
            }
        }
    }
    m_links.clear();
    m_nodes.clear();
}

bool ClosedSearch::closed(std::uint32_t edge) const {
    return std::ranges::binary_search(m_links, m_topology.edges[edge].link);
}

/// Is the connector's place cut off by the closing: its edge closed, or every edge at its node?
bool ClosedSearch::gone(const Connector& connector) const {
    if (m_links.empty()) {
        return false;
    }
    const std::uint32_t node = m_index.node_of(connector);
    if (node == kNone) {
        return closed(connector.edge);
    }
    if (!std::ranges::binary_search(m_nodes, node)) {
        return false;
    }
    const auto edges = m_index.edges_at(node);
    return std::ranges::all_of(edges, [&](std::uint32_t e) {
        const std::uint32_t ms = connector.walk ? m_network.walk_ms(e) : m_network.drive_ms(e);
        return ms == kClosed || closed(e);
    });
}

void ClosedSearch::row(const Place& origin, std::vector<std::uint32_t>& costs,
                       std::vector<std::uint32_t>* used) {
    m_origin = &origin;
    m_entries = entries(m_network, origin);
    m_search.begin();
    for (const Gate& gate : m_entries) {
        m_search.add_source(gate.state, gate.ms);
    }
    m_search.run_tree();
    m_tree.grow(m_search);
    ++m_row;
    const auto destinations = static_cast<std::uint32_t>(m_index.destinations().size());
    m_places_at.clear();
    costs.clear();
    for (std::uint32_t d = 0; d < destinations; ++d) {
        costs.push_back(best(d, used));
        for (const Gate& gate : m_index.exits(d)) {
            m_places_at.emplace_back(m_tree.position(gate.state), d);
        }
    }
    std::ranges::sort(m_places_at);
    if (used != nullptr) {
        sort_unique(*used);
    }
}

void ClosedSearch::mended_row(std::vector<std::uint32_t>& costs) {
    std::vector<std::uint32_t> roots;
    for (const std::uint32_t link : m_links) {
        for (std::uint32_t e = m_topology.first_edge[link]; e < m_topology.first_edge[link + 1];
             ++e) {
            for (const std::uint32_t arc : m_index.arcs_of(e)) {
                if (m_tree.arc_into(m_arcs[arc].to) == arc) {
                    roots.push_back(m_arcs[arc].to);
                }
            }
        }
    }
    std::vector<std::pair<std::uint32_t, std::uint32_t>> sources;
    for (const Gate& gate : m_entries) {
        if (!gone(m_origin->connectors[gate.connector])) {
            sources.emplace_back(gate.state, gate.ms);
        } else if (m_tree.arc_into(gate.state) == kNone) {
            roots.push_back(gate.state);
        }
    }
    m_tree.mend(roots, sources);
    ++m_asking;
    const auto ask = [&](std::uint32_t d) {
        if (m_asked[d] != m_asking) {
            m_asked[d] = m_asking;
            costs[d] = best(d, nullptr);
        }
    };
    for (const std::uint32_t link : m_links) {
        std::ranges::for_each(m_index.places_on(link), ask);
    }
    for (const auto& [begin, end] : m_tree.runs()) {
        for (auto at = std::ranges::lower_bound(m_places_at, std::pair(begin, 0U));
             at != m_places_at.end() && at->first < end; ++at) {
            ask(at->second);
        }
    }
}

std::uint32_t ClosedSearch::best(std::uint32_t d, std::vector<std::uint32_t>* used) {
    const Place &origin = *m_origin, &destination = m_index.destinations()[d];
    if (origin.connectors.empty() || destination.connectors.empty()) {
        return kClosed;
    }
    if (origin.x == destination.x && origin.y == destination.y) {
        return 0;
    }
    std::uint32_t out = kClosed, along = kNone;
    for (const Connector& from : origin.connectors) {
        for (const Connector& to : destination.connectors) {
            const std::uint32_t ms = along_edge(m_network, from, to);
            if (ms < out && !closed(from.edge)) {
                out = ms;
                along = from.edge;
            }
        }
    }
    const Gate* exit = nullptr;
    for (const Gate& gate : m_index.exits(d)) {
        const std::uint32_t cost = m_tree.cost(gate.state);
        const std::uint64_t sum = std::uint64_t{cost} + gate.ms;
        if (cost != kClosed && sum < layer::kMaxCost && sum < out &&
            !gone(destination.connectors[gate.connector])) {
            out = static_cast<std::uint32_t>(sum);
            exit = &gate;
        }
    }
    if (used != nullptr && exit != nullptr) {
        trace(destination, *exit, *used);
    } else if (used != nullptr && along != kNone) {
        add_link(along, *used);
    }
    return out;
}

void ClosedSearch::add_link(std::uint32_t edge, std::vector<std::uint32_t>& used) const {
    used.push_back(m_topology.edges[edge].link);
}

/// A way that joins inside an edge depends on it. One that joins at a node and does not go on by a
/// street of its mode (`arc`) depends on any street there.
void ClosedSearch::add_joint(const Connector& connector, std::uint32_t arc,
                             std::vector<std::uint32_t>& used) const {
    const std::uint32_t node = m_index.node_of(connector);
    if (node == kNone) {
        add_link(connector.edge, used);
    } else if (arc == kNone || !on_street(m_topology.arc_kind[arc])) {
        for (const std::uint32_t edge : m_index.edges_at(node)) {
            add_link(edge, used);
        }
    }
}

void ClosedSearch::trace(const Place& destination, const Gate& exit,
                         std::vector<std::uint32_t>& used) {
    add_joint(destination.connectors[exit.connector], m_search.arc_into(exit.state), used);
    std::uint32_t state = exit.state, first_arc = kNone;
    for (; m_search.arc_into(state) != kNone; state = m_search.state_before(state)) {
        if (m_seen[state] == m_row) {
            return;  // the rest of the way is told already
        }
        m_seen[state] = m_row;
        first_arc = m_search.arc_into(state);
        if (on_edge(m_topology.arc_kind[first_arc])) {
            add_link(m_topology.arc_ref[first_arc], used);
        }
    }
    for (const Gate& gate : m_entries) {
        if (gate.state == state && gate.ms == m_search.cost(state)) {
            add_joint(m_origin->connectors[gate.connector], first_arc, used);
        }
    }
}

}  // namespace jt::network
