// The gap between two parts of a network: declared in explain.hpp.
#include "geo/index.hpp"
#include "geo/measure.hpp"
#include "network/change/explain.hpp"
#include "network/graph/road_links.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jt::network {
namespace {

/// Marks the street node of a state that is no platform.
void mark(const Topology& t, std::uint32_t state, std::vector<bool>& nodes) {
    if (const std::uint32_t place = t.place_of(state); place < t.nodes) {
        nodes[place] = true;
    }
}

bool usable(const Network& network, std::uint32_t edge) {
    const bool ride =
        (network.topology().links[network.topology().edges[edge].link].flags & kRide) != 0;
    return !ride && (network.drive_ms(edge) != kClosed || network.walk_ms(edge) != kClosed);
}

/// Looks from the nodes of one side for the nearest street of the other.
class GapFinder {
public:
    explicit GapFinder(const Network& network)
        : m_network(network), m_topology(network.topology()) {}

    void look(const std::vector<bool>& nodes, const std::vector<bool>& other, bool swapped) {
        std::vector<geo::Box> boxes;
        std::vector<std::uint32_t> edges;
        for (std::uint32_t e = 0; e < m_topology.edges.size(); ++e) {
            const Edge& edge = m_topology.edges[e];
            if (!usable(m_network, e) || (!other[edge.from] && !other[edge.to])) {
                continue;
            }
            geo::Box box;
            const auto xy = m_topology.coordinates(e);
            for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
                box.add(xy[i], xy[i + 1]);
            }
            boxes.push_back(box);
            edges.push_back(e);
        }
        const geo::BoxIndex index(boxes);
        for (std::uint32_t n = 0; n < nodes.size() && !boxes.empty(); ++n) {
            if (nodes[n]) {
                from_node(n, index, edges, swapped);
            }
        }
    }

    std::optional<Gap> result() {
        if (!std::isfinite(m_best.metres)) {
            return std::nullopt;
        }
        const geo::Measure measure(m_topology.crs);
        m_best.metres = measure.distance(m_best.x1, m_best.y1, m_best.x2, m_best.y2);
        return m_best;
    }

private:
    /// The box is widened until something is in it or the best so far is farther.
    void from_node(std::uint32_t n, const geo::BoxIndex& index,
                   const std::vector<std::uint32_t>& edges, bool swapped) {
        const double x = m_topology.place_xy[2 * n], y = m_topology.place_xy[2 * n + 1];
        geo::Box at;
        at.add(x, y);
        for (double radius = 50;; radius *= 4) {
            const double reach = std::min(radius, m_best.metres);
            const auto found = index.find(at.grown(std::min(reach, 1e8)));
            for (const std::size_t i : found) {
                to_edge(n, x, y, edges[i], swapped);
            }
            if (radius >= m_best.metres || radius > 1e8) {
                return;
            }
        }
    }

    void to_edge(std::uint32_t n, double x, double y, std::uint32_t edge, bool swapped) {
        const auto xy = m_topology.coordinates(edge);
        for (std::size_t i = 0; i + 3 < xy.size(); i += 2) {
            const double dx = xy[i + 2] - xy[i], dy = xy[i + 3] - xy[i + 1];
            const double squared = dx * dx + dy * dy;
            const double share =
                squared > 0
                    ? std::clamp(((x - xy[i]) * dx + (y - xy[i + 1]) * dy) / squared, 0.0, 1.0)
                    : 0.0;
            const double px = xy[i] + share * dx, py = xy[i + 1] + share * dy;
            const double d = std::hypot(px - x, py - y);
            if (d < m_best.metres) {
                const std::uint32_t here = link_at(n), there = m_topology.edges[edge].link;
                m_best =
                    swapped ? Gap{d, px, py, x, y, there, here} : Gap{d, x, y, px, py, here, there};
            }
        }
    }

    /// The first open link that meets the node.
    std::uint32_t link_at(std::uint32_t node) const {
        for (std::uint32_t e = 0; e < m_topology.edges.size(); ++e) {
            const Edge& edge = m_topology.edges[e];
            if ((edge.from == node || edge.to == node) && usable(m_network, e)) {
                return edge.link;
            }
        }
        return kNone;
    }

    const Network& m_network;
    const Topology& m_topology;
    Gap m_best{std::numeric_limits<double>::infinity()};
};

}  // namespace

std::vector<bool> nodes_from(const Network& network, const Place& origin) {
    const Topology& t = network.topology();
    Search search(network);
    start_from(search, network, origin);
    search.run();
    std::vector<bool> out(t.nodes, false);
    for (std::uint32_t state = 0; state < t.states(); ++state) {
        if (search.cost(state) != kClosed) {
            mark(t, state, out);
        }
    }
    return out;
}

std::vector<bool> nodes_to(const Network& network, const Place& destination) {
    const Topology& t = network.topology();
    const std::vector<Arc>& arcs = network.arcs();
    // The arcs by the state that they enter.
    std::vector<std::uint32_t> first(t.states() + 1, 0), tails(arcs.size());
    for (const Arc& arc : arcs) {
        ++first[arc.to + 1];
    }
    for (std::uint32_t s = 0; s < t.states(); ++s) {
        first[s + 1] += first[s];
    }
    std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
    for (std::uint32_t s = 0; s < t.states(); ++s) {
        for (std::uint32_t a = t.first_arc[s]; a < t.first_arc[s + 1]; ++a) {
            tails[next[arcs[a].to]++] = arcs[a].cost == kClosed ? kNone : s;
        }
    }
    std::vector<bool> seen(t.states(), false), out(t.nodes, false);
    std::vector<std::uint32_t> stack;
    const auto visit = [&](std::uint32_t state) {
        if (state != kNone && !seen[state]) {
            seen[state] = true;
            mark(t, state, out);
            stack.push_back(state);
        }
    };
    for (const Gate& gate : exits(network, destination)) {
        visit(gate.state);
    }
    while (!stack.empty()) {
        const std::uint32_t state = stack.back();
        stack.pop_back();
        for (std::uint32_t i = first[state]; i < first[state + 1]; ++i) {
            visit(tails[i]);
        }
    }
    return out;
}

std::optional<Gap> narrowest_gap(const Network& network, const std::vector<bool>& from,
                                 const std::vector<bool>& to) {
    GapFinder finder(network);
    finder.look(from, to, false);
    finder.look(to, from, true);
    return finder.result();
}

}  // namespace jt::network
