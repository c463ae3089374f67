// Local plane systems by control points. Internal to source/.
#pragma once

#include "source/loaded.hpp"

namespace jt::source {

/// Moves the layer's coordinates in place by the four-parameter similarity that a CSV of control
/// points decides: columns x, y (in the file's system) and to_x, to_y (in the system to come), with
/// an id or name if there is one. Told: parameters, RMSE, the worst point; residuals of each point.
/// Data errors: columns missing, cells that are no numbers, and those of geo::fit_similarity.
void apply_control_points(Loaded& loaded, const std::string& path, base::Diagnostics& diagnostics);

}  // namespace jt::source
