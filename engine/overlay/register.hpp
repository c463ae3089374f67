// The operators of overlay/: cutting, uniting, joining and referencing features.
#pragma once

#include "registry/registry.hpp"

namespace jt::overlay {

void register_operators(registry::Registry& registry);

}  // namespace jt::overlay
