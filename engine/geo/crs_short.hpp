// Short names of projected systems on CGCS2000 that have no EPSG code: one frame for a region that
// spans several zones.
#pragma once

#include <optional>
#include <string>

namespace jt::geo {

/// "GK:106.5": Gauss-Kruger with its central meridian at 106.5 E, scale 1, false easting 500 000 m
/// without zone number. Degrees, -180 to 180.
std::string gauss_kruger_name(double central_meridian);

/// "Albers:28.5,31.5,30,105.5": equal-area conic with two standard parallels, the latitude and the
/// longitude of its origin, without false easting and northing. Degrees.
std::string albers_name(double parallel_1, double parallel_2, double lat, double lon);

/// The WKT2 of a short name, in any case of letters; nothing for text of another form. Data error
/// "geo.crs.short" where the numbers are missing, too many or out of range, or the parallels make
/// no cone.
std::optional<std::string> wkt_of_short_name(const std::string& text);

}  // namespace jt::geo
