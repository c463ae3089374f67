// A hierarchy of the states of a network: what the sweeps read, however it was made.
#pragma once

#include "network/graph/network.hpp"

#include <cstdint>
#include <vector>

namespace jt::network {

/// Costs from here on count as no way at all (24.8 days): sums of two costs fit into 32 bits.
constexpr std::uint32_t kFar = 0x80000000U;

/// Every node of a graph has a place in a hierarchy; place 0 is the most important. Up arcs lead to
/// more important places (smaller numbers), down arcs come from them; with both, every cheapest way
/// of the graph is one that goes up first and then down, at the same cost.
struct Hierarchy {
    std::vector<std::uint32_t> place;  ///< of each node
    std::vector<std::uint32_t> node;   ///< at each place
    // Of place p: arcs first[p] .. first[p + 1]. `to` is the other end, a smaller place.
    std::vector<std::uint32_t> up_first, down_first;
    std::vector<Arc> up, down;

    std::uint32_t size() const { return static_cast<std::uint32_t>(node.size()); }
};

}  // namespace jt::network
