// What is wrong between the polygons of one layer: overlaps, gaps, slivers.
#pragma once

#include "geo/attempt.hpp"
#include "geo/crs.hpp"
#include "geo/geometry.hpp"

#include <vector>

namespace jt::geo {

/// What counts as a fault where nobody says otherwise.
constexpr double kLeastOverlap = 0.01;  ///< m2; smaller overlaps are only counted
constexpr double kLargestGap = 10000;   ///< m2; larger holes of the union are meant to be there
constexpr double kSliverWidth = 1;      ///< m

/// A piece of the plane with the features that it concerns: two that overlap; up to two beside a
/// gap; the one with a sliver. kNobody: none.
struct CoverageFaults {
    static constexpr std::size_t kNobody = static_cast<std::size_t>(-1);
    GeometryArray geometry{Shape::polygon};
    std::vector<std::size_t> a, b;  ///< rows
    std::vector<double> area_m2;    ///< geodesic
    std::size_t size() const { return a.size(); }
    void add(const GeometryArray& from, std::size_t feature, std::size_t a_row, std::size_t b_row,
             double area);
};

// All take valid polygons in a known CRS that is not Web Mercator (data errors of geo::Measure);
// features whose status is not ok take no part, and no features have no faults. Degrees will do:
// what is shared is found in the plane of the coordinates, areas are those on the ellipsoid.

/// Pairs of features that share an area, by rows; those of less than `least` m2 (and more than a
/// square millimetre) are counted in `small`, not listed.
CoverageFaults overlaps(const GeometryArray& polygons, const Crs& crs, double least,
                        std::size_t& small, std::vector<Failure>& failures);

/// Holes of the union of all features of at most `largest` m2, from west to east. Data error
/// "geo.geos" where GEOS cannot unite the layer.
CoverageFaults gaps(const GeometryArray& polygons, const Crs& crs, double largest);

/// Parts of features whose mean width 2A/P (area, perimeter) is below `width` metres.
CoverageFaults slivers(const GeometryArray& polygons, const Crs& crs, double width);

}  // namespace jt::geo
