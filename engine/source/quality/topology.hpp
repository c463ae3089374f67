// Overlaps, gaps and slivers of a layer, for `info`. Internal to source/.
#pragma once

#include "geo/crs.hpp"
#include "source/loaded.hpp"

#include <nlohmann/json.hpp>

namespace jt::source {

/// What vector.topology_check finds with its usual limits (geo/coverage.hpp):
/// {"checked": true, "overlaps": n, "small_overlaps": n, "gaps": n, "slivers": n,
///  "left_out": [id] (features that are not valid or have no geometry), "failures": [text],
///  "places": [{"kind": "overlap|gap|sliver", "a": id, "b": id or null, "area_m2", "x", "y"}]}
/// with a point of each place in the layer's CRS; what was found is told as warnings too. A layer
/// that cannot be checked (points and lines, no CRS, Web Mercator): {"checked": false,
/// "reason": message}.
nlohmann::json describe_topology(const Loaded& loaded, const geo::Crs& crs,
                                 base::Diagnostics& diagnostics);

}  // namespace jt::source
