// The weights of the groups of a criterion tree, by the operators that make weights (score.ahp,
// score.swing, ...): called by name, so that rows and cells share them.
#pragma once

#include "layer/criteria.hpp"
#include "layer/table.hpp"
#include "registry/registry.hpp"

#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace jt::layer {

/// One comparison or number that somebody gave, as the run keeps it.
struct Judgement {
    std::string group, judge, first, second;  ///< second: "" where the value stands for itself
    double value = 0;
};

/// Weights of what is in one group, in its order, with how they came about.
struct GroupWeights {
    static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    std::vector<double> weights;  ///< checked; empty for a minimum, and for an OWA without weights
    std::string method;           ///< "direct", "equal", "ahp", ...; "" where nothing weighs
    double lambda_max = kNone, ci = kNone, ri = kNone, cr = kNone;
};

/// The scores of what is in a group, as a table with a column for each by its name: what weights
/// from data need. Absent (as for cells): they are refused.
using GroupScores = std::function<std::shared_ptr<Table>(std::size_t group)>;

/// Makes the weights of groups, one after the other. `weights` of a group (see Criterion): a list;
/// {"method": "direct", "weights": {name: number}} | "ahp" (names, matrix, accept_cr, derive) |
/// "group_ahp" (names, judges: {judge: matrix}, judge_weights, accept_cr, derive, inconsistent) |
/// "swing" (points: {name: number}) | "entropy" | "critic" | "combined" (first, second, alpha,
/// combination) | "table" (table: number of a table of name and weight, from 1).
class WeightMaker {
public:
    /// `tables`: those that "table" means. `normalise`: other sums than 1 are divided by, and told.
    WeightMaker(registry::Call& call, const CriteriaTree& tree,
                std::vector<std::shared_ptr<const Table>> tables, bool normalise,
                GroupScores scores = {});
    /// Data errors name the group: unknown methods and names, weights that are negative, all zero
    /// or do not sum to 1, comparisons that contradict each other.
    GroupWeights operator()(std::size_t group);
    const std::vector<Judgement>& judgements() const { return m_judgements; }

private:
    registry::Outputs run(const std::string& name, nlohmann::json params,
                          std::map<std::string, std::vector<registry::ObjectPtr>> inputs = {});
    GroupWeights by_method(const nlohmann::json& how);
    GroupWeights compared(const nlohmann::json& how);
    GroupWeights of_group(const nlohmann::json& how);
    GroupWeights checked(const std::string& method, const registry::Outputs& outputs);
    GroupWeights from_data(const std::string& method);
    GroupWeights combined(const nlohmann::json& how);
    std::vector<double> matched(const Table& table) const;
    std::vector<double> by_name(const nlohmann::json& numbers) const;
    void judge(const std::string& who, const nlohmann::json& how, const nlohmann::json& matrix);

    registry::Call& m_call;
    const CriteriaTree& m_tree;
    std::vector<std::shared_ptr<const Table>> m_tables;
    bool m_normalise;
    GroupScores m_scores;
    std::size_t m_group = 0;
    std::vector<Judgement> m_judgements;
};

/// One row a node but the root: id, group, level, local_weight (in its group), weight (multiplied
/// up to the goal), method, merge (of a group), lambda_max, ci, ri, cr (of the group it is in).
/// `groups[i]`: of node i.
std::vector<registry::ColumnSpec> criteria_weight_columns();
std::shared_ptr<Table> criteria_weight_table(const CriteriaTree& tree,
                                             const std::vector<GroupWeights>& groups);
/// The weight of each node in its group; 1 for the root, NaN where the group does not weigh.
std::vector<double> local_weights(const CriteriaTree& tree,
                                  const std::vector<GroupWeights>& groups);

std::vector<registry::ColumnSpec> judgement_columns();
std::shared_ptr<Table> judgement_table(const std::vector<Judgement>& judgements);

}  // namespace jt::layer
