#include "score/op_support.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/units.hpp"

#include <cmath>
#include <set>

namespace jt::score {

using nlohmann::json;
using registry::Kind;
using registry::ParamType;

namespace {

constexpr const char* kPartSuffix = "_part";

}  // namespace

registry::PortSpec data_port() {
    return {"data",
            Kind::table,
            true,
            false,
            {"要评分的行：表或图层", "rows to score: a table or a layer"}};
}

registry::PortSpec weights_port() {
    return {"weights",
            Kind::table,
            false,
            false,
            {"权重表：name, weight（score.ahp、score.entropy 等的结果）",
             "weights: a table of name and weight (from score.ahp, score.entropy ...)"}};
}

registry::ParamSpec id_param() {
    return make_param("id", ParamType::text, nullptr,
                      {"行的标识列；缺省为 id 列，其次为要素编号，再次为行号",
                       "column that names the rows; by default column id, else feature ids, else "
                       "row numbers"});
}

registry::ParamSpec columns_param() {
    return required_param("columns", ParamType::list,
                          {"指标列名", "names of the indicator columns"});
}

registry::ParamSpec weights_param() {
    return make_param("weights", ParamType::list, nullptr,
                      {"权重，与 columns 同序，不小于 0，和为 1",
                       "weights in the order of columns, 0 or more, with sum 1"});
}

registry::ParamSpec normalise_param() {
    return make_param("normalise", ParamType::boolean, false,
                      {"和不为 1 时归一化，而不是报错",
                       "divide by the sum where it is not 1, "
                       "instead of an error"});
}

registry::ParamSpec directions_param(bool required) {
    auto out = make_param("directions", ParamType::list, nullptr,
                          {"各列的方向：max 越大越好，min 越小越好",
                           "for each column max (more is better) or min (less is better)"});
    out.required = required;
    if (!required) {
        out.help.zh += "；缺省均为 max";
        out.help.en += "; max throughout by default";
    }
    return out;
}

registry::ParamSpec into_param() {
    return make_param("into", ParamType::text, "score", {"结果列名", "name of the new column"});
}

std::vector<std::string> texts_of(const json& params, const std::string& name) {
    std::vector<std::string> out;
    if (params.at(name).is_null()) {
        return out;
    }
    for (const auto& item : params.at(name)) {
        if (!item.is_string()) {
            throw base::data_error("score.texts", name);
        }
        out.push_back(item.get<std::string>());
    }
    return out;
}

std::vector<double> numbers_of(const json& params, const std::string& name) {
    std::vector<double> out;
    if (params.at(name).is_null()) {
        return out;
    }
    for (const auto& item : params.at(name)) {
        if (item.is_number()) {
            out.push_back(item.get<double>());
        } else if (item.is_string()) {
            out.push_back(base::parse_quantity(item.get<std::string>(), ""));
        } else {
            throw base::data_error("score.numbers", name, item.dump());
        }
    }
    return out;
}

std::vector<std::string> names_of(const layer::Table& table, const json& params) {
    const bool asked = params.contains("id") && params["id"].is_string();
    const auto column = layer::row_names(table, asked ? params["id"].get<std::string>() : "");
    std::vector<std::string> out;
    out.reserve(table.rows());
    for (std::size_t row = 0; row < table.rows(); ++row) {
        out.push_back(column.show(row));
    }
    return out;
}

std::string some_names(const std::vector<std::string>& names,
                       const std::vector<std::size_t>& rows) {
    std::vector<std::string> list;
    list.reserve(rows.size());
    for (const std::size_t row : rows) {
        list.push_back(names[row]);
    }
    return base::join_some(list);
}

std::vector<double> reals_of(const layer::Table& table, const std::string& name) {
    const auto& column = table.column(name);
    if (column.type() == layer::Type::text && table.rows() > 0) {  // a file without rows is text
        throw base::data_error("score.column.number", name);
    }
    std::vector<double> out(column.size());
    for (std::size_t row = 0; row < out.size(); ++row) {
        out[row] = column.number(row);
    }
    return out;
}

std::vector<std::string> column_names(const json& params) {
    auto names = texts_of(params, "columns");
    if (names.empty()) {
        throw base::data_error("score.columns.empty");
    }
    std::set<std::string> seen;
    for (const auto& name : names) {
        if (!seen.insert(name).second) {
            throw base::data_error("score.columns.twice", name);
        }
    }
    return names;
}

Criteria criteria_of(const layer::Table& table, const std::vector<std::string>& columns) {
    Criteria out;
    for (const auto& name : columns) {
        out.push_back(reals_of(table, name));
    }
    return out;
}

std::vector<Direction> directions_of(const json& params, std::size_t columns) {
    if (params.at("directions").is_null()) {
        return std::vector<Direction>(columns, Direction::max);
    }
    std::vector<Direction> out;
    for (const auto& word : texts_of(params, "directions")) {
        if (word != "max" && word != "min") {
            throw base::data_error("score.topsis.direction", word);
        }
        out.push_back(word == "max" ? Direction::max : Direction::min);
    }
    if (out.size() != columns) {
        throw base::data_error("score.topsis.directions", out.size(), columns);
    }
    return out;
}

std::vector<registry::ColumnSpec> weight_columns() {
    return {{"name", layer::Type::text, "", {"准则", "criterion"}},
            {"weight", layer::Type::real, "", {"权重", "weight"}}};
}

std::shared_ptr<layer::Table> weight_table(const std::vector<std::string>& names,
                                           const std::vector<double>& weights) {
    auto out = std::make_shared<layer::Table>(names.size());
    out->set(weight_columns()[0], layer::Column::of_texts(names));
    out->set(weight_columns()[1], layer::Column::of_reals(weights));
    return out;
}

std::optional<double> judgement_of(const std::string& text) {
    if (base::trim(text).empty()) {
        return NAN;
    }
    const auto slash = text.find('/');
    try {
        const double top = base::parse_quantity(text.substr(0, slash), "");
        return slash == std::string::npos ? top
                                          : top / base::parse_quantity(text.substr(slash + 1), "");
    } catch (const base::Error&) {
        return std::nullopt;
    }
}

void put_score(registry::Call& call, layer::Table& out, registry::ColumnSpec field,
               layer::Column column) {
    field.name = call.params.at("into").get<std::string>();
    if (out.has(field.name)) {
        call.diagnostics->warn(base::msg("score.into.replaced", field.name));
    }
    out.set(std::move(field), std::move(column));
}

void put_parts(layer::Table& out, const layer::Table& data, const std::vector<std::string>& columns,
               const Criteria& parts) {
    for (std::size_t j = 0; j < columns.size(); ++j) {
        const auto& title = data.field(columns[j]).title;
        const base::Text shown = {title.zh.empty() ? columns[j] : title.zh,
                                  title.en.empty() ? columns[j] : title.en};
        out.set({columns[j] + kPartSuffix,
                 layer::Type::real,
                 "",
                 {shown.zh + "的贡献", "contribution of " + shown.en}},
                layer::Column::of_reals(parts[j]));
    }
}

namespace {

/// The weights of the port, matched to the columns by name.
std::vector<double> weights_of_table(const layer::Table& table,
                                     const std::vector<std::string>& columns) {
    const auto& names = table.column("name");
    const auto values = reals_of(table, "weight");
    std::vector<double> out(columns.size(), NAN);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto at = std::find(columns.begin(), columns.end(), names.show(row));
        if (at == columns.end()) {
            throw base::data_error("score.weights.unused", names.show(row));
        }
        out[static_cast<std::size_t>(at - columns.begin())] = values[row];
    }
    for (std::size_t j = 0; j < columns.size(); ++j) {
        if (std::isnan(out[j])) {
            throw base::data_error("score.weights.unnamed", columns[j]);
        }
    }
    return out;
}

}  // namespace

std::vector<double> used_weights(const registry::Call& call, const std::vector<std::string>& names,
                                 const std::vector<double>& raw) {
    auto weights = checked_weights(names, raw, call.params.at("normalise").get<bool>());
    if (weights != raw) {
        double sum = 0;
        for (const double weight : raw) {
            sum += weight;
        }
        call.diagnostics->info(base::msg("score.weights.normalised", fmt::format("{:.10g}", sum)));
    }
    return weights;
}

std::vector<double> weights_of(registry::Call& call, const std::vector<std::string>& columns) {
    const bool given = !call.params.at("weights").is_null();
    if (given == call.has("weights")) {
        throw base::data_error("score.weights.source");
    }
    const auto raw = given ? numbers_of(call.params, "weights")
                           : weights_of_table(call.in<layer::Table>("weights"), columns);
    return used_weights(call, columns, raw);
}

}  // namespace jt::score
