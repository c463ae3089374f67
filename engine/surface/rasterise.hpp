// Features burnt onto a grid.
#pragma once

#include "geo/geometry.hpp"
#include "surface/surface.hpp"

#include <vector>

namespace jt::surface {

/// When a polygon takes a cell: its centre lies inside (zonal statistics has the same rule), any of
/// its area does, or at least half of it. Lines take all cells that they run through, points the
/// cell that they lie in.
enum class TakeRule { centre, touched, majority };

/// Which of several features a cell keeps: the first or last one in the order of the layer, or the
/// one of the least or largest value.
enum class Overlap { first, last, min, max };

struct Rasterised {
    std::vector<double> values;        ///< of the cells, row by row; NaN where no feature takes one
    std::size_t contested = 0;         ///< times that a cell was asked for by a further feature
    std::vector<std::size_t> without;  ///< features that take no cell
    std::vector<std::size_t> overlapping;  ///< polygons over themselves: taken by their centres
};

/// Features in the CRS of the grid with a value for each; those whose status is not ok or whose
/// value is NaN take nothing and are in no list. No features give no value anywhere.
Rasterised rasterised(const Grid& grid, const geo::GeometryArray& features,
                      const std::vector<double>& values, TakeRule rule, Overlap overlap);

}  // namespace jt::surface
