// The shifted coordinates of Chinese web maps: GCJ-02 (Gaode, Tencent, DataV) and BD-09 (Baidu).
// The algorithms are reverse-engineered and public; results are approximate and not for surveying.
#pragma once

#include "geo/geometry.hpp"

#include <string>
#include <vector>

namespace jt::geo {

/// wgs84 stands for true coordinates, of WGS 84 and CGCS2000 alike.
enum class WebDatum { wgs84, gcj02, bd09 };

/// "wgs84", "gcj02", "bd09", whatever the case and dashes; data error "geo.web_datum.unknown".
WebDatum web_datum_from_name(const std::string& name);
std::string web_datum_name(WebDatum datum);  ///< "GCJ-02"

struct LonLat {
    double lon = 0, lat = 0;  ///< degrees
};

/// Is the place inside the box that the public algorithm shifts (lon 72.004-137.8347, lat
/// 0.8293-55.8271)? NaN is not.
bool in_web_datum_area(LonLat place);

/// GCJ-02 by the published formula alone, which lies half a metre off what the services
/// give; for comparing with other programs.
LonLat gcj02_as_published(LonLat wgs84);

/// From one to the other, as the map services do it: the published formula and the half metre that
/// they add to it east and north. Backwards by fixed-point iteration, to below 1e-9 degree. Places
/// outside the area come back as they are.
LonLat convert_web_datum(LonLat place, WebDatum from, WebDatum to);

/// Interleaved longitude and latitude in place, in parallel. A feature with a coordinate outside
/// the area is left whole as it is; their rows are returned, ascending.
std::vector<std::size_t> convert_web_datum(GeometryArray& degrees, WebDatum from, WebDatum to);

}  // namespace jt::geo
