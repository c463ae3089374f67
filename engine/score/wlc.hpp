// Weighted linear combination (加权线性组合): S = sum w_j x_j, compensating.
#pragma once

#include "layer/weights.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace jt::score {

/// One vector for each criterion, all of one length; NaN = missing.
using Criteria = std::vector<std::vector<double>>;

using layer::checked_weights;

/// A row with a missing indicator has no score, or is scored on its other criteria with their
/// weights brought to sum 1.
enum class MissingRule { missing, renormalise };

struct WlcResult {
    std::vector<double> score;         ///< NaN = missing
    Criteria parts;                    ///< w_j x_j as it entered the score; they add up to it
    std::vector<std::size_t> missing;  ///< rows that lack an indicator, ascending
};

/// Takes checked weights. No criteria or no rows: an empty result. Internal error when lengths
/// differ.
WlcResult wlc(const Criteria& criteria, std::span<const double> weights,
              MissingRule rule = MissingRule::missing);

}  // namespace jt::score
