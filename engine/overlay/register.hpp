// The operators of overlay/: areas of intersections, coverage, points in polygons, buffers.
#pragma once

#include "registry/registry.hpp"

namespace jt::overlay {

void register_operators(registry::Registry& registry);

}  // namespace jt::overlay
