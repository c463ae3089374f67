// score.counterfactual and score.waterfall: one row explained.
#include "base/error.hpp"
#include "score/counterfactual.hpp"
#include "score/op_robustness_inputs.hpp"
#include "score/waterfall.hpp"

#include <cmath>

namespace jt::score {
namespace {

using layer::Column;
using layer::Table;
using layer::Type;
using nlohmann::json;
using registry::ColumnSpec;
using registry::Kind;
using registry::ParamType;

registry::ParamSpec row_param() {
    return required_param("row", ParamType::text, {"要解释的行的标识", "id of the row to explain"});
}

std::vector<ColumnSpec> change_columns() {
    return {{"criterion", Type::text, "", {"准则", "criterion"}},
            {"from", Type::real, "", {"现值", "value now"}},
            {"to", Type::real, "", {"需达到", "value needed"}},
            {"change", Type::real, "", {"变动", "change"}},
            {"gain", Type::real, "", {"得分增加", "gain of the score"}},
            {"cost", Type::real, "", {"代价", "cost"}}};
}

std::vector<ColumnSpec> summary_columns() {
    return {{"id", Type::text, "", {"标识", "id"}},
            {"possible", Type::boolean, "", {"能否居首", "can it be first"}},
            {"score", Type::real, "", {"得分", "score"}},
            {"best", Type::real, "", {"其余行的最高分", "best score of the others"}},
            {"gap", Type::real, "", {"差距", "gap"}},
            {"reachable", Type::real, "", {"全部达到上限可增加", "gain with all at their bounds"}},
            {"missing", Type::real, "", {"尚缺", "still missing"}},
            {"criteria", Type::integer, "", {"需变动的准则数", "criteria to change"}},
            {"cost", Type::real, "", {"总代价", "total cost"}}};
}

registry::OperatorSpec counterfactual_spec() {
    registry::OperatorSpec out;
    out.name = "score.counterfactual";
    out.title = {"如何才能居首", "What would make it first"};
    out.help = {"使一行在现权重下并列或独居首位的最小变动：准则数最少，其次代价最小；精确求解",
                "The smallest change that brings a row level with the first under the weights: "
                "fewest criteria, then least cost; exact"};
    out.ports = {data_port(), weights_port()};
    out.params = {
        columns_param(),
        weights_param(),
        normalise_param(),
        row_param(),
        required_param("bounds", ParamType::object,
                       {"可变的列 = { 下限, 上限 }；未列出的列不变",
                        "columns that may change = { lowest, highest }; the others stay"}),
        make_param("costs", ParamType::object, nullptr,
                   {"列 = 每单位的代价，缺省 1", "column = cost per unit, 1 by default"}),
        feasible_param(),
        id_param()};
    out.outputs = {
        {"table", Kind::table, {"所需变动", "changes needed"}, change_columns()},
        {"summary", Kind::table, {"结论，一行", "the result, one row"}, summary_columns()}};
    return out;
}

/// "bounds" and "costs" name columns.
std::size_t column_at(const std::vector<std::string>& columns, const std::string& name) {
    const auto at = std::ranges::find(columns, name);
    if (at == columns.end()) {
        throw base::unknown_name_error("score.robust.values.column", name, columns);
    }
    return static_cast<std::size_t>(at - columns.begin());
}

bool is_bounds(const json& value) {
    return value.is_array() && value.size() == 2 && value[0].is_number() && value[1].is_number() &&
           value[0].get<double>() <= value[1].get<double>();
}

std::vector<Room> rooms_of(const json& params, const RankedRows& ranked, std::size_t row,
                           const std::vector<std::string>& columns) {
    std::vector<Room> out;
    for (std::size_t j = 0; j < columns.size(); ++j) {
        out.push_back({ranked.values[j][row], 1});
    }
    for (const auto& item : params.at("bounds").items()) {
        const std::size_t j = column_at(columns, item.key());
        const double value = ranked.values[j][row];
        if (!is_bounds(item.value())) {
            throw base::data_error("score.counterfactual.bounds", item.key(), item.value().dump());
        }
        const double low = item.value()[0].get<double>(), high = item.value()[1].get<double>();
        if (value < low || value > high) {
            throw base::data_error("score.counterfactual.outside", value, item.key(), low, high);
        }
        out[j].most = high;
    }
    const json costs = params.at("costs").is_null() ? json::object() : params.at("costs");
    for (const auto& item : costs.items()) {
        const std::size_t j = column_at(columns, item.key());
        if (!item.value().is_number() || !(item.value().get<double>() >= 0)) {
            throw base::data_error("score.counterfactual.cost", item.key(), item.value().dump());
        }
        out[j].unit_cost = item.value().get<double>();
    }
    if (params.at("bounds").size() > kMostChangeable) {
        throw base::data_error("score.counterfactual.many", params.at("bounds").size(),
                               kMostChangeable);
    }
    return out;
}

std::shared_ptr<Table> changes_table(const Counterfactual& result,
                                     const std::vector<std::string>& columns) {
    std::vector<std::string> criteria;
    std::vector<double> from, to, change, gain, cost;
    for (const auto& one : result.changes) {
        criteria.push_back(columns[one.criterion]);
        from.push_back(one.from);
        to.push_back(one.to);
        change.push_back(one.to - one.from);
        gain.push_back(one.gain);
        cost.push_back(one.cost);
    }
    const auto fields = change_columns();
    auto out = std::make_shared<Table>(criteria.size());
    out->set(fields[0], Column::of_texts(criteria));
    out->set(fields[1], Column::of_reals(from));
    out->set(fields[2], Column::of_reals(to));
    out->set(fields[3], Column::of_reals(change));
    out->set(fields[4], Column::of_reals(gain));
    out->set(fields[5], Column::of_reals(cost));
    return out;
}

std::shared_ptr<Table> summary_table(const Counterfactual& result, const std::string& id) {
    const auto fields = summary_columns();
    const auto real = [](double value) { return Column::of_reals({value}); };
    auto out = std::make_shared<Table>(1);
    out->set(fields[0], Column::of_texts({id}));
    out->set(fields[1], Column::of_booleans({result.possible}));
    out->set(fields[2], real(result.score));
    out->set(fields[3], real(result.best));
    out->set(fields[4], real(result.gap));
    out->set(fields[5], real(result.reachable));
    out->set(fields[6], real(result.possible ? 0 : result.gap - result.reachable));
    out->set(fields[7], Column::of_integers({static_cast<std::int64_t>(result.changes.size())}));
    out->set(fields[8], real(result.possible ? result.cost : NAN));
    return out;
}

registry::Outputs run_counterfactual(registry::Call& call) {
    const auto columns = column_names(call.params);
    const auto weights = weights_of(call, columns);
    const auto ranked = ranked_rows(call, "data", columns);
    const std::size_t row = asked_row(call, ranked);
    const auto result =
        counterfactual(ranked.values, weights, row, rooms_of(call.params, ranked, row, columns));
    const std::string& id = ranked.ids[row];
    if (result.gap == 0) {
        call.diagnostics->info(base::msg("score.counterfactual.first", id));
    } else if (!result.possible) {
        call.diagnostics->warn(base::msg("score.counterfactual.impossible", id,
                                         fmt::format("{:.6g}", result.gap),
                                         fmt::format("{:.6g}", result.reachable),
                                         fmt::format("{:.6g}", result.gap - result.reachable)));
    }
    return {{"table", changes_table(result, columns)}, {"summary", summary_table(result, id)}};
}

std::vector<ColumnSpec> waterfall_columns() {
    return {{"step", Type::text, "", {"步骤", "step"}},
            {"kind", Type::text, "", {"类别：base、part、total", "kind: base, part, total"}},
            {"weight", Type::real, "", {"权重", "weight"}},
            {"value", Type::real, "", {"指标值", "value"}},
            {"reference", Type::real, "", {"参照值", "reference value"}},
            {"part", Type::real, "", {"贡献", "contribution"}},
            {"start", Type::real, "", {"柱起点", "bar from"}},
            {"end", Type::real, "", {"柱终点", "bar to"}}};
}

registry::OperatorSpec waterfall_spec() {
    registry::OperatorSpec out;
    out.name = "score.waterfall";
    out.title = {"得分的瀑布分解", "Waterfall of a score"};
    out.help = {"一行的得分：自参照（可行各行的平均，或 0）起，逐项累加各准则的贡献",
                "The score of one row: from a reference (mean of the feasible rows, or 0) by the "
                "contribution of each criterion"};
    out.ports = {data_port(), weights_port()};
    auto reference = make_param("reference", ParamType::choice, "mean",
                                {"参照：mean 可行各行的平均，zero 零",
                                 "reference: mean of the feasible, complete rows, or zero"});
    reference.choices = {"mean", "zero"};
    auto order = make_param("order", ParamType::choice, "columns",
                            {"次序：columns 按列，size 贡献大者在前",
                             "order: columns, or size, the largest contributions first"});
    order.choices = {"columns", "size"};
    out.params = {columns_param(), weights_param(), normalise_param(), row_param(),
                  reference,       order,           feasible_param(),  id_param()};
    out.outputs = {
        {"table",
         Kind::table,
         {"base 一行，各准则一行，total 一行", "a row base, one for each criterion, total"},
         waterfall_columns()}};
    out.formulas = {{{"瀑布分解", "Waterfall"},
                     "S_i = \\sum_j w_j \\bar x_j + \\sum_j w_j (x_{ij} - \\bar x_j)",
                     {"对加权和而言即各准则的 Shapley 值",
                      "for a weighted sum these are the Shapley values of the criteria"},
                     "Strumbelj and Kononenko 2014"}};
    return out;
}

registry::Outputs run_waterfall(registry::Call& call) {
    const auto columns = column_names(call.params);
    const auto weights = weights_of(call, columns);
    const auto ranked = ranked_rows(call, "data", columns);
    const std::size_t row = asked_row(call, ranked);
    const bool zero = call.params.at("reference") == "zero";
    const auto reference = zero ? std::vector<double>(columns.size()) : column_means(ranked.values);
    const auto result =
        waterfall(ranked.values, weights, row, reference, call.params.at("order") == "size");
    std::vector<std::string> step = {"base"}, kind = {"base"};
    std::vector<double> weight = {NAN}, value = {NAN}, mean = {NAN}, part = {NAN}, start = {0},
                        end = {result.base};
    for (const auto& one : result.steps) {
        step.push_back(columns[one.criterion]);
        kind.emplace_back("part");
        weight.push_back(weights[one.criterion]);
        value.push_back(one.value);
        mean.push_back(one.reference);
        part.push_back(one.part);
        start.push_back(one.start);
        end.push_back(one.end);
    }
    step.emplace_back("total");
    kind.emplace_back("total");
    for (auto* column : {&weight, &value, &mean, &part}) {
        column->push_back(NAN);
    }
    start.push_back(0);
    end.push_back(result.total);
    const auto fields = waterfall_columns();
    auto out = std::make_shared<Table>(step.size());
    out->set(fields[0], Column::of_texts(step));
    out->set(fields[1], Column::of_texts(kind));
    out->set(fields[2], Column::of_reals(weight));
    out->set(fields[3], Column::of_reals(value));
    out->set(fields[4], Column::of_reals(mean));
    out->set(fields[5], Column::of_reals(part));
    out->set(fields[6], Column::of_reals(start));
    out->set(fields[7], Column::of_reals(end));
    return {{"table", out}};
}

}  // namespace

void register_counterfactual(registry::Registry& registry) {
    registry.add(counterfactual_spec(), run_counterfactual);
}

void register_waterfall(registry::Registry& registry) {
    registry.add(waterfall_spec(), run_waterfall);
}

}  // namespace jt::score
