// The steps of customisation, for all places or for some. Internal to hierarchy/.
#pragma once

#include "network/hierarchy/customise.hpp"

#include <algorithm>

namespace jt::network {

/// The sum of two costs of at most kFar; kFar or more where one of them is.
inline std::uint32_t plus(std::uint32_t a, std::uint32_t b) {
    const std::uint32_t sum = a + b;
    return sum < a ? kFar : sum;  // two of kFar come round to 0
}

/// Takes what is cheaper.
inline void relax(TwoWay& cost, std::uint32_t up, std::uint32_t down) {
    cost.up = std::min(cost.up, up);
    cost.down = std::min(cost.down, down);
}

/// What the arcs of the graph say about an arc of the supergraph.
inline TwoWay given_cost(const Customizable& over, std::span<const Arc> arcs, std::uint32_t arc) {
    const auto least = [&](std::size_t slot) {
        std::uint32_t cost = kFar;
        for (std::uint32_t g = over.given_first[slot]; g < over.given_first[slot + 1]; ++g) {
            cost = std::min(cost, arcs[over.given[g]].cost);
        }
        return cost;
    };
    return {least(2 * std::size_t{arc}), least(2 * std::size_t{arc} + 1)};
}

/// The way over the lower corner of a triangle: `a` leads from there to the lower end of the arc,
/// `b` to its upper end.
inline void relax_lower(TwoWay& cost, const TwoWay& a, const TwoWay& b) {
    relax(cost, plus(a.down, b.up), plus(b.down, a.up));
}

/// Where the arcs of one place are, by their upper end. Slots of other places are left as they are.
using Slots = std::vector<std::uint32_t>;

inline void set_slots(const Customizable& over, std::uint32_t place, Slots& slots) {
    for (std::uint32_t a = over.up_first[place]; a < over.up_first[place + 1]; ++a) {
        slots[over.up_to[a]] = a;
    }
}

/// Calls body(a, b, arc) for all triangles over an arc of this place and a place below: a leads
/// from there to this place, b to the upper end of the arc. The slots are those of this place.
template <class Body>
void triangles_below(const Customizable& over, std::uint32_t place, const Slots& slots,
                     Body&& body) {
    for (std::uint32_t d = over.down_first[place]; d < over.down_first[place + 1]; ++d) {
        const std::uint32_t a = over.down_arc[d];
        for (std::uint32_t b = over.up_first[over.tail[a]]; b < a; ++b) {
            body(a, b, slots[over.up_to[b]]);
        }
    }
}

/// Sets the basic costs of the arcs of a place from those of the graph and of all places below.
void basic_place(const Customizable& over, std::uint32_t place, std::span<const Arc> arcs,
                 Slots& slots, std::vector<TwoWay>& basic);

/// Sets the perfect costs of the arcs of a place from its basic ones and the perfect ones of all
/// places above.
void perfect_place(const Customizable& over, std::uint32_t place, Slots& slots, Metric& metric);

}  // namespace jt::network
