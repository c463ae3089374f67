// The operators of change/.
#pragma once

#include "registry/registry.hpp"

namespace jt::network {

void register_changes(registry::Registry& registry);  ///< after network.build
void register_difference(registry::Registry& registry);
void register_explain(registry::Registry& registry);

}  // namespace jt::network
