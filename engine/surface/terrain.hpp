// Terrain: slope, aspect, hillshade and relief of a surface of heights in metres.
#pragma once

#include "base/diagnostic.hpp"
#include "surface/surface.hpp"

namespace jt::surface {

/// Ground size of a cell in metres at each row; of a projected CRS the cell size itself (one entry
/// for all rows), of a geographic one the geodesic length of its middle lines at the row's
/// latitude. Data errors: the CRS is missing, Web Mercator, or its unit is not the metre.
struct CellSize {
    std::vector<double> x, y;
};
CellSize ground_cell_size(const Surface& surface);

// All are computed when they are read; 32 bit. How a geographic grid is measured is told, and that
// the border has no value.

/// Degrees, 0..90, by the third-order finite difference of eight neighbours (Horn 1981, Proc. IEEE
/// 69).
Surface slope(const SurfacePtr& heights, base::Diagnostics& diagnostics);

/// The way that water runs, degrees clockwise from north, 0..360; nodata where it is flat.
Surface aspect(const SurfacePtr& heights, base::Diagnostics& diagnostics);

/// Light from `azimuth` (degrees clockwise from north) at `altitude` (degrees above the horizon),
/// heights times `z`: 1 (dark) to 255.
Surface hillshade(const SurfacePtr& heights, double azimuth, double altitude, double z,
                  base::Diagnostics& diagnostics);

/// Highest less lowest in the square of 2 x radius + 1 cells, of those that have a height and lie
/// in the grid.
Surface relief(const SurfacePtr& heights, std::size_t radius);

}  // namespace jt::surface
