#include "network/reach/isochrone.hpp"

#include "network/graph/entered.hpp"
#include "network/graph/road_links.hpp"
#include "network/reach/shares.hpp"

#include <algorithm>
#include <map>

namespace jt::network {
namespace {

/// A front that moves along an edge: from an offset, at a time, in a direction.
struct Front {
    std::uint32_t offset = 0, ms = 0;
    bool forward = true;
    std::uint32_t stop = 0;  ///< it goes no farther
};

class Reacher {
public:
    Reacher(const Search& search, const Network& network, const std::vector<const Place*>& places,
            const std::vector<std::uint32_t>& limits, Direction direction)
        : m_search(search),
          m_network(network),
          m_topology(network.topology()),
          m_limits(limits),
          m_towards(direction == Direction::to) {
        for (const Place* place : places) {
            for (const Connector& connector : place->connectors) {
                const std::uint32_t length = m_topology.edges[connector.edge].length_mm;
                if (connector.offset_mm != 0 && connector.offset_mm != length) {
                    m_inside[connector.edge].push_back(&connector);
                }
            }
        }
    }

    std::vector<Piece> run() {
        for (m_edge = 0; m_edge < m_topology.edges.size(); ++m_edge) {
            const std::uint32_t flags = m_topology.links[m_topology.edges[m_edge].link].flags;
            if ((flags & kRide) != 0) {
                continue;
            }
            m_length = m_topology.edges[m_edge].length_mm;
            if (m_network.drive_ms(m_edge) != kClosed) {
                m_walk = false;
                const bool as_drawn = (flags & kForward) != 0, against = (flags & kBackward) != 0;
                // Fronts towards a place run against the traffic.
                mode(m_towards ? against : as_drawn, m_towards ? as_drawn : against);
            }
            if (m_network.walk_ms(m_edge) != kClosed) {
                m_walk = true;
                mode(true, true);
            }
        }
        return std::move(m_pieces);
    }

private:
    void mode(bool forward, bool backward) {
        m_cost = m_walk ? m_network.walk_ms(m_edge) : m_network.drive_ms(m_edge);
        const std::uint32_t start = entered(true), end = entered(false);
        Front from_start{0, start, true, m_length}, from_end{m_length, end, false, 0};
        const bool has_start = forward && start != kClosed;
        const bool has_end = backward && end != kClosed;
        if (has_start && has_end) {
            meet(from_start, from_end);
        }
        if (has_start) {
            advance(from_start);
        }
        if (has_end) {
            advance(from_end);
        }
        const auto inside = m_inside.find(m_edge);
        if (inside == m_inside.end()) {
            return;
        }
        for (const Connector* connector : inside->second) {
            if (connector->walk == m_walk) {
                if (forward) {
                    advance({connector->offset_mm, connector->access_ms, true, m_length});
                }
                if (backward) {
                    advance({connector->offset_mm, connector->access_ms, false, 0});
                }
            }
        }
    }

    /// When the edge is entered at its start (forward) or end, the turn into it included. Towards a
    /// place: what is left to go for who leaves the edge there.
    std::uint32_t entered(bool forward) const {
        const Edge& edge = m_topology.edges[m_edge];
        if (m_walk) {
            return m_search.cost(m_topology.walk_base() + (forward ? edge.from : edge.to));
        }
        if (m_towards) {
            return m_search.cost(m_topology.arrived(m_edge, !forward));
        }
        return entered_ms(m_topology, m_edge, forward,
                          [&](std::uint32_t state) { return m_search.cost(state); });
    }

    /// Two fronts share the edge at the place that both reach at one time.
    void meet(Front& from_start, Front& from_end) const {
        const std::int64_t twice = std::int64_t{from_end.ms} + m_cost - std::int64_t{from_start.ms};
        const std::int64_t half = std::clamp<std::int64_t>(twice / 2, 0, m_cost);
        const std::uint32_t place =
            offset_within(m_cost, static_cast<std::uint32_t>(half), m_length);
        from_start.stop = place;
        from_end.stop = place;
    }

    std::uint32_t before(std::uint32_t offset) const {
        return cost_before(m_cost, offset, m_length);
    }

    std::uint32_t time_at(const Front& front, std::uint32_t offset) const {
        const std::uint32_t a = before(front.offset), b = before(offset);
        return front.ms + (a > b ? a - b : b - a);
    }

    /// The farthest offset of the front within the limit.
    std::uint32_t farthest(const Front& front, std::uint32_t limit) const {
        const std::uint64_t rest = limit - front.ms;
        const std::uint64_t passed =
            front.forward ? before(front.offset) : m_cost - before(front.offset);
        const auto ms = static_cast<std::uint32_t>(std::min<std::uint64_t>(m_cost, rest + passed));
        std::uint32_t offset = offset_within(m_cost, ms, m_length);
        if (front.forward) {
            return std::clamp(offset, front.offset, std::max(front.offset, front.stop));
        }
        offset = m_length - offset;
        if (offset < m_length && time_at(front, offset) > limit) {
            ++offset;  // rounding half up from the other side
        }
        return std::clamp(offset, std::min(front.offset, front.stop), front.offset);
    }

    void advance(const Front& front) {
        std::uint32_t from = front.offset;
        for (std::uint32_t band = 0; band < m_limits.size(); ++band) {
            if (front.ms > m_limits[band]) {
                continue;
            }
            const std::uint32_t to = farthest(front, m_limits[band]);
            if (to != from) {
                m_pieces.push_back(
                    {m_edge, from, to, time_at(front, from), time_at(front, to), band, m_walk});
                from = to;
            }
        }
    }

    const Search& m_search;
    const Network& m_network;
    const Topology& m_topology;
    const std::vector<std::uint32_t>& m_limits;
    std::map<std::uint32_t, std::vector<const Connector*>> m_inside;
    std::vector<Piece> m_pieces;
    std::uint32_t m_edge = 0, m_length = 0, m_cost = 0;
    bool m_towards, m_walk = false;
};

}  // namespace

std::vector<Piece> reach(Search& search, const Network& network,
                         const std::vector<const Place*>& places,
                         const std::vector<std::uint32_t>& limits_ms, Direction direction) {
    search.begin();
    for (const Place* place : places) {
        const auto gates =
            direction == Direction::to ? exits(network, *place) : entries(network, *place);
        for (const Gate& gate : gates) {
            search.add_source(gate.state, gate.ms);
        }
    }
    search.run(limits_ms.back());
    return Reacher(search, network, places, limits_ms, direction).run();
}

}  // namespace jt::network
