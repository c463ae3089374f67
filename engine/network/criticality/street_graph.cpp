#include "network/criticality/street_graph.hpp"

#include "layer/matrix.hpp"
#include "network/graph/road_links.hpp"
#include "network/reach/shares.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace jt::network {
namespace {

/// May an edge be passed as drawn, and against the drawing?
std::pair<bool, bool> directions(const Topology& t, std::uint32_t edge, bool walk) {
    const std::uint32_t flags = t.links[t.edges[edge].link].flags;
    return walk ? std::pair(true, true)
                : std::pair((flags & kForward) != 0, (flags & kBackward) != 0);
}

std::uint32_t cost_of(const Network& network, std::uint32_t edge, bool walk) {
    const Topology& t = network.topology();
    if ((t.links[t.edges[edge].link].flags & kRide) != 0) {
        return kClosed;
    }
    return walk ? network.walk_ms(edge) : network.drive_ms(edge);
}

}  // namespace

StreetGraph street_graph(const Network& network, bool walk) {
    const Topology& t = network.topology();
    struct From {
        std::uint32_t node;
        StreetGraph::Arc arc;
    };
    std::vector<From> list;
    for (std::uint32_t e = 0; e < t.edges.size(); ++e) {
        const std::uint32_t cost = cost_of(network, e, walk);
        if (cost == kClosed) {
            continue;
        }
        const auto [forward, backward] = directions(t, e, walk);
        if (forward) {
            list.push_back({t.edges[e].from, {t.edges[e].to, cost, e}});
        }
        if (backward) {
            list.push_back({t.edges[e].to, {t.edges[e].from, cost, e}});
        }
    }
    std::ranges::sort(list, {}, [](const From& f) {
        return std::tuple(f.node, f.arc.to, f.arc.edge, f.arc.cost);
    });
    StreetGraph graph;
    graph.first.assign(std::size_t{t.nodes} + 1, 0);
    for (const From& from : list) {
        ++graph.first[from.node + 1];
        graph.arcs.push_back(from.arc);
    }
    std::partial_sum(graph.first.begin(), graph.first.end(), graph.first.begin());
    return graph;
}

std::vector<StreetGate> street_gates(const Network& network, const Place& place, bool walk,
                                     bool leaving) {
    const Topology& t = network.topology();
    std::vector<StreetGate> gates;
    const auto add = [&](std::uint32_t node, std::uint64_t ms, std::uint32_t edge) {
        if (ms < layer::kMaxCost) {
            gates.push_back({node, static_cast<std::uint32_t>(ms), edge});
        }
    };
    for (const Connector& connector : place.connectors) {
        if (connector.walk != walk) {
            continue;
        }
        const Edge& edge = t.edges[connector.edge];
        const std::uint64_t access = connector.access_ms;
        if (connector.offset_mm == 0 || connector.offset_mm == edge.length_mm) {
            const std::uint32_t node = connector.offset_mm == 0 ? edge.from : edge.to;
            if (network.live((walk ? t.walk_base() : 0) + node)) {
                add(node, access, kNone);
            }
            continue;
        }
        const std::uint32_t cost = cost_of(network, connector.edge, walk);
        if (cost == kClosed) {
            continue;
        }
        const std::uint32_t before = cost_before(cost, connector.offset_mm, edge.length_mm);
        const auto [forward, backward] = directions(t, connector.edge, walk);
        // The start is left for the place going forward, and reached from it going backward.
        if (leaving ? forward : backward) {
            add(edge.from, access + before, connector.edge);
        }
        if (leaving ? backward : forward) {
            add(edge.to, access + cost - before, connector.edge);
        }
    }
    return gates;
}

}  // namespace jt::network
