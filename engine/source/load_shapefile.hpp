// Shapefiles and lone .dbf tables, by the engine's own readers. Internal to source/.
#pragma once

#include "source/dataset.hpp"
#include "source/loaded.hpp"

namespace jt::source {

/// Reads the layer, or its columns without values. Errors and diagnostics as load() has them.
Loaded load_shapefile(const LoadOptions& options, Format format, bool header_only,
                      base::Diagnostics& diagnostics, const base::Progress& progress);

}  // namespace jt::source
