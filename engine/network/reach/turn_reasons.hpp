// Why a route does not go the way it would without turn rules.
#pragma once

#include "network/reach/matrix.hpp"

#include <memory>
#include <vector>

namespace jt::network {

/// A turn on the fastest way without turn rules that the rules ban or make dearer.
struct TurnReason {
    std::uint32_t node = 0, from_link = 0, to_link = 0;
    std::uint32_t ms = 0;  ///< what it costs; kClosed: banned
};

/// The same network without its turn rules; null where it has none.
std::shared_ptr<const Network> without_turns(const Network& network);

/// The turns with rules on the fastest way of a trip in `free`, in order along it; empty where that
/// way is open to the network's own cars as well. `search` is one of `free`.
std::vector<TurnReason> turn_reasons(const Network& network, const Network& free, Search& search,
                                     const Place& origin, const Place& destination);

}  // namespace jt::network
