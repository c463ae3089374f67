// Layers and tables by way of GDAL. Internal to source/.
#pragma once

#include "source/dataset.hpp"
#include "source/stream.hpp"

namespace jt::source {

/// Errors and diagnostics as load() has them.
std::unique_ptr<LayerStream> open_gdal(const LoadOptions& options, Format format,
                                       base::Diagnostics& diagnostics);

/// The columns without values; errors and diagnostics as load_header() has them.
Loaded gdal_header(const LoadOptions& options, Format format, base::Diagnostics& diagnostics);

}  // namespace jt::source
