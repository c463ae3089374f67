// A quick test that clears nearly every feature of suspicion, so that GEOS judges only the rest.
#pragma once

#include "geo/geometry.hpp"

namespace jt::geo {

/// True only for features that are valid beyond doubt (OGC simple features): lines with two places
/// in each part; polygons of one part whose boundary segments all stay apart, or meet in the one
/// point they share with the next, with holes inside the shell and outside each other. False for
/// what is invalid or would need exact arithmetic. Cost grows with segments times their
/// neighbours.
bool certainly_valid(const GeometryArray& geometry, std::size_t feature);

}  // namespace jt::geo
