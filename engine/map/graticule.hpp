// Meridians and parallels of CGCS2000 (EPSG:4490) over a map frame, with figures on its four sides.
#pragma once

#include "base/diagnostic.hpp"
#include "geo/crs.hpp"
#include "map/sheet.hpp"
#include "map/view.hpp"

#include <string>

namespace jt::map {

/// Adds lines into slot `frame`, ticks and figures into slot `margin` (the map slot around it). A
/// CRS without a transform to EPSG:4490 gives a diagnostic and no graticule.
void add_graticule(const View& view, const geo::Crs& crs, const std::string& frame,
                   const std::string& margin, Sheet& sheet, base::Diagnostics& diagnostics);

/// Minutes between two lines so that at most seven fall into the span (in degrees).
double graticule_step(double degrees);

/// "104°30′E", "30°20′15″N"; seconds only where the step needs them.
std::string degree_text(double degrees, bool longitude, double step_minutes);

}  // namespace jt::map
