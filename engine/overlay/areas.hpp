// Areas of intersections and coverage of polygons, on the ellipsoid.
#pragma once

#include "geo/crs.hpp"
#include "geo/geometry.hpp"

#include <vector>

namespace jt::overlay {

/// Geodesic: on the ellipsoid, the area of record. Planar: in the plane of the coordinates, of
/// which the CRS must be projected in metres (the caller sees to it).
enum class AreaKind { geodesic, planar };

/// The part of feature a that lies inside feature b (rows), m2.
struct Overlap {
    std::size_t a = 0, b = 0;
    double area_m2 = 0;
};

/// All pairs of polygon features whose intersection has an area, by rows of a, then of b. Both
/// arrays are in `crs`, which must be known and not Web Mercator (as geo::Measure). Features whose
/// status is not ok take no part. The cut is made in the plane of the coordinates; geodesic: its
/// area is measured along geodesics; planar: the area alone is computed, without building the cut.
std::vector<Overlap> intersection_areas(const geo::GeometryArray& a, const geo::GeometryArray& b,
                                        const geo::Crs& crs, AreaKind kind = AreaKind::geodesic);

/// Area of a feature and of its part inside the union of b, m2; NaN where the status of the feature
/// is not ok. Overlaps within b count once.
struct Coverage {
    double area_m2 = 0, covered_m2 = 0;
};

/// One for each row of a; the same conditions as intersection_areas. No features in b: nothing is
/// covered.
std::vector<Coverage> coverage(const geo::GeometryArray& a, const geo::GeometryArray& b,
                               const geo::Crs& crs);

/// Rows whose geometry cannot take part, ascending.
std::vector<std::size_t> unusable(const geo::GeometryArray& geometry);

}  // namespace jt::overlay
