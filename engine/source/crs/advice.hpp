// Which projected system suits a layer, for info. Internal to source/.
#pragma once

#include "geo/crs.hpp"
#include "geo/geometry.hpp"

#include <nlohmann/json.hpp>

namespace jt::source {

/// [{"crs", "kind": "3-degree|6-degree|one frame|equal areas", "zones": [first, last], "scale_ppm",
/// "area_ppm"}], the least linear error first: the two best zones, or, where the box reaches into
/// several 3-degree zones, the best zone and the frames for all of them. Empty where the CRS is
/// unknown or the box lies outside the zones of China.
nlohmann::json advice_of(const geo::Crs& crs, const geo::Box& box);

}  // namespace jt::source
