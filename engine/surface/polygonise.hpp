// Patches as polygons along the borders of their cells.
#pragma once

#include "geo/geometry.hpp"
#include "surface/patches.hpp"

namespace jt::surface {

/// A polygon feature for each patch of the list, in its order. Rings follow the borders of cells
/// and have a corner where they turn; shells run counter-clockwise. A part is what hangs together
/// along sides, so that parts that touch at corners are parts of one feature, and a hole that
/// touches its shell or another hole at a corner is a ring of its own: all are valid and simple.
geo::GeometryArray polygonised(const Grid& grid, const Patches& patches);

}  // namespace jt::surface
