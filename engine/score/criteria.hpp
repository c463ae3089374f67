// Criterion trees on rows: from the scores of the factors to those of the groups and of the goal.
#pragma once

#include "layer/criteria.hpp"
#include "score/wlc.hpp"

namespace jt::score {

/// What is known of each node: [node][row], nodes as CriteriaTree::nodes().
struct TreeScores {
    Criteria score;                          ///< NaN = none
    std::vector<std::vector<bool>> applies;  ///< whether it counts in this row
    Criteria weight;  ///< in its group as it entered this row's score; NaN where none did
    std::vector<std::vector<std::size_t>> filled;   ///< rows scored on the others (renormalise)
    std::vector<std::vector<std::size_t>> refused;  ///< rows with values that a product cannot take
    std::vector<std::vector<std::size_t>> undefined;  ///< rows where nothing that weighs is there
};

/// Makes room; the factors' `score` and `applies` are then filled in.
TreeScores empty_scores(const layer::CriteriaTree& tree, std::size_t rows);

/// The scores of one group by those of what is in it, with wlc(), wpm(), owa(), minimum_rule().
/// What does not apply in a row is left out there, the weights of the others brought to sum 1; a
/// group applies where anything in it does. A row that lacks a score has none in the group, unless
/// it is a sum and `rule` is renormalise. Of a product 0 is 0 and what is below 0 is refused.
/// `weights`: checked, empty where the group does not weigh.
void score_group(const layer::CriteriaTree& tree, std::size_t group,
                 const std::vector<double>& weights, MissingRule rule, TreeScores& scores);

/// The weights of `scores` multiplied along the way, in each row; NaN where one is.
Criteria global_row_weights(const layer::CriteriaTree& tree, const TreeScores& scores);

}  // namespace jt::score
