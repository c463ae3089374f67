// When cars enter edges: turns with rules lie between a node and the edges that leave it.
#pragma once

#include "network/graph/topology.hpp"

#include <algorithm>

namespace jt::network {

/// The least cost of a car at the start of an edge (forward) or at its end, about to drive it, with
/// the turn into it. `cost` gives the cost of a state; from 2^31 on (kClosed, kFar of hierarchies)
/// it is none. Without turn rules the result is the cost of the node.
template <class Cost>
std::uint32_t entered_ms(const Topology& t, std::uint32_t edge, bool forward, const Cost& cost) {
    constexpr std::uint32_t kMost = 0x80000000U;
    const std::uint32_t node = forward ? t.edges[edge].from : t.edges[edge].to;
    std::uint32_t best = cost(node);
    if (t.approaches.empty()) {
        return best;
    }
    const auto [first, last] = t.approach_states(node);
    for (std::uint32_t state = first; state < last; ++state) {
        const std::uint32_t here = cost(state), turn = t.turn_into(state, edge, forward);
        if (here < kMost && turn < kMost) {
            best = std::min(best, here + turn);
        }
    }
    return best;
}

/// Have turns rules at a node of the link?
inline bool meets_turn_rules(const Topology& t, std::uint32_t link) {
    const auto at = [&](std::uint32_t node) {
        const auto [first, last] = t.approach_states(node);
        return first < last;
    };
    return std::any_of(t.edges.begin() + t.first_edge[link],
                       t.edges.begin() + t.first_edge[link + 1],
                       [&](const Edge& edge) { return at(edge.from) || at(edge.to); });
}

}  // namespace jt::network
