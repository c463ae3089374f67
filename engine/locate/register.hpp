// The operators of locate/.
#pragma once

#include "registry/registry.hpp"

namespace jt::locate {

void register_operators(registry::Registry& registry);
void register_models(registry::Registry& registry);
void register_lines(registry::Registry& registry);

}  // namespace jt::locate
