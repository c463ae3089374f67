// The minimum rule (短板法): the worst factor alone decides, nothing compensates.
#pragma once

#include "score/topsis.hpp"

namespace jt::score {

struct MinimumResult {
    std::vector<double> score;                       ///< the worst value; NaN = missing
    std::vector<std::vector<std::size_t>> deciding;  ///< for each row the criteria that have it
    std::vector<std::size_t> missing;                ///< rows that lack an indicator
};

/// Direction::max: more is better, the smallest value decides. Direction::min: less is better, as
/// with grades 1 (good) to 5, the largest decides. No criteria or no rows: empty. Internal error
/// when lengths differ.
MinimumResult minimum_rule(const Criteria& criteria, Direction direction);

}  // namespace jt::score
