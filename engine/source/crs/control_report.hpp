// What is told of a fit of control points. Internal to source/.
#pragma once

#include "geo/control_points.hpp"
#include "source/loaded.hpp"

#include <span>
#include <string>
#include <vector>

namespace jt::source {

/// To a tenth of a millimetre, and never "-0".
std::string metres(double value);

/// RMSE and the worst point, as a warning: coordinates were moved; or that nothing tests the fit.
void tell_quality(const geo::FitQuality& quality, const std::vector<std::string>& names,
                  base::Diagnostics& diagnostics, const std::string& where);

/// Warns of features outside the extent of the control points (x, y in the layer's coordinates),
/// where a fit is a guess.
void tell_outside(const Loaded& loaded, std::span<const double> control_xy,
                  base::Diagnostics& diagnostics);

}  // namespace jt::source
