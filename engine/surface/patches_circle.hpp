// The smallest circle around points.
#pragma once

#include <vector>

namespace jt::surface {

struct Point {
    double x = 0, y = 0;
};

/// Radius squared of the smallest circle that holds all points; 0 for none or one. The circle of
/// two or three points grows by the farthest point outside until there is none (Elzinga & Hearn
/// 1972, Management Science 19); to 1e-12 of the radius.
double smallest_circle(const std::vector<Point>& points);

}  // namespace jt::surface
