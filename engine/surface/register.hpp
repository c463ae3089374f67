// The operators of surface/: reading rasters, slope, zonal statistics, sampling.
#pragma once

#include "registry/registry.hpp"

namespace jt::surface {

void register_operators(registry::Registry& registry);

}  // namespace jt::surface
