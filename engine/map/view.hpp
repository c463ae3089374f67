// One map frame on paper: a box in millimetres, y down, that shows a box of ground.
#pragma once

#include "geo/geometry.hpp"

#include <cstddef>
#include <vector>

namespace jt::map {

struct View {
    geo::Box page;        ///< mm from the upper left corner of the sheet
    double ground_x = 0;  ///< ground coordinates at the centre of the box, metres
    double ground_y = 0;
    double scale = 1;  ///< 1 : scale

    double metres_per_mm() const { return scale / 1000; }
    double page_x(double x) const {
        return (page.min_x + page.max_x) / 2 + (x - ground_x) / metres_per_mm();
    }
    double page_y(double y) const {
        return (page.min_y + page.max_y) / 2 - (y - ground_y) / metres_per_mm();
    }
    double map_x(double mm) const {
        return ground_x + (mm - (page.min_x + page.max_x) / 2) * metres_per_mm();
    }
    double map_y(double mm) const {
        return ground_y - (mm - (page.min_y + page.max_y) / 2) * metres_per_mm();
    }
    geo::Box ground() const;
};

/// A round scale number (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten) at which the
/// extent fits into width x height mm; 1000 for an extent of no size.
double round_scale(const geo::Box& extent, double width_mm, double height_mm);

/// The rows' geometry in page millimetres, cut at `clip`; vertices nearer than 0.01 mm to the one
/// before are left out. One feature for each row; Status::empty where nothing is inside, and the
/// own status where the source has none. Cut polygons keep edges along the clip box.
geo::GeometryArray to_page(const geo::GeometryArray& geometry, const std::vector<std::size_t>& rows,
                           const View& view, const geo::Box& clip);

}  // namespace jt::map
