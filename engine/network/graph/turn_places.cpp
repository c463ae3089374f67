#include "network/graph/turn_places.hpp"

#include "network/graph/road_links.hpp"
#include "network/sorted.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace jt::network {
namespace {

using Placed = std::pair<std::uint32_t, Passage>;  // node

void sort_by_node(std::vector<Placed>& list, std::uint32_t nodes, std::vector<std::size_t>& first,
                  std::vector<Passage>& out) {
    std::ranges::sort(list);
    first.assign(nodes + 1, 0);
    for (const auto& [node, passage] : list) {
        ++first[node + 1];
        out.push_back(passage);
    }
    for (std::uint32_t n = 0; n < nodes; ++n) {
        first[n + 1] += first[n];
    }
}

struct Vector {
    double x = 0, y = 0;
};

/// The way in which a car passes the last (arriving) or the first stretch of an edge.
Vector heading(const Topology& t, const Passage& passage, bool arriving) {
    const auto xy = t.coordinates(passage.edge);
    const bool at_start = (passage.forward != 0) != arriving;
    const std::size_t a = at_start ? 0 : xy.size() - 4, b = a + 2;
    const double sign = passage.forward != 0 ? 1 : -1;
    return {sign * (xy[b] - xy[a]), sign * (xy[b + 1] - xy[a + 1])};
}

}  // namespace

TurnPlaces::TurnPlaces(const Topology& topology) : m_topology(topology) {
    std::vector<Placed> into, out;
    for (std::uint32_t e = 0; e < topology.edges.size(); ++e) {
        const Edge& edge = topology.edges[e];
        const std::uint32_t flags = topology.links[edge.link].flags;
        if ((flags & kRide) != 0) {
            continue;
        }
        if ((flags & kForward) != 0) {
            out.push_back({edge.from, {e, 1}});
            into.push_back({edge.to, {e, 1}});
        }
        if ((flags & kBackward) != 0) {
            out.push_back({edge.to, {e, 0}});
            into.push_back({edge.from, {e, 0}});
        }
    }
    sort_by_node(into, topology.nodes, m_first_into, m_into);
    sort_by_node(out, topology.nodes, m_first_out, m_out);
}

std::size_t TurnPlaces::links(std::uint32_t node) const {
    // An end of an edge, by the feature, and the other end: the same for both directions.
    std::vector<std::tuple<std::int32_t, std::int64_t, std::uint32_t, bool>> ends;
    const auto add = [&](std::uint32_t e, bool at_start) {
        const Edge& edge = m_topology.edges[e];
        const Link& link = m_topology.links[edge.link];
        const std::uint32_t other = at_start ? edge.to : edge.from;
        ends.emplace_back(link.layer, link.feature, other, other == node && at_start);
    };
    for (const Passage& in : into(node)) {
        add(in.edge, in.forward == 0);
    }
    for (const Passage& out : out_of(node)) {
        add(out.edge, out.forward != 0);
    }
    sort_unique(ends);
    return ends.size();
}

bool TurnPlaces::same_way_back(std::uint32_t a, std::uint32_t b) const {
    const Edge &one = m_topology.edges[a], &other = m_topology.edges[b];
    const Link &first = m_topology.links[one.link], &second = m_topology.links[other.link];
    const bool ends = one.from == other.from && one.to == other.to;
    return ends && first.layer == second.layer && first.feature == second.feature;
}

TurnSide TurnPlaces::side(const Passage& in, const Passage& out) const {
    if (in.forward != out.forward && (in.edge == out.edge || same_way_back(in.edge, out.edge))) {
        return TurnSide::u;
    }
    const Vector a = heading(m_topology, in, true), b = heading(m_topology, out, false);
    const double across = a.x * b.y - a.y * b.x, ahead = a.x * b.x + a.y * b.y;
    if (std::abs(across) <= ahead || (across == 0 && ahead == 0)) {
        return TurnSide::straight;
    }
    return across >= 0 ? TurnSide::left : TurnSide::right;
}

}  // namespace jt::network
