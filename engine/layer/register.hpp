// The operators of layer/: filters, computed columns, the state of a layer in a year.
#pragma once

#include "registry/registry.hpp"

namespace jt::layer {

void register_operators(registry::Registry& registry);

}  // namespace jt::layer
