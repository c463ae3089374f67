// Straight distances to the nearest source cell, and whose source that is.
#pragma once

#include "surface/surface.hpp"

#include <limits>
#include <vector>

namespace jt::surface {

/// Which cells are sources, and how far they count.
struct SourceRule {
    std::vector<double> values;  ///< cells of one of these values; empty: all cells with a value
    double max = std::numeric_limits<double>::infinity();  ///< metres; cells farther have none
};

/// Width and height of a cell in metres. Data errors: "surface.distance.geographic" for degrees,
/// "surface.distance.crs" without a CRS or in Web Mercator, "surface.slope.unit" where the unit is
/// not the metre.
struct CellSides {
    double x = 0, y = 0;
};
CellSides metre_sides(const Surface& surface);

/// A surface and how many source cells there are. Without any, all cells are nodata.
struct FromSources {
    Surface surface;
    std::size_t sources = 0;
};

/// Euclidean distance in metres from the centre of each cell to that of the nearest source, 32 bit.
/// Exact: the lower envelope of parabolas (Felzenszwalb & Huttenlocher 2012, Theory of Computing
/// 8) over distances within columns (Meijster, Roerdink & Hesselink 2000), found as the convex hull
/// of points without a division. Square cells: side x sqrt(integer), rounded to 32 bit. Up to
/// 165,000 x 165,000 cells the arithmetic before the root is that of integers. Memory: 4 bytes a
/// cell and 0.4 for what is worked with. Errors of metre_sides().
FromSources distance(const Surface& sources, const SourceRule& rule);

/// The value of the nearest source; of equally near ones that in the westernmost column, and there
/// the northernmost. As wide as the sources; reads them twice.
FromSources allocation(const Surface& sources, const SourceRule& rule);

}  // namespace jt::surface
