// A layer as a plain table, for formats without geometry. Internal to source/.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/layer.hpp"

#include <string>

namespace jt::source {

/// The columns, and for a layer of single points its coordinates as columns x and y (null without
/// finite geometry). Other geometry, and points where the table has an x or y of its own, are left
/// out, which `left_out` tells (but where x and y say just what the points are). A table comes back
/// as it is.
layer::Table flat_table(const layer::Table& table, const base::Message& left_out,
                        base::Diagnostics& diagnostics, const std::string& where);

}  // namespace jt::source
