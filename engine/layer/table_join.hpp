// Operators that join a table by a key: yearbooks to divisions, land codes to their names.
#pragma once

#include "registry/registry.hpp"

namespace jt::layer {

/// table.join (features of a layer) and table.join_tables (rows of a table).
void register_table_join(registry::Registry& registry);

}  // namespace jt::layer
