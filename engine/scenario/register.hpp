// The operators of scenario/.
#pragma once

#include "registry/registry.hpp"

namespace jt::scenario {

void register_operators(registry::Registry& registry);

}  // namespace jt::scenario
