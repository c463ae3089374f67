// Opening rasters with GDAL; internal to surface/io_*.
#pragma once

#include "surface/grid.hpp"

#include <memory>
#include <string>

namespace jt::surface {

/// A GDALDatasetH.
struct CloseDataset {
    void operator()(void* dataset) const;
};
using Dataset = std::unique_ptr<void, CloseDataset>;

/// GDAL's own messages stay out of the terminal: what matters becomes an Error.
class QuietErrors {
public:
    QuietErrors();
    ~QuietErrors();
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
Placed grid_of(void* dataset);

}  // namespace jt::surface
