// score.owa: how optimistic a score is, chosen.
#include "base/error.hpp"
#include "score/op_support.hpp"
#include "score/owa.hpp"

namespace jt::score {
namespace {

using layer::Column;
using layer::Table;
using layer::Type;
using registry::ColumnSpec;
using registry::Kind;
using registry::ParamType;

const ColumnSpec kScore = {"score", Type::real, "", {"得分", "score"}};

std::vector<ColumnSpec> strategy_columns() {
    return {{"n", Type::integer, "", {"指标数", "number of indicators"}},
            {"orness", Type::real, "", {"乐观度", "orness"}},
            {"andness", Type::real, "", {"悲观度", "andness, 1 less orness"}},
            {"tradeoff", Type::real, "", {"补偿度", "trade-off"}}};
}

std::vector<ColumnSpec> order_columns() {
    return {{"position", Type::integer, "", {"名次，1 为最大值", "position, 1 = largest value"}},
            {"weight", Type::real, "", {"次序权重", "order weight"}}};
}

std::vector<registry::FormulaSpec> formulas() {
    return {
        {{"有序加权平均（OWA）", "Ordered weighted averaging (OWA)"},
         "S = \\sum_j v_j x_{(j)},\\quad orness = \\sum_j (n - j) v_j / (n - 1),\\quad tradeoff "
         "= 1 - \\sqrt{n \\sum_j (v_j - 1/n)^2 / (n - 1)}",
         {"x(1)：最大值；v：次序权重", "x(1): the largest value; v: order weights"},
         "Yager 1988; Jiang and Eastman 2000"},
        {{"由乐观度定次序权重", "Order weights from orness"},
         "v_j = Q(U_j) - Q(U_{j-1}),\\quad Q(r) = r^{(1 - orness)/orness},\\quad U_j = "
         "\\sum_{k \\le j} u_{(k)}",
         {"u：指标权重，缺省 1/n", "u: weights of the indicators, 1/n by default"},
         "Yager 1996"}};
}

registry::OperatorSpec spec() {
    registry::OperatorSpec out;
    out.name = "score.owa";
    out.title = {"有序加权平均（OWA）", "Ordered weighted averaging (OWA)"};
    out.help = {
        "按大小而非按指标给权重：乐观度 1 取最好值，0 取最差值，0.5 为加权和；可再加指标权重",
        "Weights by size instead of by indicator: orness 1 takes the best value, 0 the "
        "worst, 0.5 the weighted sum; the indicators may have weights besides"};
    out.ports = {data_port(), weights_port()};
    auto orness = make_param("orness", ParamType::number, nullptr,
                             {"乐观度 0 至 1（Yager 1996），代替 order_weights",
                              "orness 0 to 1 (Yager 1996), instead of order_weights"});
    orness.min = 0;
    orness.max = 1;
    out.params = {columns_param(),
                  make_param("order_weights", ParamType::list, nullptr,
                             {"次序权重，第一个给最大值，不小于 0，和为 1",
                              "order weights, the first for the largest value, 0 or more, with sum "
                              "1"}),
                  orness,
                  weights_param(),
                  normalise_param(),
                  into_param(),
                  id_param()};
    out.outputs = {
        {"table",
         Kind::table,
         {"输入各列加得分", "the columns of the input and the score"},
         {kScore},
         {{"data"}}},
        {"strategy", Kind::table, {"乐观度与补偿度", "orness and trade-off"}, strategy_columns()},
        {"order_weights", Kind::table, {"次序权重", "order weights"}, order_columns()}};
    out.formulas = formulas();
    return out;
}

/// Order weights as given, or those of the quantifier without importances.
std::vector<double> order_weights_of(registry::Call& call, std::size_t n) {
    const auto& orness = call.params.at("orness");
    if (orness.is_null() == call.params.at("order_weights").is_null()) {
        throw base::data_error("score.owa.source");
    }
    if (!orness.is_null()) {
        return rim_weights(n, orness.get<double>());
    }
    const auto given = numbers_of(call.params, "order_weights");
    if (given.size() != n) {
        throw base::data_error("score.owa.count", given.size(), n);
    }
    std::vector<std::string> names;
    for (std::size_t j = 1; j <= n; ++j) {
        names.push_back(fmt::format("v{}", j));
    }
    return base::within(base::msg("score.in.order_weights"),
                        [&] { return used_weights(call, names, given); });
}

/// The weights of the indicators; none where none are given.
std::vector<double> importance_of(registry::Call& call, const std::vector<std::string>& columns) {
    const bool given = !call.params.at("weights").is_null() || call.has("weights");
    return given ? weights_of(call, columns) : std::vector<double>();
}

OwaResult scores_of(registry::Call& call, const Criteria& criteria,
                    const std::vector<double>& order_weights,
                    const std::vector<double>& importance) {
    const auto& orness = call.params.at("orness");
    return orness.is_null() || importance.empty()
               ? owa(criteria, order_weights, importance)
               : quantifier_owa(criteria, orness.get<double>(), importance);
}

std::shared_ptr<Table> strategy_table(const std::vector<double>& order_weights) {
    const auto strategy = owa_strategy(order_weights);
    const auto fields = strategy_columns();
    auto out = std::make_shared<Table>(1);
    out->set(fields[0], Column::of_integers({static_cast<std::int64_t>(order_weights.size())}));
    out->set(fields[1], Column::of_reals({strategy.orness}));
    out->set(fields[2], Column::of_reals({1 - strategy.orness}));
    out->set(fields[3], Column::of_reals({strategy.tradeoff}));
    return out;
}

std::shared_ptr<Table> order_table(const std::vector<double>& order_weights) {
    std::vector<std::int64_t> position;
    for (std::size_t j = 0; j < order_weights.size(); ++j) {
        position.push_back(static_cast<std::int64_t>(j) + 1);
    }
    const auto fields = order_columns();
    auto out = std::make_shared<Table>(order_weights.size());
    out->set(fields[0], Column::of_integers(std::move(position)));
    out->set(fields[1], Column::of_reals(order_weights));
    return out;
}

registry::Outputs run(registry::Call& call) {
    const auto& data = call.in<Table>("data");
    const auto columns = column_names(call.params);
    const auto order_weights = order_weights_of(call, columns.size());
    const auto result =
        scores_of(call, criteria_of(data, columns), order_weights, importance_of(call, columns));
    const auto names = names_of(data, call.params);
    report(call, base::Severity::warning, "score.wlc.missing", data, names, result.missing);
    report(call, base::Severity::warning, "score.owa.undefined", data, names, result.undefined);
    auto out = std::make_shared<Table>(layer::columns_of(data));
    put_score(call, *out, kScore, Column::of_reals(result.score));
    return {{"table", out},
            {"strategy", strategy_table(order_weights)},
            {"order_weights", order_table(order_weights)}};
}

}  // namespace

void register_owa(registry::Registry& registry) { registry.add(spec(), run); }

}  // namespace jt::score
