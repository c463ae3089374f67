// The operators of change/.
#pragma once

#include "registry/registry.hpp"

namespace jt::network {

void register_changes(registry::Registry& registry);  ///< after network.build

}  // namespace jt::network
