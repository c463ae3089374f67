// How vector.measure measures a layer: kind, unit, digits.
#pragma once

#include "overlay/op_support.hpp"

#include <string>
#include <vector>

namespace jt::overlay {

/// What the parameters mean for the shape of a layer.
struct MeasurePlan {
    bool planar = false, polygons = true;
    std::string unit;
    double factor = 1;  ///< from m2 or m
    int decimals = 2;
    double scale = 100;  ///< units of the last digit in one unit
};

/// Data errors: a unit that measures something else, and a plane that is none in metres.
MeasurePlan measure_plan(const registry::Call& call, const layer::Layer& layer);

/// Areas of polygons or lengths of lines in the unit; NaN where the status is not ok, and for
/// coordinates outside the projection.
std::vector<double> measured(const layer::Layer& layer, const MeasurePlan& plan);

/// Metres, by the same kind; NaN for lines.
std::vector<double> perimeters(const layer::Layer& layer, const MeasurePlan& plan);

/// Sum of those that are known, the same for any order of the rows.
double known_sum(const std::vector<double>& values);

/// With so many digits after the point.
std::string shown(double value, int decimals);

/// Tells on what the measures are, and for planar ones what the ellipsoid would have given.
void tell_kind(registry::Call& call, const layer::Layer& layer, const MeasurePlan& plan,
               const std::vector<double>& raw);

}  // namespace jt::overlay
