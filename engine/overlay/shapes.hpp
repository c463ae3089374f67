// New polygons: buffers and dissolved features.
#pragma once

#include "geo/crs.hpp"
#include "geo/geometry.hpp"

#include <vector>

namespace jt::overlay {

/// Metres on the ellipsoid for one metre of map distance, eastwards at the centre of the box over
/// `length` map metres: what a planar buffer is off by. The CRS must be projected, in metres, and
/// not Web Mercator: data error "overlay.buffer.crs" or "overlay.buffer.unit".
double ground_scale(const geo::Crs& crs, const geo::Box& box, double length);

/// A buffer around every feature, planar; `distance` in units of the coordinates, negative inwards
/// (polygons only). A feature whose status is not ok, or of which nothing is left, is empty.
geo::GeometryArray buffers(const geo::GeometryArray& geometry, double distance);

/// One buffer around all features together; one empty feature when there is nothing.
geo::GeometryArray united_buffer(const geo::GeometryArray& geometry, double distance);

/// One union for each group of rows, in the order of the groups; polygons only.
geo::GeometryArray dissolved(const geo::GeometryArray& polygons,
                             const std::vector<std::vector<std::size_t>>& groups);

}  // namespace jt::overlay
