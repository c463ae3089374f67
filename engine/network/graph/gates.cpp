// Gates between places and states: declared in connectors.hpp.
#include "layer/matrix.hpp"
#include "network/graph/connectors.hpp"
#include "network/graph/road_links.hpp"
#include "network/reach/shares.hpp"

namespace jt::network {
namespace {

class GateMaker {
public:
    GateMaker(const Network& network, const Place& place, bool leaving)
        : m_network(network), m_topology(network.topology()), m_place(place), m_leaving(leaving) {}

    std::vector<Gate> run() {
        for (std::uint32_t c = 0; c < m_place.connectors.size(); ++c) {
            add_connector(c);
        }
        return std::move(m_gates);
    }

private:
    /// May the edge be passed in the direction?
    bool passes(const Connector& connector, bool forward) const {
        const std::uint32_t flags = m_topology.links[m_topology.edges[connector.edge].link].flags;
        return connector.walk || (flags & (forward ? kForward : kBackward)) != 0;
    }

    void add_connector(std::uint32_t c) {
        const Connector& connector = m_place.connectors[c];
        const Edge& edge = m_topology.edges[connector.edge];
        const std::uint32_t cost =
            connector.walk ? m_network.walk_ms(connector.edge) : m_network.drive_ms(connector.edge);
        if (connector.offset_mm == 0 || connector.offset_mm == edge.length_mm) {
            // At a node: which of its edges are open is the search's business.
            add(c, connector.offset_mm == 0, 0);
            return;
        }
        if (cost == kClosed) {
            return;
        }
        const std::uint32_t before = cost_before(cost, connector.offset_mm, edge.length_mm);
        // Entering goes forward to the end node and backward to the start node; leaving comes
        // forward from the start node and backward from the end node.
        if (passes(connector, m_leaving)) {
            add(c, true, before);
        }
        if (passes(connector, !m_leaving)) {
            add(c, false, cost - before);
        }
    }

    void add(std::uint32_t c, bool at_start, std::uint32_t ms) {
        const Connector& connector = m_place.connectors[c];
        const Edge& edge = m_topology.edges[connector.edge];
        const std::uint32_t node = at_start ? edge.from : edge.to;
        const std::uint32_t state = connector.walk ? m_topology.walk_base() + node : node;
        if (!m_network.live(state)) {  // at a road yet to be built
            return;
        }
        const bool inside = connector.offset_mm != 0 && connector.offset_mm != edge.length_mm;
        if (connector.walk || m_topology.approaches.empty()) {
            put(state, c, at_start, ms, 0);
        } else if (!m_leaving) {
            put(inside ? m_topology.arrived(connector.edge, !at_start) : state, c, at_start, ms, 0);
        } else {
            put(state, c, at_start, ms, 0);
            const auto [first, end] = m_topology.approach_states(node);
            for (std::uint32_t a = first; a < end; ++a) {
                const std::uint32_t turn =
                    inside ? m_topology.turn_into(a, connector.edge, at_start) : 0;
                if (turn != kClosed) {
                    put(a, c, at_start, ms, turn);
                }
            }
        }
    }

    void put(std::uint32_t state, std::uint32_t c, bool at_start, std::uint32_t ms,
             std::uint32_t turn) {
        const std::uint64_t sum = std::uint64_t{ms} + m_place.connectors[c].access_ms + turn;
        if (sum < layer::kMaxCost) {
            m_gates.push_back({state, static_cast<std::uint32_t>(sum), c, at_start, turn});
        }
    }

    const Network& m_network;
    const Topology& m_topology;
    const Place& m_place;
    bool m_leaving;
    std::vector<Gate> m_gates;
};

}  // namespace

std::vector<Gate> entries(const Network& network, const Place& place) {
    return GateMaker(network, place, false).run();
}

std::vector<Gate> exits(const Network& network, const Place& place) {
    return GateMaker(network, place, true).run();
}

std::uint32_t along_edge(const Network& network, const Connector& from, const Connector& to) {
    if (from.edge != to.edge || from.walk != to.walk) {
        return kClosed;
    }
    const Edge& edge = network.topology().edges[from.edge];
    const std::uint32_t flags = network.topology().links[edge.link].flags;
    const std::uint32_t cost = from.walk ? network.walk_ms(from.edge) : network.drive_ms(from.edge);
    const bool forward = to.offset_mm >= from.offset_mm, backward = to.offset_mm <= from.offset_mm;
    const bool allowed =
        from.walk || (forward && (flags & kForward) != 0) || (backward && (flags & kBackward) != 0);
    if (cost == kClosed || !allowed) {
        return kClosed;
    }
    const std::uint32_t a = cost_before(cost, from.offset_mm, edge.length_mm);
    const std::uint32_t b = cost_before(cost, to.offset_mm, edge.length_mm);
    const std::uint64_t sum = std::uint64_t{a > b ? a - b : b - a} + from.access_ms + to.access_ms;
    return sum < layer::kMaxCost ? static_cast<std::uint32_t>(sum) : kClosed;
}

}  // namespace jt::network
