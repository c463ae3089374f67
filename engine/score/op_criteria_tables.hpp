// What score.criteria gives: the tables of an evaluated criterion tree.
#pragma once

#include "layer/criteria_weights.hpp"
#include "score/criteria.hpp"
#include "score/op_support.hpp"

namespace jt::score {

/// A tree evaluated on the rows of a table.
struct Evaluated {
    layer::CriteriaTree tree;
    std::vector<layer::GroupWeights> groups;  ///< by node; empty for factors
    TreeScores scores;
    std::vector<layer::Judgement> judgements;
};

constexpr const char* kScoreSuffix = "_score";

/// The data with <name>_score and, where weights multiply up to the goal, <name>_part of each
/// node, and the goal in `score`.
std::shared_ptr<layer::Table> scored_table(registry::Call& call, const layer::Table& data,
                                           const Evaluated& evaluated);

std::vector<registry::ColumnSpec> factor_columns();
/// One row for each row of the data and factor: what went in and what came of it.
std::shared_ptr<layer::Table> factor_table(const layer::Table& data,
                                           const std::vector<std::string>& names,
                                           const Evaluated& evaluated);

/// name (<factor>_score) and weight (global) of a tree of sums: what score.robustness and the like
/// take for the whole tree. No rows for others, and that is told.
std::shared_ptr<layer::Table> flat_weights(registry::Call& call, const Evaluated& evaluated);

}  // namespace jt::score
