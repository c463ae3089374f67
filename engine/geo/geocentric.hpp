// Geographic and geocentric coordinates of one datum (PROJ's cart).
#pragma once

#include "geo/crs.hpp"

#include <span>

namespace jt::geo {

/// Longitude, latitude in degrees and ellipsoidal height in metres become geocentric X, Y, Z in
/// metres, in place, on the ellipsoid of the CRS; and back. Interleaved triples; data error
/// "geo.crs.missing" for an unknown CRS. Not for large arrays: one thread.
void to_geocentric(const Crs& crs, std::span<double> lon_lat_h);
void from_geocentric(const Crs& crs, std::span<double> xyz);

}  // namespace jt::geo
