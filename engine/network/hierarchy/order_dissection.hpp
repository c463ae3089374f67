// In which order to contract a road network so that any costs may come later: nested dissection
// (George 1973), whose separators stay small on road networks (Dibbelt, Strasser, Wagner,
// "Customizable Contraction Hierarchies", 2014/2016).
#pragma once

#include "base/progress.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace jt::network {

/// The nodes of a graph in compressed rows (arcs of node n: first[n] .. first[n + 1]; directions,
/// loops and repeated arcs do not matter), the first to contract first. Dead ends and nodes
/// between two others go before all else, in rounds in which no two are neighbours; METIS orders
/// the rest. The same on every run and for any number of threads; costs never depend on the order,
/// only the time they take. `first` of no node is empty or {0}. Cancellable only before METIS
/// begins, which takes seconds for a million nodes.
std::vector<std::uint32_t> dissection_order(std::span<const std::uint32_t> first,
                                            std::span<const std::uint32_t> to,
                                            const base::Progress& progress);

}  // namespace jt::network
