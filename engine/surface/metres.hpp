// Coordinates that are taken for metres.
#pragma once

#include "surface/surface.hpp"

namespace jt::surface {

/// Of a surface in a projected CRS: data error `message` (CRS, metres of one unit) unless a unit is
/// about a metre in the middle of the grid.
void require_metres(const Surface& surface, const char* message);

}  // namespace jt::surface
