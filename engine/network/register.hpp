// The operators of network/.
#pragma once

#include "registry/registry.hpp"

namespace jt::network {

void register_operators(registry::Registry& registry);
void register_defects(registry::Registry& registry);  ///< network.defects alone

}  // namespace jt::network
