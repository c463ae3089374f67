// What the operators of score/ share: declaring, reading list parameters, naming rows.
#pragma once

#include "layer/rows.hpp"
#include "registry/registry.hpp"
#include "score/wlc.hpp"

#include <memory>
#include <string>
#include <vector>

namespace jt::score {

// One per operator, called by register_operators.
void register_value(registry::Registry& registry);
void register_ahp(registry::Registry& registry);
void register_entropy(registry::Registry& registry);
void register_wlc(registry::Registry& registry);
void register_topsis(registry::Registry& registry);
void register_constraints(registry::Registry& registry);
void register_rank(registry::Registry& registry);

registry::ParamSpec make_param(std::string name, registry::ParamType type, bool required,
                               nlohmann::json fallback, base::Text help);
registry::PortSpec data_port();     ///< `data`: the rows to score, a table or layer
registry::PortSpec weights_port();  ///< `weights`: optional table of name and weight
registry::ParamSpec id_param();     ///< `id`: the column that names rows
registry::ParamSpec columns_param();
registry::ParamSpec weights_param();
registry::ParamSpec normalise_param();

/// List parameters; a null gives an empty list. Data errors name the parameter.
std::vector<std::string> texts_of(const nlohmann::json& params, const std::string& name);
std::vector<double> numbers_of(const nlohmann::json& params, const std::string& name);

/// The names of the rows as texts, by parameter `id` (layer::row_names).
std::vector<std::string> names_of(const layer::Table& table, const nlohmann::json& params);

/// Names of the listed rows, for messages.
std::string some_names(const std::vector<std::string>& names, const std::vector<std::size_t>& rows);

/// A number column as doubles, NaN = null; data error for text and unknown names.
std::vector<double> reals_of(const layer::Table& table, const std::string& column);

/// The columns named by parameter `columns` (at least one, each once).
std::vector<std::string> column_names(const nlohmann::json& params);
Criteria criteria_of(const layer::Table& table, const std::vector<std::string>& columns);

/// Weights for the columns, from parameter or port, checked; a normalisation is a diagnostic.
std::vector<double> weights_of(registry::Call& call, const std::vector<std::string>& columns);

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
