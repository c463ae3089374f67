// How much of the network each of many origins reaches, without the geometry of isochrones.
#pragma once

#include "base/progress.hpp"
#include "network/reach/engine.hpp"

#include <cstdint>
#include <vector>

namespace jt::network {

/// Within one limit of one origin.
struct Reached {
    std::uint64_t mm = 0;     ///< of streets, each stretch once, cut inside edges
    std::uint32_t nodes = 0;  ///< street nodes, by car or on foot
};

/// For each origin and limit, limits.size() items an origin in the order of the limits. Origins
/// without a connector reach nothing. Limits are milliseconds below kFar and ascend. A stretch is
/// reached where a car or a walker comes within the limit from either end of its edge, or from an
/// origin on it; rounded so that it is never too long. The engine changes nothing.
std::vector<Reached> reached(const Network& network, const Points& origins,
                             const std::vector<std::uint32_t>& limits_ms, Engine engine,
                             const base::Progress& progress);

/// The offset to which a traveller comes who is at `offset` at `ms` (at most `limit`) and goes
/// forward or backward along an edge of `cost`: never beyond the limit, and less than the way of a
/// millisecond from it. The same places as those of isochrones.
std::uint32_t farthest_forward(std::uint32_t cost, std::uint32_t length, std::uint32_t offset,
                               std::uint32_t ms, std::uint32_t limit);
std::uint32_t farthest_backward(std::uint32_t cost, std::uint32_t length, std::uint32_t offset,
                                std::uint32_t ms, std::uint32_t limit);

}  // namespace jt::network
