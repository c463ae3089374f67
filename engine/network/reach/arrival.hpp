// The best way to a destination out of the costs of states, for every engine alike.
#pragma once

#include "network/reach/matrix.hpp"

namespace jt::network {

inline bool same_place(const Place& a, const Place& b) { return a.x == b.x && a.y == b.y; }

/// The cheapest exit, taken where it beats `best`; `cost(g)` is that of the state of exit g,
/// kClosed where there is no way.
template <class Cost>
Arrival arrive_through(const std::vector<Gate>& exits, Arrival best, const Cost& cost) {
    for (std::uint32_t g = 0; g < exits.size(); ++g) {
        const std::uint32_t before = cost(g);
        const std::uint64_t sum = std::uint64_t{before} + exits[g].ms;
        if (before != kClosed && sum < layer::kMaxCost && sum < best.ms) {
            best = {static_cast<std::uint32_t>(sum), g, kNone, kNone, false};
        }
    }
    return best;
}

/// The cheapest way along one edge that both have a connector on.
Arrival arrive_along(const Network& network, const Place& origin, const Place& destination);

}  // namespace jt::network
