// score.swing and score.combine_weights: weights from what people gave, and two sets made one.
#include "base/error.hpp"
#include "base/text.hpp"
#include "score/combine.hpp"
#include "score/op_support.hpp"
#include "score/swing.hpp"

#include <set>

namespace jt::score {
namespace {

using layer::Column;
using layer::Table;
using layer::Type;
using registry::ColumnSpec;
using registry::Kind;
using registry::ParamType;

const ColumnSpec kPoints = {"points", Type::real, "", {"分数", "points"}};
const ColumnSpec kFirst = {"first", Type::real, "", {"第一组权重", "first weight"}};
const ColumnSpec kSecond = {"second", Type::real, "", {"第二组权重", "second weight"}};

registry::OperatorSpec swing_spec() {
    registry::OperatorSpec out;
    out.name = "score.swing";
    out.title = {"摆幅权重", "Swing weights"};
    out.help = {"各准则由最差变为最好的重要程度：最重要者 100 分，其余与之相比，归一化为权重",
                "How much it matters that a criterion swings from worst to best: 100 points for "
                "the one that matters most, the others against it, normalised"};
    out.ports = {{"data",
                  Kind::table,
                  false,
                  false,
                  {"表：name, points，代替参数",
                   "a table of name and points, instead of the "
                   "parameters"}}};
    out.params = {
        make_param("names", ParamType::list, nullptr, {"准则名称", "names of the criteria"}),
        make_param("points", ParamType::list, nullptr,
                   {"分数 0 至 100，与 names 同序，至少一个 100",
                    "points 0 to 100 in the order of names, at least one of them 100"})};
    auto columns = weight_columns();
    columns.push_back(kPoints);
    out.outputs = {{"table", Kind::table, {"权重表", "weights"}, columns}};
    out.formulas = {{{"摆幅权重", "Swing weights"},
                     "w_j = p_j / \\sum_k p_k",
                     {"p：分数，最大 100", "p: points, 100 for the largest"},
                     "von Winterfeldt and Edwards 1986"}};
    return out;
}

void check_distinct(const std::vector<std::string>& names) {
    std::set<std::string> seen;
    for (const auto& name : names) {
        if (!seen.insert(name).second) {
            throw base::data_error("score.combine.twice", name);
        }
    }
}

std::vector<std::string> names_in(const Table& table) {
    std::vector<std::string> out;
    const auto& names = table.column("name");
    for (std::size_t row = 0; row < table.rows(); ++row) {
        out.push_back(names.show(row));
    }
    return out;
}

registry::Outputs run_swing(registry::Call& call) {
    const bool given = !call.params.at("names").is_null() || !call.params.at("points").is_null();
    if (given == call.has("data")) {
        throw base::data_error("score.swing.source");
    }
    const auto names = given ? texts_of(call.params, "names") : names_in(call.in<Table>("data"));
    const auto points =
        given ? numbers_of(call.params, "points") : reals_of(call.in<Table>("data"), "points");
    check_distinct(names);
    auto out = weight_table(names, swing_weights(names, points));
    out->set(kPoints, Column::of_reals(points));
    return {{"table", out}};
}

registry::OperatorSpec combine_spec() {
    registry::OperatorSpec out;
    out.name = "score.combine_weights";
    out.title = {"组合权重", "Combined weights"};
    out.help = {"把两组权重合为一组，如主观的 AHP 权重与客观的熵权；按名称对应",
                "Makes one set of weights of two, such as judged (AHP) and measured (entropy) "
                "ones; matched by name"};
    out.ports = {
        {"first", Kind::table, true, false, {"权重表：name, weight", "weights: name, weight"}},
        {"second", Kind::table, true, false, {"权重表：name, weight", "weights: name, weight"}}};
    auto method = make_param("method", ParamType::choice, "linear",
                             {"linear：α w1 + (1 - α) w2；multiplicative：w1^α w2^(1 - α) 归一化",
                              "linear: alpha w1 + (1 - alpha) w2; multiplicative: w1^alpha "
                              "w2^(1 - alpha), normalised"});
    method.choices = {"linear", "multiplicative"};
    auto alpha = make_param("alpha", ParamType::number, 0.5,
                            {"第一组权重的份额 α", "share alpha of the first weights"});
    alpha.min = 0;
    alpha.max = 1;
    out.params = {method, alpha, normalise_param()};
    auto columns = weight_columns();
    columns.push_back(kFirst);
    columns.push_back(kSecond);
    out.outputs = {{"table",
                    Kind::table,
                    {"权重表，按第一组的次序", "weights, in the order of the first"},
                    columns}};
    const base::Text where = {"α：第一组的份额", "α: share of the first"};
    out.formulas = {{{"组合权重（加法）", "Combined weights, by sums"},
                     "w_j = \\alpha w_j^{(1)} + (1 - \\alpha) w_j^{(2)}",
                     where,
                     ""},
                    {{"组合权重（乘法）", "Combined weights, by products"},
                     "w_j \\propto (w_j^{(1)})^{\\alpha} (w_j^{(2)})^{1 - \\alpha}",
                     where,
                     ""}};
    return out;
}

NamedWeights read_weights(const registry::Call& call, const std::string& port) {
    const auto& table = call.in<Table>(port);
    NamedWeights out{names_in(table), {}};
    out.weights = base::within(base::msg("score.in.port", port), [&] {
        return used_weights(call, out.names, reals_of(table, "weight"));
    });
    return out;
}

registry::Outputs run_combine(registry::Call& call) {
    const auto first = read_weights(call, "first");
    const auto second = read_weights(call, "second");
    const auto how =
        call.params.at("method") == "linear" ? Combination::linear : Combination::multiplicative;
    const double alpha = call.params.at("alpha").get<double>();
    const auto weights = combine_weights(first, second, alpha, how);
    std::vector<std::string> nothing;
    const auto other = matched_weights(first, second);
    for (std::size_t j = 0; j < weights.size(); ++j) {
        if (weights[j] <= 0 && first.weights[j] + other[j] > 0) {
            nothing.push_back(first.names[j]);
        }
    }
    if (!nothing.empty()) {
        call.diagnostics->warn(
            base::msg("score.combine.zero", nothing.size(), base::join_some(nothing)));
    }
    auto out = weight_table(first.names, weights);
    out->set(kFirst, Column::of_reals(first.weights));
    out->set(kSecond, Column::of_reals(other));
    return {{"table", out}};
}

}  // namespace

void register_swing(registry::Registry& registry) { registry.add(swing_spec(), run_swing); }

void register_combine_weights(registry::Registry& registry) {
    registry.add(combine_spec(), run_combine);
}

}  // namespace jt::score
