// Weights as they are used: checked once, by one rule, wherever they come from.
#pragma once

#include <string>
#include <vector>

namespace jt::layer {

/// The weights as they will be used: finite, >= 0, not all 0, one for each name, sum 1 within 1e-9.
/// Another sum is a data error unless `normalise` divides by it. Data errors name the criterion.
std::vector<double> checked_weights(const std::vector<std::string>& names,
                                    const std::vector<double>& weights, bool normalise);

}  // namespace jt::layer
