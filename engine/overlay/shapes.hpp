// New polygons: buffers and dissolved features.
#pragma once

#include "geo/crs.hpp"
#include "geo/geometry.hpp"
#include "overlay/pieces.hpp"

#include <vector>

namespace jt::overlay {

/// Metres on the ellipsoid for one metre of map distance, eastwards at the centre of the box over
/// `length` map metres: what a planar measure is off by. The CRS must be projected, in metres, and
/// not Web Mercator: data error "overlay.planar.crs" or "overlay.planar.unit".
double ground_scale(const geo::Crs& crs, const geo::Box& box, double length);

/// A buffer around every feature, planar; `distance` in units of the coordinates, negative inwards
/// (polygons only). A feature whose status is not ok, or of which nothing is left, is empty.
geo::GeometryArray buffers(const geo::GeometryArray& geometry, double distance);

/// How far a geodesic buffer may reach from the middle of its feature, metres: what the plane of
/// the feature is off by stays below 4e-5.
constexpr double kBufferReach = 100000;

/// Buffers on the ellipsoid, in the CRS of the features.
struct GeodesicBuffers {
    geo::GeometryArray geometry{geo::Shape::polygon};  ///< one for each row; empty where refused
    std::vector<std::size_t> too_large;                ///< rows that reach beyond kBufferReach
    std::vector<Failure> failures;
};

/// A buffer around every feature at a geodesic distance (metres, negative inwards for polygons),
/// computed in an azimuthal equidistant plane about the middle of the feature's box
/// (geo::LocalPlanes), with 32 segments to a quarter circle: within 0.1 % of the true distance and
/// area. Edges of the feature are straight lines in its CRS. The CRS is any that is known but Web
/// Mercator, degrees too.
GeodesicBuffers geodesic_buffers(const geo::GeometryArray& geometry, const geo::Crs& crs,
                                 double distance);

/// One buffer around all features together; one empty feature when there is nothing.
geo::GeometryArray united_buffer(const geo::GeometryArray& geometry, double distance);

/// One union for each group of rows, in the order of the groups; polygons only.
geo::GeometryArray dissolved(const geo::GeometryArray& polygons,
                             const std::vector<std::vector<std::size_t>>& groups);

}  // namespace jt::overlay
