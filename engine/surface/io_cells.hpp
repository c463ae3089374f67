// The cells of a band of a file; internal to surface/io_*.
#pragma once

#include "surface/io_gdal.hpp"
#include "surface/io_open.hpp"

#include <string>

namespace jt::surface {

/// Cells that stay in the file, and the scale and offset that are applied when they are read.
struct FileValues {
    CellsPtr cells;
    double scale = 1, offset = 0;
};

/// `sha256`: of the file where it is known already; else it is computed when asked for.
FileValues file_values(const RasterSource& source, const Placed& placed, std::string sha256);

}  // namespace jt::surface
