// What is told of grown regions.
#pragma once

#include "layer/table.hpp"
#include "surface/grow.hpp"

#include <vector>

namespace jt::surface {

std::vector<registry::ColumnSpec> grown_columns();

/// Numbers of the regions from 1 on, in the order of choice, on the grid of the surface.
Surface region_numbers(const Surface& like, const Grown& grown);

/// A row for each region. Area, concentration and whether it is connected are those of patches()
/// of the numbers, found without what growing knows.
layer::Table grown_table(const Surface& numbers, const Grown& grown, bool corners);

}  // namespace jt::surface
