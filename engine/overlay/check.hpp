// What is wrong between the polygons of one layer: overlaps, gaps, slivers.
#pragma once

#include "geo/crs.hpp"
#include "overlay/pieces.hpp"

#include <vector>

namespace jt::overlay {

/// A piece of the plane with the features that it concerns: two that overlap; up to two beside a
/// gap; the one with a sliver. kNobody: none.
struct Problems {
    static constexpr std::size_t kNobody = static_cast<std::size_t>(-1);
    geo::GeometryArray geometry{geo::Shape::polygon};
    std::vector<std::size_t> a, b;  ///< rows
    std::vector<double> area_m2;    ///< geodesic
    std::size_t size() const { return a.size(); }
    void add(const geo::GeometryArray& from, std::size_t feature, std::size_t a_row,
             std::size_t b_row, double area);
};

// All take polygons in a known CRS that is not Web Mercator; features whose status is not ok take
// no part, and no features have no problems.

/// Pairs of features that share an area, by rows; those of less than `least` m2 are counted in
/// `small`, not listed.
Problems overlaps(const geo::GeometryArray& polygons, const geo::Crs& crs, double least,
                  std::size_t& small, std::vector<Failure>& failures);

/// Holes of the union of all features of at most `largest` m2, from west to east. Data error
/// "geo.geos" where GEOS cannot unite the layer.
Problems gaps(const geo::GeometryArray& polygons, const geo::Crs& crs, double largest);

/// Parts of features whose mean width 2A/P (area, perimeter) is below `width` metres.
Problems slivers(const geo::GeometryArray& polygons, const geo::Crs& crs, double width);

}  // namespace jt::overlay
