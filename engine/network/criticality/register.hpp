// The operators of this folder.
#pragma once

#include "registry/registry.hpp"

namespace jt::network {

void register_betweenness(registry::Registry& registry);  ///< network.betweenness
void register_criticality(
    registry::Registry& registry);  ///< network.criticality, network.candidates

}  // namespace jt::network
