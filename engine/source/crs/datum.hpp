// Layers in the shifted coordinates of Chinese web maps.
#pragma once

#include "base/diagnostic.hpp"
#include "geo/crs.hpp"
#include "geo/web_datum.hpp"

#include <string>
#include <vector>

namespace jt::source {

/// Moves the geometry in place from one datum to another, whatever its CRS (a projected one is left
/// and entered again). Told, with the features outside the area, which stay as they are. Data error
/// where the CRS is of another datum than WGS 84 or CGCS2000.
void shift_datum(geo::GeometryArray& geometry, const geo::Crs& crs, geo::WebDatum from,
                 geo::WebDatum to, const std::vector<std::int64_t>& ids,
                 base::Diagnostics& diagnostics, const std::string& where);

}  // namespace jt::source
