// The operators of source/: reading layers and tables, writing GeoPackage, CSV and DXF into the run
// folder.
#pragma once

#include "registry/registry.hpp"
#include "source/style/style_hooks.hpp"

namespace jt::source {

/// Without hooks there is no source.dxf, and layers of source.gpkg have plain styles.
void register_operators(registry::Registry& registry, const StyleHooks& hooks = {});

}  // namespace jt::source
