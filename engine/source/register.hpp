// The operators of source/: reading layers and tables, writing GeoPackage and CSV into the run
// folder.
#pragma once

#include "registry/registry.hpp"

namespace jt::source {

void register_operators(registry::Registry& registry);

}  // namespace jt::source
