// score.criteria: a criterion tree on the rows of a table.
#include "base/error.hpp"
#include "layer/value_function.hpp"
#include "score/op_criteria_tables.hpp"

#include <algorithm>
#include <cmath>

namespace jt::score {
namespace {

using layer::CriteriaTree;
using layer::Criterion;
using layer::Table;
using layer::Type;
using registry::Kind;
using registry::ParamType;

std::vector<registry::PortSpec> ports() {
    return {data_port(),
            {"weights",
             Kind::table,
             false,
             true,
             {"权重表 name, weight；准则树中以 {\"method\": \"table\", \"table\": 序号} 引用",
              "tables of name and weight, which the tree means by {\"method\": \"table\", "
              "\"table\": number}"}},
            {"constraints",
             Kind::table,
             false,
             false,
             {"score.constraints 的结果表：不可行者保留得分，没有名次",
              "the table of score.constraints: infeasible rows keep their score, without a "
              "rank"}}};
}

std::vector<registry::ParamSpec> params() {
    auto normalise = normalise_param();
    normalise.help = {"组内权重之和不为 1 时归一化，而不是报错",
                      "divide the weights of a group by their sum where it is not 1, instead of "
                      "an error"};
    auto missing = make_param(
        "missing", ParamType::choice, "missing",
        {"缺因子的行：missing 不评分，renormalise 在加权和的组内按其余因子评分；均列出，从不按 0 "
         "计",
         "rows that lack a factor: missing gives no score, renormalise scores on the others in a "
         "group that is a sum; both are listed, and never is a gap 0"});
    missing.choices = {"missing", "renormalise"};
    return {
        required_param("tree", ParamType::object,
                       {"准则树：name、factors（组或因子）、merge、weights；因子为 "
                        "name、column、function、unit、applies、weight",
                        "the criterion tree: name, factors (groups or factors), merge, weights; a "
                        "factor has name, column, function, unit, applies, weight"}),
        normalise, missing, id_param()};
}

/// The score, and what score.rank adds to it.
std::vector<registry::ColumnSpec> ranked_columns(const registry::Registry& registry) {
    std::vector<registry::ColumnSpec> out = {{"score", Type::real, "", {"得分", "score"}}};
    for (const auto& column : registry.find("score.rank").spec.outputs.front().columns) {
        out.push_back(column);
    }
    return out;
}

registry::OperatorSpec spec(const registry::Registry& registry) {
    registry::OperatorSpec out;
    out.name = "score.criteria";
    out.title = {"准则树评价", "Criterion tree"};
    out.help = {
        "目标—因子组—因子的准则树逐行求值：价值函数、各组权重（直接、AHP、群决策、摆幅、熵权、"
        "CRITIC、组合）与合成方法（加权和、加权积、OWA、短板），得到因子分值、组得分、总得分与名次",
        "Evaluates a tree of goal, factor groups and factors on rows: value functions, weights of "
        "each group (direct, AHP, group AHP, swing, entropy, CRITIC, combined) and its aggregation "
        "(sum, product, OWA, minimum) give scores of factors and groups, the total and ranks"};
    out.ports = ports();
    out.params = params();
    out.outputs = {
        {"table",
         Kind::table,
         {"输入各列加各准则得分（<名称>_score）、贡献（<名称>_part）、总得分与名次",
          "the columns of the input, <name>_score and <name>_part of each criterion, total, rank"},
         ranked_columns(registry),
         {{"data"}}},
        {"factors",
         Kind::table,
         {"每行每因子一条", "one for each row and factor"},
         factor_columns()},
        {"weights",
         Kind::table,
         {"各准则的权重", "weights of the criteria"},
         layer::criteria_weight_columns()},
        {"global",
         Kind::table,
         {"全为加权和时各因子的总权重，供 score.robustness 等使用",
          "global weights of the factors of a tree of sums, for score.robustness and the like"},
         weight_columns()},
        {"judgements",
         Kind::table,
         {"谁作了什么判断", "who judged what"},
         layer::judgement_columns()}};
    out.formulas = {{{"准则树", "Criterion tree"},
                     "S_g = M_g\\bigl(w_{gk}, S_k\\bigr),\\quad S_f = v_f(x_f),\\quad W_f = "
                     "\\prod_{g \\ni f} w_g",
                     {"M：组的合成方法；v：价值函数；W：因子的总权重",
                      "M: aggregation of the group; v: value function; W: global weight of a "
                      "factor"},
                     "Saaty 1980; Malczewski 1999"}};
    out.check = [](const nlohmann::json& given, const std::map<std::string, std::size_t>&) {
        CriteriaTree::from_json(given.at("tree"));
    };
    return out;
}

/// Which rows a factor counts in: its boolean column, or all.
std::vector<bool> rows_of(const Table& data, const Criterion& factor) {
    std::vector<bool> out(data.rows(), true);
    if (factor.applies.empty()) {
        return out;
    }
    const auto& column = data.column(factor.applies);
    if (column.type() != Type::boolean) {
        throw base::data_error("score.rank.feasible_type", factor.applies);
    }
    for (std::size_t row = 0; row < out.size(); ++row) {
        out[row] = column.boolean(row);
    }
    return out;
}

std::vector<double> factor_scores(registry::Call& call, const Table& data, const Criterion& factor,
                                  const std::vector<bool>& applies) {
    const auto& field = data.field(factor.column);
    if (!factor.unit.empty() && !field.unit.empty() && factor.unit != field.unit) {
        throw base::data_error("criteria.unit", factor.unit, factor.column, field.unit);
    }
    std::vector<double> out;
    if (!factor.function.is_null()) {
        out = value_scores(call, data, factor.column, factor.function, factor.unit, applies);
    } else {
        out = reals_of(data, factor.column);
        std::vector<std::size_t> missing;
        for (std::size_t row = 0; row < out.size(); ++row) {
            if (std::isnan(out[row]) && applies[row]) {
                missing.push_back(row);
            }
        }
        report(call, base::Severity::warning, "score.value.missing", data,
               names_of(data, call.params), missing, factor.column);
    }
    for (std::size_t row = 0; row < out.size(); ++row) {
        out[row] = applies[row] ? out[row] : NAN;
    }
    return out;
}

/// What is in a group as columns by name, for weights from data.
std::shared_ptr<Table> group_scores(const CriteriaTree& tree, const TreeScores& scores,
                                    std::size_t group, const std::vector<std::string>& names) {
    auto out = std::make_shared<Table>(names.size());
    out->set({"row", Type::text, "", {}}, layer::Column::of_texts(names));
    for (const std::size_t i : tree.nodes()[group].factors) {
        out->set({tree.nodes()[i].name, Type::real, "", {}},
                 layer::Column::of_reals(scores.score[i]));
    }
    return out;
}

void tell_group(registry::Call& call, const Table& data, const std::vector<std::string>& names,
                const Evaluated& evaluated, std::size_t group) {
    const std::string& name = evaluated.tree.nodes()[group].name;
    const auto& scores = evaluated.scores;
    if (!scores.refused[group].empty()) {
        throw base::data_error("criteria.negative", scores.refused[group].size(), name,
                               some_names(names, scores.refused[group]));
    }
    report(call, base::Severity::warning, "criteria.filled", data, names, scores.filled[group],
           name);
    report(call, base::Severity::warning, "criteria.undefined", data, names,
           scores.undefined[group], name);
}

Evaluated evaluate_tree(registry::Call& call, const Table& data,
                        const std::vector<std::string>& names) {
    Evaluated out{CriteriaTree::from_json(call.params.at("tree")), {}, {}, {}};
    const auto& nodes = out.tree.nodes();
    out.scores = empty_scores(out.tree, data.rows());
    out.groups.resize(nodes.size());
    for (const std::size_t i : out.tree.factors()) {
        base::within(base::msg("criteria.in", nodes[i].name), [&] {
            out.scores.applies[i] = rows_of(data, nodes[i]);
            out.scores.score[i] = factor_scores(call, data, nodes[i], out.scores.applies[i]);
        });
    }
    std::vector<std::shared_ptr<const Table>> tables;
    for (const auto& object : call.inputs["weights"]) {
        tables.push_back(std::dynamic_pointer_cast<const Table>(object));
    }
    layer::WeightMaker weights(
        call, out.tree, tables, call.params.at("normalise").get<bool>(),
        [&](std::size_t group) { return group_scores(out.tree, out.scores, group, names); });
    const auto rule = call.params.at("missing") == "renormalise" ? MissingRule::renormalise
                                                                 : MissingRule::missing;
    for (std::size_t i = nodes.size(); i-- > 0;) {  // what is in a group comes after it
        if (nodes[i].group) {
            out.groups[i] = weights(i);
            score_group(out.tree, i, out.groups[i].weights, rule, out.scores);
            tell_group(call, data, names, out, i);
        }
    }
    out.judgements = weights.judgements();
    std::ranges::stable_sort(out.judgements, {},
                             [&](const layer::Judgement& one) { return out.tree.find(one.group); });
    return out;
}

registry::Outputs run(registry::Call& call) {
    const auto& data = call.in<Table>("data");
    const auto names = names_of(data, call.params);
    const auto evaluated = evaluate_tree(call, data, names);
    registry::Call rank;
    rank.inputs["data"] = {scored_table(call, data, evaluated)};
    if (call.has("constraints")) {
        rank.inputs["constraints"] = call.inputs.at("constraints");
    }
    rank.params = {{"column", "score"}};
    if (call.params.at("id").is_string()) {
        rank.params["id"] = call.params.at("id");
    }
    rank.diagnostics = call.diagnostics;
    return {{"table", call.registry->run("score.rank", std::move(rank)).at("table")},
            {"factors", factor_table(data, names, evaluated)},
            {"weights", layer::criteria_weight_table(evaluated.tree, evaluated.groups)},
            {"global", flat_weights(call, evaluated)},
            {"judgements", layer::judgement_table(evaluated.judgements)}};
}

}  // namespace

void register_criteria(registry::Registry& registry) { registry.add(spec(registry), run); }

}  // namespace jt::score
