// The operators of network/.
#pragma once

#include "registry/registry.hpp"

namespace jt::network {

void register_operators(registry::Registry& registry);

}  // namespace jt::network
