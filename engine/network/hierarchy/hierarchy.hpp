// A hierarchy of the states of a network: what the sweeps read, however it was made.
#pragma once

#include "network/graph/network.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
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

/// Hash of a graph in compressed rows with its costs: what a stored hierarchy belongs to.
std::string graph_hash(std::span<const std::uint32_t> first, std::span<const Arc> arcs);

/// The hierarchy as bytes, with the hash of its graph.
void write_hierarchy(base::Writer& out, const Hierarchy& hierarchy, std::string_view graph);
/// Data error "network.hierarchy.damaged" where it is of another graph or could lead a sweep out of
/// its arrays; "base.archive.short" where bytes are missing.
Hierarchy read_hierarchy(base::Reader& in, std::string_view graph);

}  // namespace jt::network
