// Weighted product (加权积): S = product of x_j^w_j, with 1 / x_j where less is better (Bridgman
// 1922; Miller & Starr 1969). Free of units: ratios decide, and a weak factor counts more than in a
// sum.
#pragma once

#include "score/topsis.hpp"

namespace jt::score {

struct WpmResult {
    std::vector<double> score;             ///< NaN = missing
    Criteria parts;                        ///< x_j^w_j; their product is the score
    std::vector<std::size_t> missing;      ///< rows that lack an indicator
    std::vector<std::size_t> nonpositive;  ///< rows with a value of 0 or less: no score
};

/// Takes checked weights and one direction for each criterion. No criteria or no rows: empty.
/// Internal error when lengths differ.
WpmResult wpm(const Criteria& criteria, std::span<const double> weights,
              const std::vector<Direction>& directions);

}  // namespace jt::score
