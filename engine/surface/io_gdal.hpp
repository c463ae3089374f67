// Reading rasters with GDAL; the only door between surface/ and GDAL.
#pragma once

#include "base/diagnostic.hpp"
#include "registry/spec.hpp"
#include "surface/surface.hpp"

#include <string>
#include <vector>

namespace jt::surface {

struct RasterSource {
    std::string path;
    int band = 1;     ///< from 1
    std::string crs;  ///< "" = the file's own; otherwise it overrides, with a diagnostic
};

/// One band as a surface whose values stay in the file until they are read. Integers of up to 16
/// bits and Float32 become 32 bit cells, others 64 bit; scale and offset of the band are applied;
/// nodata, masks, NaN and infinite values become nodata. Data errors: no such file, not a raster,
/// no such band, rotated or sheared grid, no georeference, no CRS (and none given), complex values.
/// A south-up grid is turned, with a diagnostic. Cells that cannot be read are a data error when
/// they are.
Surface read_raster(const RasterSource& source, base::Diagnostics& diagnostics);

/// What Cells::write() of such a surface wrote.
CellsPtr read_file_cells(base::Reader& in);

/// The file and its side files (.aux.xml, .tfw ...), each with its hash, sorted by path. Data error
/// for a path that is no file.
std::vector<registry::ExternalInput> raster_files(const std::string& path);

}  // namespace jt::surface
