// Entropy weights (熵权法): a criterion that tells the alternatives apart weighs more.
#pragma once

#include "score/wlc.hpp"

namespace jt::score {

struct EntropyResult {
    std::vector<double> weights;        ///< sum 1
    std::vector<double> entropy;        ///< E_j, 0..1; 1 for a constant criterion
    std::vector<std::size_t> missing;   ///< rows that lack an indicator: left out
    std::vector<std::size_t> constant;  ///< criteria that do not vary: weight 0
};

/// p = x / sum x, E_j = -sum p ln p / ln m with 0 ln 0 = 0, w_j = (1 - E_j) / sum (1 - E) (Shannon
/// 1948; Hwang & Yoon 1981). A constant criterion weighs 0. Data errors: fewer than two complete
/// rows, a negative or infinite value (with its row, from 1), or nothing but constant criteria.
EntropyResult entropy_weights(const std::vector<std::string>& names, const Criteria& criteria);

}  // namespace jt::score
