// Seeded samples of places: origins and destinations where a city gives only its roads.
#pragma once

#include "layer/layer.hpp"

#include <cstdint>
#include <vector>

namespace jt::registry {
class Registry;
}

namespace jt::layer {

/// The distinct places of a layer with the feature that each belongs to first: the ends of lines
/// (every part), or points. In the order of the features; features without usable geometry give
/// none.
struct Places {
    std::vector<double> xy;  ///< interleaved, in the CRS of the layer
    std::vector<std::int64_t> features;
};
/// Data error "layer.sample.shape" for polygons; a layer without features has no places.
Places places_of(const Layer& layer);

/// `count` of the numbers 0 .. total-1, ascending, every subset equally likely (R. Floyd's
/// sampling: Bentley and Floyd, Programming Pearls, CACM 1987). The generator is the Mersenne
/// Twister of the C++ standard, its numbers cut to range by rejection: the same sample on every
/// machine. `count` must not be above `total`.
std::vector<std::size_t> draw(std::size_t total, std::size_t count, std::uint64_t seed);

/// layer.sample_points
void register_sample(registry::Registry& registry);

}  // namespace jt::layer
