// Native plugins become operators.
#pragma once

#include "native/manifest.hpp"
#include "registry/registry.hpp"

namespace jt::native {

/// Registers the operators of a native plugin from its manifest alone; the library loads when one
/// of them first runs, and is then held against the manifest. The hash of the library's bytes is
/// part of every cache key. Data error "native.kind" for a port or output that is no layer, table
/// or matrix.
void register_plugin(const Manifest& manifest, registry::Registry& registry);

}  // namespace jt::native
