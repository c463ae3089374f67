// The engine's objects as the Arrow structs of jt_plugin.h, without copying values.
#pragma once

#include "native/arena.hpp"
#include "registry/object.hpp"

namespace jt::native {

/// A layer, table or matrix as `as`, the kind that the port declares (a layer given to a table port
/// goes without ids and geometry). Both object and arena must outlive the result. Offsets and
/// booleans are copied into the arena, everything else is lent. Data error "native.kind" for other
/// kinds.
jt_object export_object(const registry::Object& object, registry::Kind as, Arena& arena);

}  // namespace jt::native
