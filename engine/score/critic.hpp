// CRITIC weights: a criterion weighs more the more it varies and the less it repeats the others
// (Diakoulaki, Mavrotas & Papayannakis 1995, Computers & Operations Research 22).
#pragma once

#include "score/topsis.hpp"

namespace jt::score {

struct CriticResult {
    std::vector<double> weights;        ///< sum 1
    std::vector<double> deviation;      ///< standard deviation after min-max normalisation
    std::vector<double> conflict;       ///< sum over the other criteria of 1 - correlation
    std::vector<std::size_t> missing;   ///< rows that lack an indicator: left out
    std::vector<std::size_t> constant;  ///< criteria that do not vary: weight 0
};

/// x' = (x - min) / (max - min), turned round where less is better; w_j ~ s_j * sum_k (1 - r_jk)
/// with the standard deviation s (n - 1 below) and Pearson's r. A constant criterion weighs 0 and
/// is left out of the sums. Data errors: fewer than two complete rows, an infinite value, or all
/// criteria that vary tell the same (one alone does). Internal error when lengths differ.
CriticResult critic_weights(const std::vector<std::string>& names, const Criteria& criteria,
                            const std::vector<Direction>& directions);

}  // namespace jt::score
