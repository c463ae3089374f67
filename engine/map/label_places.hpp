// Where a label may stand: candidate positions by kind of geometry, best first.
#pragma once

#include "geo/geometry.hpp"

#include <string>
#include <vector>

namespace jt::map {

struct Spot {
    double x = 0, y = 0;  ///< centre of the label's box, mm
    bool leader = false;  ///< too far to be understood without a line to the feature
};

/// Around a point or a small shape that reaches rx, ry mm from its centre: eight positions,
/// beginning with `first` (right, top_right, bottom_right, top, bottom, left, top_left,
/// bottom_left), then in that order.
std::vector<Spot> spots_around(double x, double y, double rx, double ry, double width,
                               double height, const std::string& first);

/// Farther out, for labels with a leader: rings of positions 4 to 13 mm from the shape.
std::vector<Spot> spots_farther(double x, double y, double rx, double ry, double width,
                                double height);

/// Inside polygon `feature`: middles of its horizontal stretches, those first that are wide enough
/// for the label and near the middle of the shape.
std::vector<Spot> spots_inside(const geo::GeometryArray& polygons, std::size_t feature,
                               double width, double height);

/// On the listed lines, the longest run first: its middle, then to both sides. Runs shorter than
/// the label are used only where there is none longer.
std::vector<Spot> spots_along(const geo::GeometryArray& lines,
                              const std::vector<std::size_t>& features, double width);

}  // namespace jt::map
