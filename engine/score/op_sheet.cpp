// score.sheet: what a ranking rests on, one row for each candidate, and its factors one by one.
#include "base/error.hpp"
#include "score/constraint_inputs.hpp"
#include "score/op_support.hpp"
#include "score/rank.hpp"
#include "score/standing.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jt::score {
namespace {

using layer::Column;
using layer::Table;
using layer::Type;
using registry::ColumnSpec;
using registry::Kind;
using registry::ParamType;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// What of the table of score.robustness is shown.
const std::vector<ColumnSpec>& sure_columns() {
    static const std::vector<ColumnSpec> all = {
        {"mean", Type::real, "", {"得分均值", "mean score"}},
        {"sd", Type::real, "", {"得分标准差", "standard deviation of the score"}},
        {"expected_rank", Type::real, "", {"期望名次", "expected rank"}},
        {"p_first", Type::real, "", {"居首概率", "probability of rank 1"}},
        {"p_top", Type::real, "", {"居前概率", "probability of a top rank"}},
        {"score_p05", Type::real, "", {"得分5%分位", "5 % quantile of the score"}},
        {"score_p95", Type::real, "", {"得分95%分位", "95 % quantile of the score"}},
        {"rank_p05", Type::real, "", {"名次5%分位", "5 % quantile of the rank"}},
        {"rank_p95", Type::real, "", {"名次95%分位", "95 % quantile of the rank"}}};
    return all;
}

std::vector<ColumnSpec> factor_columns() {
    return {{"id", Type::text, "", {"标识", "id"}},
            {"name", Type::text, "", {"名称", "name"}},
            {"factor", Type::text, "", {"因子", "factor"}},
            {"shown", Type::text, "", {"指标值", "value"}},
            {"value", Type::real, "", {"指标值（数）", "value as a number"}},
            {"unit", Type::text, "", {"单位", "unit"}},
            {"score", Type::real, "", {"分值", "score"}},
            {"weight", Type::real, "", {"权重", "weight"}},
            {"part", Type::real, "", {"贡献", "contribution"}},
            {"pct", Type::real, "%", {"占得分", "share of the score"}}};
}

std::vector<ColumnSpec> sheet_columns() {
    return {{"rank", Type::integer, "", {"名次", "rank"}},
            {"id", Type::text, "", {"标识", "id"}},
            {"name", Type::text, "", {"名称", "name"}},
            {"score", Type::real, "", {"得分", "score"}},
            {"rank_all", Type::integer, "", {"含不可行名次", "rank with the infeasible"}},
            {"feasible", Type::boolean, "", {"可行", "feasible"}},
            {"failed_rules", Type::text, "", {"未通过的规则", "failed rules"}},
            {"warnings", Type::text, "", {"提醒", "warnings"}}};
}

registry::OperatorSpec spec() {
    registry::OperatorSpec out;
    out.name = "score.sheet";
    out.title = {"适宜性评价表", "Suitability sheet"};
    out.help = {
        "按名次列出各候选的因子分值、得分、名次（含与不含不可行者）、稳健性与未通过的规则；factors "
        "逐项列出指标值、分值、权重与贡献",
        "The candidates by rank with the scores of their factors, score, rank with and without "
        "the infeasible, robustness and failed rules; factors has value, score, weight and "
        "contribution one by one"};
    auto sure = constraints_port();
    sure.name = "robustness";
    sure.help = {"score.robustness 的结果表", "the table of score.robustness"};
    auto data = data_port();
    data.help = {"评分的结果，如 score.wlc 的表", "a result of scoring, as of score.wlc"};
    out.ports = {data, weights_port(), constraints_port(), sure};
    auto order = make_param("order", ParamType::choice, "descending",
                            {"descending 越大越好，ascending 越小越好",
                             "descending: more is better; ascending: less is better"});
    order.choices = {"descending", "ascending"};
    out.params = {
        required_param("factors", ParamType::list,
                       {"因子列表：column（分值列）、value（指标列，可省）、name（名称，可省）",
                        "list of factors: column (of scores), value (column of the indicator, "
                        "optional), name (optional)"}),
        make_param("score", ParamType::text, "score", {"得分列", "column of the scores"}),
        make_param("name", ParamType::text, "name", {"名称列", "column of names"}),
        weights_param(),
        order,
        normalise_param(),
        id_param()};
    auto columns = sheet_columns();
    columns.insert(columns.end(), sure_columns().begin(), sure_columns().end());
    out.outputs = {
        {"table", Kind::table, {"适宜性评价表", "suitability sheet"}, columns},
        {"factors", Kind::table, {"单因子明细", "factors one by one"}, factor_columns()}};
    return out;
}

struct Factor {
    std::string column, value, name;
};

std::vector<Factor> factors_of(const nlohmann::json& params) {
    static const std::vector<std::string> known = {"column", "value", "name"};
    std::vector<Factor> out;
    for (const auto& item : params.at("factors")) {
        if (!item.is_object()) {
            throw base::data_error("score.sheet.factor", out.size() + 1);
        }
        for (const auto& entry : item.items()) {
            if (std::ranges::find(known, entry.key()) == known.end()) {
                throw base::unknown_name_error("score.sheet.key", entry.key(), known);
            }
            if (!entry.value().is_string()) {
                throw base::data_error("score.sheet.text", out.size() + 1, entry.key());
            }
        }
        if (!item.contains("column")) {
            throw base::data_error("score.sheet.factor", out.size() + 1);
        }
        const std::string column = item["column"];
        out.push_back({column, item.value("value", ""), item.value("name", column)});
    }
    if (out.empty()) {
        throw base::data_error("score.columns.empty");
    }
    return out;
}

/// What the sheet is made of; factors and rows in their order.
struct Sheet {
    std::vector<Factor> factors;
    std::vector<std::string> ids, names, columns;
    Criteria scores, parts;
    std::vector<double> weights, total;
    Standing standing;
    Ranking ranking, all;
};

Sheet sheet_of(registry::Call& call) {
    const auto& data = call.in<Table>("data");
    Sheet out;
    out.factors = factors_of(call.params);
    for (const auto& factor : out.factors) {
        out.columns.push_back(factor.column);
    }
    const auto column = call.params.at("name").get<std::string>();
    out.ids = names_of(data, call.params);
    row_by_name(out.ids);  // robustness and constraints are joined by id
    out.names = data.has(column) ? names_of(data, {{"id", column}}) : out.ids;
    out.scores = criteria_of(data, out.columns);
    out.weights = weights_of(call, out.columns);
    out.total = reals_of(data, call.params.at("score").get<std::string>());
    for (std::size_t k = 0; k < out.columns.size(); ++k) {
        const std::string part = out.columns[k] + "_part";
        if (data.has(part)) {
            out.parts.push_back(reals_of(data, part));
            continue;
        }
        out.parts.push_back(out.scores[k]);
        for (double& value : out.parts.back()) {
            value *= out.weights[k];
        }
    }
    out.standing = standing_of(call, "constraints", out.ids);
    const bool larger = call.params.at("order") == "descending";
    out.ranking = rank(out.total, out.standing.feasible, out.ids, larger);
    out.all = rank(out.total, std::vector<bool>(out.ids.size(), true), out.ids, larger);
    return out;
}

/// Four digits, at most three behind the point.
std::string shown(double value) {
    const double size = std::abs(value);
    const int before = size < 1 ? 1 : static_cast<int>(std::floor(std::log10(size))) + 1;
    return fmt::format("{:.{}f}", value, std::clamp(4 - before, 0, 3));
}

std::shared_ptr<Table> factor_table(const Sheet& sheet, const Table& data) {
    std::vector<std::string> ids, names, factors, values, units;
    std::vector<double> numbers[5];
    for (const std::size_t row : sheet.ranking.order) {
        for (std::size_t k = 0; k < sheet.factors.size(); ++k) {
            const Factor& factor = sheet.factors[k];
            ids.push_back(sheet.ids[row]);
            names.push_back(sheet.names[row]);
            factors.push_back(factor.name);
            double number = kNone;
            std::string text, unit;
            if (!factor.value.empty()) {
                const Column& column = data.column(factor.value);
                unit = data.field(factor.value).unit;
                number = column.type() == Type::text ? kNone : column.number(row);
                text = std::isnan(number) ? column.show(row) : shown(number);
            }
            values.push_back(text);
            units.push_back(unit);
            const double part = sheet.parts[k][row];
            const double line[] = {number, sheet.scores[k][row], sheet.weights[k], part,
                                   100 * part / sheet.total[row]};
            for (std::size_t i = 0; i < std::size(line); ++i) {
                numbers[i].push_back(std::isfinite(line[i]) ? line[i] : kNone);
            }
        }
    }
    auto out = std::make_shared<Table>(ids.size());
    const auto fields = factor_columns();
    Column columns[] = {Column::of_texts(ids),        Column::of_texts(names),
                        Column::of_texts(factors),    Column::of_texts(values),
                        Column::of_reals(numbers[0]), Column::of_texts(units),
                        Column::of_reals(numbers[1]), Column::of_reals(numbers[2]),
                        Column::of_reals(numbers[3]), Column::of_reals(numbers[4])};
    for (std::size_t i = 0; i < fields.size(); ++i) {
        out->set(fields[i], std::move(columns[i]));
    }
    return out;
}

/// The columns of the robustness by rows of the sheet; nothing without it.
std::vector<std::pair<ColumnSpec, Column>> robustness(const registry::Call& call,
                                                      const Sheet& sheet) {
    std::vector<std::pair<ColumnSpec, Column>> out;
    if (!call.has("robustness")) {
        return out;
    }
    const auto& table = call.in<Table>("robustness");
    const auto rows = row_by_name(names_of(table, {{"id", "id"}}));
    for (const auto& field : sure_columns()) {
        const auto values = reals_of(table, field.name);
        std::vector<double> mine;
        for (const auto& id : sheet.ids) {
            const auto found = rows.find(id);  // rows that were left out there have none
            mine.push_back(found == rows.end() ? kNone : values[found->second]);
        }
        out.emplace_back(field, Column::of_reals(mine).take(sheet.ranking.order));
    }
    return out;
}

std::shared_ptr<Table> main_table(const registry::Call& call, const Sheet& sheet) {
    const auto& order = sheet.ranking.order;
    const auto fields = sheet_columns();
    auto out = std::make_shared<Table>(order.size());
    const auto put = [&](const ColumnSpec& field, const Column& column) {
        out->set(field, column.take(order));
    };
    put(fields[0], rank_column(sheet.ranking));
    put(fields[1], Column::of_texts(sheet.ids));
    put(fields[2], Column::of_texts(sheet.names));
    for (std::size_t k = 0; k < sheet.factors.size(); ++k) {
        const std::string& name = sheet.factors[k].name;
        const std::string weight = fmt::format("{:.3f}", sheet.weights[k]);
        put({sheet.columns[k],
             Type::real,
             "",
             {name + "（×" + weight + "）", name + " (x " + weight + ")"}},
            Column::of_reals(sheet.scores[k]));
    }
    put(fields[3], Column::of_reals(sheet.total));
    put(fields[4], rank_column(sheet.all));
    for (auto& [field, column] : robustness(call, sheet)) {
        out->set(field, std::move(column));
    }
    put(fields[5], Column::of_booleans(sheet.standing.feasible));
    put(fields[6], Column::of_texts(sheet.standing.failed));
    put(fields[7], Column::of_texts(sheet.standing.warnings));
    return out;
}

registry::Outputs run(registry::Call& call) {
    const Sheet sheet = sheet_of(call);
    return {{"table", main_table(call, sheet)},
            {"factors", factor_table(sheet, call.in<Table>("data"))}};
}

}  // namespace

void register_sheet(registry::Registry& registry) { registry.add(spec(), run); }

}  // namespace jt::score
