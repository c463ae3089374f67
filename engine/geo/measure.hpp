// Geodesic measures on the ellipsoid of the CRS (PROJ's geodesic.h, Karney 2013), whatever the CRS
// of the coordinates.
#pragma once

#include "geo/crs.hpp"
#include "geo/geometry.hpp"

#include <memory>
#include <vector>

namespace jt::geo {

/// Measures in metres and square metres, along geodesics between the coordinates. The CRS must be
/// known (data error "geo.crs.missing") and not Web Mercator ("geo.measure.crs"). Coordinates that
/// are outside the projection's domain give NaN.
class Measure {
public:
    explicit Measure(const Crs& crs);
    ~Measure();
    Measure(Measure&&) noexcept;

    double distance(double x1, double y1, double x2, double y2) const;
    /// Length of a polyline, interleaved x, y; 0 for fewer than two coordinates.
    double length(std::span<const double> xy) const;
    /// Area of one feature, holes taken off; 0 for points, lines and features without geometry.
    double area(const GeometryArray& geometry, std::size_t feature) const;
    double length(const GeometryArray& geometry,
                  std::size_t feature) const;  ///< of lines; ring length of polygons

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Of a closed ring, in squared units of the coordinates, positive counter-clockwise.
double planar_ring_area(std::span<const double> xy);

/// Areas in the plane, in squared units of the coordinates, in parallel; holes taken off. 0 for
/// points and lines, NaN where the status is not ok.
std::vector<double> planar_areas(const GeometryArray& geometry);

/// All features, in parallel; NaN where the status is not ok.
std::vector<double> areas(const GeometryArray& geometry, const Crs& crs);
std::vector<double> lengths(const GeometryArray& geometry, const Crs& crs);

}  // namespace jt::geo
