// Zonal statistics: the cells of a surface inside polygons.
#pragma once

#include "surface/surface.hpp"

#include <vector>

namespace jt::surface {

/// How a zone got its numbers. cells: from the cells whose centre lies inside. one_cell: no centre
/// lies inside, so from the cell under a point of the polygon. nodata: the cells have no value.
/// outside: the polygon lies off the grid. no_geometry: nothing to work with.
enum class ZoneStatus { cells, one_cell, nodata, outside, no_geometry };

struct ZoneStatistics {
    ZoneStatus status = ZoneStatus::no_geometry;
    std::size_t count = 0;  ///< cells with a value
    double mean, min, max;  ///< NaN where count is 0
    bool partial = false;   ///< part of the polygon lies on cells without a value or off the raster
};

/// One for each polygon feature; the polygons are in the CRS of the surface. The cell-centre rule:
/// a cell belongs to the polygon when its centre lies inside; a centre on a western or northern
/// border is inside and on an eastern or southern one is not, so neighbours share no cell. Sums run
/// from north to south and west to east.
std::vector<ZoneStatistics> zonal_statistics(const Surface& surface,
                                             const geo::GeometryArray& polygons);

/// The cells whose centres lie inside one polygon feature, by the same rule, in row order.
std::vector<Cell> cells_inside(const Grid& grid, const geo::GeometryArray& polygons,
                               std::size_t feature);

}  // namespace jt::surface
