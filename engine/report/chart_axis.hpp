// Axes of charts.
#pragma once

#include "layer/histogram.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace jt::report {

/// Numbers along one axis, at even steps; drawn from `low` to `high`.
struct Axis {
    double low = 0, high = 1;
    std::vector<double> ticks;
    int digits = 0;
};

/// At round places that cover low..high, about `count` steps.
Axis axis_over(double low, double high, std::size_t count);
/// The x axis ends where the histogram ends; its ticks, about `count`, lie at the rounder places
/// between.
Axis axis_of(const layer::Histogram& histogram, std::size_t count);
/// From zero to at least `most`, in whole steps.
Axis count_axis(std::uint64_t most);

/// A number with the decimals that it has, six at the most.
std::string plain_number(double value);

}  // namespace jt::report
