// The operator of this module: map.sheet.
#pragma once

#include "registry/registry.hpp"

namespace jt::map {

void register_operators(registry::Registry& registry);

}  // namespace jt::map
