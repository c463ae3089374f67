// Symbols turned into shapes: markers become polygons, hatches become lines, casings come first.
#pragma once

#include "map/picture.hpp"
#include "map/symbol.hpp"

#include <vector>

namespace jt::map {

/// The strata of classes[i] drawn over shapes[i] (page mm), bottom class first. Lines: all casings,
/// then all lines; polygons: fills, hatches, outlines; points: markers.
Group symbolised(const std::vector<Symbol>& classes, const std::vector<geo::GeometryArray>& shapes,
                 double opacity);

/// Outline of a marker of this size (across, mm) around x, y; closed, interleaved.
std::vector<double> marker_ring(Marker marker, double size, double x, double y);

/// Parallel lines inside the polygons, `spacing` mm apart, on one lattice for the whole sheet.
geo::GeometryArray hatch_lines(const geo::GeometryArray& polygons, Hatch hatch, double spacing);

}  // namespace jt::map
