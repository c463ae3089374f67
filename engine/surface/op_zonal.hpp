// The operators that meet a surface with features.
#pragma once

#include "registry/registry.hpp"

namespace jt::surface {

/// surface.zonal_mean and surface.sample.
void register_zonal(registry::Registry& registry);

}  // namespace jt::surface
