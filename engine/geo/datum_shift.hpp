// Datum shifts by seven parameters that somebody knows or has fitted: the way from Xian 1980 and
// Beijing 1954 to CGCS2000, for which PROJ has none.
#pragma once

#include "geo/control_points.hpp"
#include "geo/crs.hpp"

#include <string>

namespace jt::geo {

/// "position_vector: dx, dy, dz, rx, ry, rz, s" or "coordinate_frame: ...": metres, arc seconds,
/// ppm, separated by commas or blanks. The two conventions differ in the sign of the rotations
/// (EPSG methods 9606 and 9607); none is the default, as parameters read in the wrong one misplace
/// by twice the rotation. Data errors: "geo.helmert.convention" without one of these words,
/// "geo.helmert.numbers" and "geo.helmert.count" for other than seven numbers, "geo.helmert.large"
/// for a rotation above a minute of arc, a scale above 1000 ppm or a shift above 10 km.
Helmert parse_helmert(const std::string& text);

/// The CRS with a shift of its datum to that of `target`: transforms into `target` and what is on
/// its datum then take it. Heights are taken as 0. Data errors: "geo.crs.missing";
/// "geo.helmert.bound" where the CRS brings a shift of its own (+towgs84); "geo.helmert.same" where
/// both are on one datum already.
Crs with_helmert(const Crs& crs, const Crs& target, const Helmert& shift);

}  // namespace jt::geo
