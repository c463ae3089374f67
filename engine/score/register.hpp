// The operators of score/: value functions, weights, aggregation, constraints, ranking.
#pragma once

#include "registry/registry.hpp"

namespace jt::score {

void register_operators(registry::Registry& registry);

}  // namespace jt::score
