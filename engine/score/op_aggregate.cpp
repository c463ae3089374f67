// score.wlc and score.topsis: one score from many indicators.
#include "base/error.hpp"
#include "score/op_support.hpp"
#include "score/topsis.hpp"

namespace jt::score {
namespace {

using layer::Column;
using layer::Table;
using layer::Type;
using registry::Kind;
using registry::ParamType;

registry::OperatorSpec wlc_spec() {
    registry::OperatorSpec out;
    out.name = "score.wlc";
    out.title = {"加权线性组合", "Weighted linear combination"};
    out.help = {"得分 = Σ 权重 × 指标；另列出各指标的贡献（<列名>_part），其和即得分",
                "Score = sum of weight x indicator; the contribution of each indicator stands in "
                "<column>_part, and they add up to the score"};
    out.ports = {data_port(), weights_port()};
    auto missing = make_param(
        "missing", ParamType::choice, "missing",
        {"缺指标的行：missing 不评分，renormalise 按其余指标评分；均列出",
         "rows that lack an indicator: missing gives no score, renormalise scores on the others; "
         "both are listed"});
    missing.choices = {"missing", "renormalise"};
    out.params = {columns_param(), weights_param(), normalise_param(),
                  missing,         into_param(),    id_param()};
    out.outputs = {{"table",
                    Kind::table,
                    {"输入各列加得分与贡献", "the columns of the input, score and contributions"},
                    {{"score", Type::real, "", {"得分", "score"}}}}};
    return out;
}

registry::Outputs run_wlc(registry::Call& call) {
    const auto& data = call.in<Table>("data");
    const auto columns = column_names(call.params);
    const auto weights = weights_of(call, columns);
    const bool fill = call.params.at("missing") == "renormalise";
    const auto result = wlc(criteria_of(data, columns), weights,
                            fill ? MissingRule::renormalise : MissingRule::missing);
    report(call, base::Severity::warning, fill ? "score.wlc.renormalised" : "score.wlc.missing",
           data, names_of(data, call.params), result.missing);
    auto out = std::make_shared<Table>(layer::columns_of(data));
    put_score(call, *out, wlc_spec().outputs.front().columns.front(),
              Column::of_reals(result.score));
    put_parts(*out, data, columns, result.parts);
    return {{"table", out}};
}

registry::OperatorSpec topsis_spec() {
    registry::OperatorSpec out;
    out.name = "score.topsis";
    out.title = {"TOPSIS 优劣解距离法", "TOPSIS"};
    out.help = {"到正理想解与负理想解的距离之比（Hwang & Yoon 1981），0 至 1",
                "Relative closeness to the ideal solution (Hwang & Yoon 1981), 0 to 1"};
    out.ports = {data_port(), weights_port()};
    out.params = {columns_param(),        weights_param(), normalise_param(),
                  directions_param(true), into_param(),    id_param()};
    out.outputs = {
        {"table",
         Kind::table,
         {"输入各列加贴近度与距离", "the columns of the input, closeness and distances"},
         {{"score", Type::real, "", {"贴近度", "closeness"}},
          {"d_plus", Type::real, "", {"到正理想解的距离", "distance to the ideal"}},
          {"d_minus", Type::real, "", {"到负理想解的距离", "distance to the anti-ideal"}}}}};
    return out;
}

registry::Outputs run_topsis(registry::Call& call) {
    const auto& data = call.in<Table>("data");
    const auto columns = column_names(call.params);
    const auto directions = directions_of(call.params, columns.size());
    const auto result = topsis(criteria_of(data, columns), weights_of(call, columns), directions);
    const auto names = names_of(data, call.params);
    report(call, base::Severity::warning, "score.wlc.missing", data, names, result.missing);
    report(call, base::Severity::warning, "score.topsis.undefined", data, names, result.undefined);
    auto out = std::make_shared<Table>(layer::columns_of(data));
    const auto fields = topsis_spec().outputs.front().columns;
    put_score(call, *out, fields[0], Column::of_reals(result.closeness));
    out->set(fields[1], Column::of_reals(result.d_plus));
    out->set(fields[2], Column::of_reals(result.d_minus));
    return {{"table", out}};
}

}  // namespace

void register_wlc(registry::Registry& registry) { registry.add(wlc_spec(), run_wlc); }

void register_topsis(registry::Registry& registry) { registry.add(topsis_spec(), run_topsis); }

}  // namespace jt::score
