// Swing weights: how much it matters that a criterion swings from its worst to its best value, in
// points against the swing that matters most (von Winterfeldt & Edwards 1986).
#pragma once

#include <string>
#include <vector>

namespace jt::score {

/// points / sum of points, in the order of the names. Data errors that name the criteria: points
/// outside 0 .. 100 or missing (NaN), no swing with 100 points, another number of points than
/// names.
std::vector<double> swing_weights(const std::vector<std::string>& names,
                                  const std::vector<double>& points);

}  // namespace jt::score
