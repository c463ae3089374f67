// Which points lie in which polygons.
#pragma once

#include "geo/geometry.hpp"

#include <vector>

namespace jt::overlay {

struct Hit {
    std::size_t polygon = 0, point = 0;  ///< rows
};

/// All pairs, by rows of polygons, then of points. A point on the border counts, so it may lie in
/// two neighbours; a feature of several points counts once, when any of them lies inside. Features
/// whose status is not ok take no part. Both arrays are in one CRS.
std::vector<Hit> points_in_polygons(const geo::GeometryArray& points,
                                    const geo::GeometryArray& polygons);

}  // namespace jt::overlay
