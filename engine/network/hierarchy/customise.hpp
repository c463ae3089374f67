// The second phase of customizable contraction hierarchies: the costs of one scenario, from all
// arcs or from those that changed (Dibbelt, Strasser, Wagner 2016, sections 7.1 to 7.6).
#pragma once

#include "network/hierarchy/customizable.hpp"
#include "network/hierarchy/hierarchy.hpp"

#include <span>
#include <vector>

namespace jt::network {

/// From the lower end of an arc to the upper one, and back; kFar: no way.
struct TwoWay {
    std::uint32_t up = kFar, down = kFar;
    bool operator==(const TwoWay&) const = default;
};

/// Costs of the arcs of a supergraph.
struct Metric {
    std::vector<TwoWay> basic;    ///< of the cheapest way over places below the arc's lower end
    std::vector<TwoWay> perfect;  ///< of the cheapest way at all
};

/// Weighs the supergraph by the arcs of its graph: of several the cheapest, kClosed ones and those
/// from kFar on not at all. The same for any number of threads.
Metric customise(const Customizable& over, std::span<const Arc> arcs);

/// Makes customise(over, arcs) out of the metric of other costs, by way of what changed and what
/// depends on it: far quicker for a few closures; beyond some hundred changes all anew.
void recustomise(const Customizable& over, std::span<const Arc> before, std::span<const Arc> arcs,
                 Metric& metric);

/// What the sweeps read: only arcs that a cheapest way may need, those that no way beats.
Hierarchy hierarchy_of(const Customizable& over, const Metric& metric);

}  // namespace jt::network
