// Contraction hierarchies: Geisberger, Sanders, Schultes, Delling, "Contraction Hierarchies: Faster
// and Simpler Hierarchical Routing in Road Networks" (2008).
#pragma once

#include "base/progress.hpp"
#include "network/hierarchy/hierarchy.hpp"

#include <span>

namespace jt::network {

/// Contracts a graph in compressed rows (arcs of node n: first[n] .. first[n + 1]; those that are
/// kClosed are left out). The order comes from the graph alone, so the result is the same for any
/// number of threads. Cancellable; progress from 0 to 1.
Hierarchy contract(std::span<const std::uint32_t> first, std::span<const Arc> arcs,
                   const base::Progress& progress);

}  // namespace jt::network
