// Shapefiles and lone .dbf tables, by the engine's own readers. Internal to source/.
#pragma once

#include "source/dataset.hpp"
#include "source/stream.hpp"

namespace jt::source {

/// Errors and diagnostics as load() has them.
std::unique_ptr<LayerStream> open_shapefile(const LoadOptions& options, Format format,
                                            base::Diagnostics& diagnostics);

/// The columns without values; errors and diagnostics as load_header() has them.
Loaded shapefile_header(const LoadOptions& options, Format format, base::Diagnostics& diagnostics);

}  // namespace jt::source
