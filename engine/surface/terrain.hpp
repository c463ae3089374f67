// Terrain: slope.
#pragma once

#include "base/diagnostic.hpp"
#include "surface/surface.hpp"

namespace jt::surface {

/// Ground size of a cell in metres at each row; of a projected CRS the cell size itself, of a
/// geographic one the geodesic length of its middle lines at the row's latitude. Data errors: the
/// CRS is missing, Web Mercator, or its unit is not the metre.
struct CellSize {
    std::vector<double> x, y;  ///< by rows
};
CellSize ground_cell_size(const Surface& surface);

/// Slope in degrees, 0..90, by the third-order finite difference of eight neighbours (Horn 1981,
/// Proc. IEEE 69). Heights must be in metres. A cell of which a neighbour has no height, as on the
/// border, has no slope; that is counted in a diagnostic, and so is the way a geographic grid is
/// measured. 32 bit result.
Surface slope(const Surface& heights, base::Diagnostics& diagnostics);

}  // namespace jt::surface
