// Opening rasters with GDAL; internal to surface/io_*.
#pragma once

#include "surface/grid.hpp"

#include <cpl_error.h>
#include <gdal.h>
#include <memory>
#include <string>

namespace jt::surface {

struct CloseDataset {
    void operator()(void* dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<void, CloseDataset>;

/// GDAL's own messages stay out of the terminal: what matters becomes an Error.
class QuietErrors {
public:
    QuietErrors() {
        CPLPushErrorHandler(CPLQuietErrorHandler);
        CPLErrorReset();
    }
    ~QuietErrors() { CPLPopErrorHandler(); }
    QuietErrors(const QuietErrors&) = delete;
    QuietErrors& operator=(const QuietErrors&) = delete;
};

/// What GDAL said last, for a message.
std::string gdal_reason();

/// Data errors: no such file, a folder, not a raster.
Dataset open_raster(const std::string& path);

/// The grid of a file as surfaces have it: north-up, whatever way its rows run.
struct Placed {
    Grid grid;
    bool south_up = false;
};

/// Data errors: no georeference, rotated, mirrored.
Placed grid_of(GDALDatasetH dataset);

}  // namespace jt::surface
