// What the operators on the certainty of a ranking read: rows that can be ranked, how weights and
// values vary.
#pragma once

#include "score/op_support.hpp"
#include "score/robustness.hpp"

#include <string>
#include <vector>

namespace jt::score {

/// The complete, feasible rows of a table.
struct RankedRows {
    std::vector<std::size_t> rows;  ///< of the table
    std::vector<std::string> ids;
    Criteria values;  ///< [criterion][ranked row], finite
};

registry::ParamSpec feasible_param();  ///< `feasible`: optional boolean column

/// Reads the port `port`. Rows without a finite value in every column and infeasible rows are left
/// out, each with a diagnostic. Data error where an id names two rows.
RankedRows ranked_rows(registry::Call& call, const std::string& port,
                       const std::vector<std::string>& columns);

/// The rows named by both, in the order of `a`; those that only one has are a diagnostic.
void keep_common(registry::Call& call, RankedRows& a, RankedRows& b);

/// The number of the row that parameter `row` names; data error with the nearest name.
std::size_t asked_row(const registry::Call& call, const RankedRows& ranked);

/// `vary`, `concentration`, `share`, `importance`, `values`, `draws`, `seed`.
std::vector<registry::ParamSpec> draw_params();

/// How weights vary, from parameters `vary`, `concentration`, `share` and `importance`.
WeightModel weight_model(const nlohmann::json& params, const std::vector<std::string>& columns);

/// How the values of each column vary, from parameter `values`; `table` has what it names.
std::vector<Spread> spreads_of(const nlohmann::json& values, const layer::Table& table,
                               const RankedRows& ranked, const std::vector<std::string>& columns);

/// Weights, models of weights and values; `table` has the columns of standard deviations. Data
/// errors name parameter, criterion and row.
ScoreModel model_of(registry::Call& call, const layer::Table& table, const RankedRows& ranked,
                    const std::vector<std::string>& columns);

/// Weights of the model without parameter or port: equal ones for `free`, the rank order centroid
/// for `ordinal`, else a data error.
std::vector<double> model_weights(registry::Call& call, const std::vector<std::string>& columns,
                                  const WeightModel& vary);

}  // namespace jt::score
