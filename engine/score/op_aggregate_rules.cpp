// score.wpm and score.minimum: products, and the worst factor.
#include "base/error.hpp"
#include "base/text.hpp"
#include "score/minimum.hpp"
#include "score/op_support.hpp"
#include "score/wpm.hpp"

namespace jt::score {
namespace {

using layer::Column;
using layer::Table;
using layer::Type;
using registry::ColumnSpec;
using registry::Kind;
using registry::ParamType;

const ColumnSpec kScore = {"score", Type::real, "", {"得分", "score"}};
const ColumnSpec kDeciding = {
    "worst_factor", Type::text, "", {"决定得分的指标", "the factor that decides"}};

registry::OperatorSpec wpm_spec() {
    registry::OperatorSpec out;
    out.name = "score.wpm";
    out.title = {"加权积", "Weighted product"};
    out.help = {"得分 = Π 指标^权重（越小越好的取倒数）；各指标的因子见 <列名>_part，其积即得分",
                "Score = product of indicator^weight (its inverse where less is better); the "
                "factor of each stands in <column>_part, and their product is the score"};
    out.ports = {data_port(), weights_port()};
    auto nonpositive = make_param(
        "nonpositive", ParamType::choice, "error",
        {"有不大于 0 的值时：error 报错，missing 该行不评分；均列出",
         "values of 0 or less: error, or missing (the row gets no score); both are listed"});
    nonpositive.choices = {"error", "missing"};
    out.params = {columns_param(), weights_param(), normalise_param(), directions_param(false),
                  nonpositive,     into_param(),    id_param()};
    out.outputs = {{"table",
                    Kind::table,
                    {"输入各列加得分与因子", "the columns of the input, score and factors"},
                    {kScore},
                    {{"data"}}}};
    out.formulas = {{{"加权积", "Weighted product"},
                     "S_i = \\prod_j x_{ij}^{\\pm w_j}",
                     {"x > 0；w：权重，越小越好的取负",
                      "x > 0; w: weights, negative where less is "
                      "better"},
                     "Bridgman 1922; Miller and Starr 1969"}};
    return out;
}

/// "P02: minutes = 0", for each value that a product cannot take.
std::vector<std::string> refused_values(const Criteria& criteria,
                                        const std::vector<std::string>& columns,
                                        const std::vector<std::string>& names,
                                        const std::vector<std::size_t>& rows) {
    std::vector<std::string> out;
    for (const std::size_t row : rows) {
        for (std::size_t j = 0; j < columns.size(); ++j) {
            if (criteria[j][row] <= 0) {
                out.push_back(fmt::format("{}: {} = {}", names[row], columns[j], criteria[j][row]));
            }
        }
    }
    return out;
}

registry::Outputs run_wpm(registry::Call& call) {
    const auto& data = call.in<Table>("data");
    const auto columns = column_names(call.params);
    const auto criteria = criteria_of(data, columns);
    const auto result =
        wpm(criteria, weights_of(call, columns), directions_of(call.params, columns.size()));
    const auto names = names_of(data, call.params);
    report(call, base::Severity::warning, "score.wlc.missing", data, names, result.missing);
    if (!result.nonpositive.empty()) {
        const auto list =
            base::join_some(refused_values(criteria, columns, names, result.nonpositive));
        if (call.params.at("nonpositive") == "error") {
            throw base::data_error("score.wpm.positive", result.nonpositive.size(), list);
        }
        call.diagnostics->features(base::Severity::warning,
                                   base::msg("score.wpm.left_out", result.nonpositive.size(), list),
                                   "", layer::row_ids(data, result.nonpositive));
    }
    auto out = std::make_shared<Table>(layer::columns_of(data));
    put_score(call, *out, kScore, Column::of_reals(result.score));
    put_parts(*out, data, columns, result.parts);
    return {{"table", out}};
}

registry::OperatorSpec minimum_spec() {
    registry::OperatorSpec out;
    out.name = "score.minimum";
    out.title = {"短板法", "Minimum rule"};
    out.help = {"最差的指标决定得分，并写明是哪一个（并列的全部列出）",
                "The worst factor alone decides; which one it was stands beside it (all of them "
                "where several are as bad)"};
    out.ports = {data_port()};
    auto order = make_param("order", ParamType::choice, "descending",
                            {"descending 越大越好，取最小；ascending 越小越好（如等级 1 至 5），"
                             "取最大",
                             "descending: more is better, the smallest decides; ascending: less "
                             "is better, as with grades 1 to 5, the largest decides"});
    order.choices = {"descending", "ascending"};
    out.params = {columns_param(), order, into_param(), id_param()};
    out.outputs = {{"table",
                    Kind::table,
                    {"输入各列加得分与决定它的指标",
                     "the columns of the input, score and the factor that decides"},
                    {kScore, kDeciding},
                    {{"data"}}}};
    return out;
}

/// Names of the criteria that decide each row; null for a row without a score.
Column deciding_column(const MinimumResult& result, const std::vector<std::string>& columns) {
    layer::ColumnBuilder out(Type::text);
    for (const auto& list : result.deciding) {
        std::vector<std::string> named;
        for (const std::size_t j : list) {
            named.push_back(columns[j]);
        }
        if (named.empty()) {
            out.null();
        } else {
            out.text(base::join_some(named, named.size()));
        }
    }
    return out.build();
}

registry::Outputs run_minimum(registry::Call& call) {
    const auto& data = call.in<Table>("data");
    const auto columns = column_names(call.params);
    const bool more = call.params.at("order") == "descending";
    const auto result =
        minimum_rule(criteria_of(data, columns), more ? Direction::max : Direction::min);
    report(call, base::Severity::warning, "score.wlc.missing", data, names_of(data, call.params),
           result.missing);
    auto out = std::make_shared<Table>(layer::columns_of(data));
    put_score(call, *out, kScore, Column::of_reals(result.score));
    out->set(kDeciding, deciding_column(result, columns));
    return {{"table", out}};
}

}  // namespace

void register_wpm(registry::Registry& registry) { registry.add(wpm_spec(), run_wpm); }

void register_minimum(registry::Registry& registry) { registry.add(minimum_spec(), run_minimum); }

}  // namespace jt::score
