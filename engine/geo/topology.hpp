// Geometry operations by GEOS (C API, one context per thread). Coordinates are planar: callers pass
// a projected CRS.
#pragma once

#include "geo/geometry.hpp"

#include <functional>
#include <string>
#include <vector>

namespace jt::geo {

/// "" when valid, else GEOS's reason with its place, as "Self-intersection[104.1 30.5]".
std::string invalid_reason(const GeometryArray& geometry, std::size_t feature);

/// The feature made valid (GEOSMakeValid, structure method), only parts of the array's own
/// dimension kept. Appends to `out`; an empty result is appended as Status::empty.
void make_valid(const GeometryArray& geometry, std::size_t feature, GeometryArray& out);

/// Area of the intersection of two polygon features, in squared units of the coordinates.
double intersection_area(const GeometryArray& a, std::size_t i, const GeometryArray& b,
                         std::size_t j);

/// Intersection of two features as polygons or lines (the lower dimension of the two), appended to
/// `out`.
void intersection(const GeometryArray& a, std::size_t i, const GeometryArray& b, std::size_t j,
                  GeometryArray& out);

/// Union of all features with status ok, as one feature appended to `out`; polygons only.
void unite(const GeometryArray& polygons, GeometryArray& out);

/// Buffer of the listed features, united, as one polygon feature appended to `out`; 8 segments to a
/// quarter circle. Nothing listed: an empty feature.
void buffer_united(const GeometryArray& geometry, const std::vector<std::size_t>& features,
                   double distance, GeometryArray& out);

bool contains_point(const GeometryArray& polygons, std::size_t feature, double x,
                    double y);  ///< border counts

/// A point inside the polygon, or on the line or point (GEOSPointOnSurface).
void point_on_surface(const GeometryArray& geometry, std::size_t feature, double& x, double& y);

/// The area centroid of polygons, length centroid of lines, mean of points.
void centroid(const GeometryArray& geometry, std::size_t feature, double& x, double& y);

/// Simplified copies (Douglas-Peucker, topology kept within each feature) for drawing.
GeometryArray simplified(const GeometryArray& geometry, double tolerance);

}  // namespace jt::geo
