// Comparisons by several judges (群决策): one matrix from the weighted geometric means of the
// individual judgements (Aczel & Saaty 1983; with weights Aczel & Alsina 1987).
#pragma once

#include "score/ahp.hpp"

namespace jt::score {

/// What the judges said about one pair i < j.
struct GroupJudgement {
    std::size_t i = 0, j = 0;
    std::size_t judges = 0;          ///< how many compared the pair, those of weight 0 left out
    double value = 1;                ///< weighted geometric mean
    double lowest = 1, highest = 1;  ///< of the single judgements
    double spread = 1;               ///< geometric standard deviation, 1 = all agree
};

struct GroupComparisons {
    std::vector<double> matrix;              ///< n x n row-major, NaN where nobody compared
    std::vector<GroupJudgement> judgements;  ///< the pairs that somebody compared
    std::vector<Cell> partial;               ///< pairs that only some judges compared
};

/// `matrices`: one for each judge, n x n row-major as of read_comparisons; `weights`: theirs, sum
/// 1. A pair that only some judges compared takes their judgements alone, with their weights
/// brought to 1. The mean of consistent matrices is consistent. Internal error when lengths differ.
GroupComparisons group_comparisons(const std::vector<std::vector<double>>& matrices,
                                   std::span<const double> weights, std::size_t n);

}  // namespace jt::score
