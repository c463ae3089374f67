// What the operators of score/ share: declaring, reading list parameters, naming rows.
#pragma once

#include "layer/rows.hpp"
#include "registry/registry.hpp"
#include "score/topsis.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace jt::score {

// One per operator, called by register_operators.
void register_value(registry::Registry& registry);
void register_ahp(registry::Registry& registry);
void register_group_ahp(registry::Registry& registry);
void register_entropy(registry::Registry& registry);
void register_critic(registry::Registry& registry);
void register_swing(registry::Registry& registry);
void register_combine_weights(registry::Registry& registry);
void register_wlc(registry::Registry& registry);
void register_topsis(registry::Registry& registry);
void register_wpm(registry::Registry& registry);
void register_owa(registry::Registry& registry);
void register_minimum(registry::Registry& registry);
void register_agreement(registry::Registry& registry);
void register_constraints(registry::Registry& registry);
void register_occupation(registry::Registry& registry);
void register_sheet(registry::Registry& registry);
void register_rank(registry::Registry& registry);
void register_rules(registry::Registry& registry);
void register_weight_draws(registry::Registry& registry);
void register_robustness(registry::Registry& registry);
void register_compare_robust(registry::Registry& registry);
void register_sensitivity(registry::Registry& registry);
void register_counterfactual(registry::Registry& registry);
void register_waterfall(registry::Registry& registry);
void register_criteria(registry::Registry& registry);
void register_crosstab(registry::Registry& registry);

registry::PortSpec data_port();     ///< `data`: the rows to score, a table or layer
registry::PortSpec weights_port();  ///< `weights`: optional table of name and weight
registry::ParamSpec id_param();     ///< `id`: the column that names rows
registry::ParamSpec columns_param();
registry::ParamSpec weights_param();
registry::ParamSpec normalise_param();
registry::ParamSpec directions_param(bool required);
registry::ParamSpec into_param();  ///< `into`: the name of the new column, "score" by default

/// List parameters; a null gives an empty list. Data errors name the parameter.
std::vector<std::string> texts_of(const nlohmann::json& params, const std::string& name);
std::vector<double> numbers_of(const nlohmann::json& params, const std::string& name);

/// The names of the rows as texts, by parameter `id` (layer::row_names).
std::vector<std::string> names_of(const layer::Table& table, const nlohmann::json& params);

/// The scores of a column by a value function (JSON), with what score.value reports of it; the
/// numbers of the function are in `unit`, "" = that of the column. `asked`: rows to report on,
/// empty = all. Data errors name the column. In op_value.cpp.
std::vector<double> value_scores(registry::Call& call, const layer::Table& data,
                                 const std::string& column, const nlohmann::json& function,
                                 const std::string& unit, const std::vector<bool>& asked);

/// Names of the listed rows, for messages.
std::string some_names(const std::vector<std::string>& names, const std::vector<std::size_t>& rows);

/// A number column as doubles, NaN = null; data error for text and unknown names.
std::vector<double> reals_of(const layer::Table& table, const std::string& column);

/// The columns named by parameter `columns` (at least one, each once).
std::vector<std::string> column_names(const nlohmann::json& params);
Criteria criteria_of(const layer::Table& table, const std::vector<std::string>& columns);

/// checked_weights by parameter `normalise`; a normalisation is a diagnostic.
std::vector<double> used_weights(const registry::Call& call, const std::vector<std::string>& names,
                                 const std::vector<double>& raw);

/// Weights for the columns, from parameter or port, checked; a normalisation is a diagnostic.
std::vector<double> weights_of(registry::Call& call, const std::vector<std::string>& columns);

/// Parameter `directions`, one for each column; max throughout where none are given.
std::vector<Direction> directions_of(const nlohmann::json& params, std::size_t columns);

/// The columns of a table of weights, and such a table.
std::vector<registry::ColumnSpec> weight_columns();
std::shared_ptr<layer::Table> weight_table(const std::vector<std::string>& names,
                                           const std::vector<double>& weights);

/// 3 or 1/3, both parts numbers above 0 or not; NaN for a blank text, nothing for other texts.
std::optional<double> judgement_of(const std::string& text);

/// Adds a result under the name of parameter `into`; a column of the data that it takes the place
/// of is told.
void put_score(registry::Call& call, layer::Table& out, registry::ColumnSpec field,
               layer::Column column);

/// `<column>_part` for each column, described by its title.
void put_parts(layer::Table& out, const layer::Table& data, const std::vector<std::string>& columns,
               const Criteria& parts);

/// Adds "<id>" with arguments (count, args..., names of the rows) when there are rows.
template <class... Args>
void report(registry::Call& call, base::Severity severity, std::string_view id,
            const layer::Table& table, const std::vector<std::string>& names,
            const std::vector<std::size_t>& rows, const Args&... args) {
    if (!rows.empty()) {
        call.diagnostics->features(severity,
                                   base::msg(id, rows.size(), args..., some_names(names, rows)), "",
                                   layer::row_ids(table, rows));
    }
}

}  // namespace jt::score
