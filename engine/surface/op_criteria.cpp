// surface.criteria: a criterion tree over cells, computed when it is read.
#include "base/error.hpp"
#include "layer/criteria_weights.hpp"
#include "layer/ordered.hpp"
#include "layer/value_function.hpp"
#include "surface/derived.hpp"
#include "surface/op_support.hpp"

#include <algorithm>

namespace jt::surface {
namespace {

using layer::CriteriaTree;
using layer::Criterion;
using layer::Merge;
using layer::Table;
using nlohmann::json;
using registry::Kind;
using registry::ParamType;

registry::OperatorSpec spec() {
    registry::OperatorSpec out;
    out.name = "surface.criteria";
    out.title = {"准则树评价（栅格）", "Criterion tree over surfaces"};
    out.help = {
        "准则树（同 score.criteria）逐像元求值，读取时计算；因子的 column 为 names "
        "中的栅格名；任一因子无值则无值；熵权与 CRITIC 由数据行求得，不能用于像元",
        "Evaluates a criterion tree, as score.criteria does, in each cell, computed when it is "
        "read; `column` of a factor is one of names; nodata where any factor has none; entropy "
        "and CRITIC come from rows and are refused"};
    out.ports = {surface_port("surfaces", {"各因子的栅格", "the surfaces of the factors"}, true),
                 {"weights",
                  Kind::table,
                  false,
                  true,
                  {"权重表 name, weight，由树以序号引用",
                   "tables of name and weight, which the "
                   "tree means by number"}}};
    out.params = {
        required_param("tree", ParamType::object, {"准则树", "the criterion tree"}),
        required_param("names", ParamType::list,
                       {"各栅格的名称，依次对应", "a name for each surface, in their order"}),
        make_param("node", ParamType::text, nullptr,
                   {"只取某一准则（组或因子）的得分；缺省为总得分",
                    "the score of one criterion, a group or a factor; by default the goal"}),
        make_param("normalise", ParamType::boolean, false,
                   {"组内权重之和不为 1 时归一化",
                    "divide weights by their sum where it is not "
                    "1"})};
    out.outputs = surface_output({"得分", "scores"});
    out.outputs.push_back({"weights",
                           Kind::table,
                           {"各准则的权重", "weights of the criteria"},
                           layer::criteria_weight_columns()});
    out.outputs.push_back({"judgements",
                           Kind::table,
                           {"谁作了什么判断", "who judged what"},
                           layer::judgement_columns()});
    out.check = [](const json& params, const std::map<std::string, std::size_t>&) {
        CriteriaTree::from_json(params.at("tree"));
    };
    return out;
}

SurfacePtr made(Recipe recipe) { return std::make_shared<Surface>(derived(std::move(recipe))); }

json column(const std::string& name) { return {{"col", name}}; }

/// Product of powers; nothing for a factor below 0, and one of weight 0 does not count.
json product_of(const std::vector<std::string>& names, const std::vector<double>& weights) {
    json out;
    for (std::size_t k = 0; k < names.size(); ++k) {
        const json none = call_of("sqrt", {number(-1)});
        json power = call_of("if", {call_of("ge", {column(names[k]), number(0)}),
                                    call_of("pow", {column(names[k]), number(weights[k])}), none});
        out = out.is_null() ? power : call_of("*", {out, power});
    }
    return out;
}

/// The surface of a factor: its values, or their scores.
SurfacePtr factor_of(registry::Call& call, const Criterion& node,
                     const std::map<std::string, SurfacePtr>& given) {
    if (!node.applies.empty()) {
        throw base::data_error("criteria.cells.applies");
    }
    const auto found = given.find(node.column);
    if (found == given.end()) {
        std::vector<std::string> names;
        for (const auto& [name, surface] : given) {
            names.push_back(name);
        }
        throw base::unknown_name_error("criteria.cells.column", node.column, names);
    }
    if (node.function.is_null()) {
        return found->second;
    }
    layer::tell_table(layer::ValueFunction::from_json(node.function, node.unit), node.name,
                      *call.diagnostics);
    return made({"value", {{"function", node.function}, {"unit", node.unit}}, {found->second}});
}

SurfacePtr group_of(const CriteriaTree& tree, std::size_t place, const layer::GroupWeights& weights,
                    std::vector<SurfacePtr> inputs) {
    const Criterion& group = tree.nodes()[place];
    if (group.merge == Merge::sum) {
        return made({"weighted_sum", {{"weights", weights.weights}}, std::move(inputs)});
    }
    if (group.merge == Merge::owa) {
        auto order = group.order_weights;
        if (order.empty() && weights.weights.empty()) {
            order = layer::rim_weights(inputs.size(), group.orness);
        }
        return made(
            {"ordered",
             {{"order_weights", order}, {"orness", group.orness}, {"weights", weights.weights}},
             std::move(inputs)});
    }
    std::vector<std::string> names;
    json columns = json::array();
    for (std::size_t k = 0; k < inputs.size(); ++k) {
        names.push_back(fmt::format("x{}", k));
        columns.push_back(column(names.back()));
    }
    if (group.merge == Merge::minimum && inputs.size() == 1) {
        return inputs.front();
    }
    json expression = group.merge == Merge::minimum ? call_of("min", columns)
                                                    : product_of(names, weights.weights);
    return made({"expression",
                 {{"names", names}, {"expression", std::move(expression)}},
                 std::move(inputs)});
}

std::map<std::string, SurfacePtr> named_surfaces(const registry::Call& call) {
    const auto surfaces = surfaces_of(call, "surfaces");
    const auto names = call.params.at("names").get<std::vector<std::string>>();
    if (names.size() != surfaces.size()) {
        throw base::data_error("surface.names.count", names.size(), surfaces.size());
    }
    std::map<std::string, SurfacePtr> out;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!out.emplace(names[i], surfaces[i]).second) {
            throw base::data_error("surface.names.twice", names[i]);
        }
    }
    return out;
}

registry::Outputs run(registry::Call& call) {
    const auto tree = CriteriaTree::from_json(call.params.at("tree"));
    const auto given = named_surfaces(call);
    const auto& nodes = tree.nodes();
    std::vector<std::shared_ptr<const Table>> tables;
    for (const auto& object : call.inputs["weights"]) {
        tables.push_back(std::dynamic_pointer_cast<const Table>(object));
    }
    layer::WeightMaker weights(call, tree, tables, call.params.at("normalise").get<bool>());
    std::vector<layer::GroupWeights> groups(nodes.size());
    std::vector<SurfacePtr> scores(nodes.size());
    for (std::size_t i = nodes.size(); i-- > 0;) {  // what is in a group comes after it
        if (!nodes[i].group) {
            scores[i] = base::within(base::msg("criteria.in", nodes[i].name),
                                     [&] { return factor_of(call, nodes[i], given); });
            continue;
        }
        std::vector<SurfacePtr> inputs;
        for (const std::size_t factor : nodes[i].factors) {
            inputs.push_back(scores[factor]);
        }
        groups[i] = weights(i);
        scores[i] = group_of(tree, i, groups[i], std::move(inputs));
    }
    const auto& node = call.params.at("node");
    const auto& wanted = scores[node.is_string() ? tree.find(node.get<std::string>()) : 0];
    return {{"surface", std::make_shared<Surface>(*wanted)},
            {"weights", layer::criteria_weight_table(tree, groups)},
            {"judgements", layer::judgement_table(weights.judgements())}};
}

}  // namespace

void register_criteria(registry::Registry& registry) { registry.add(spec(), run); }

}  // namespace jt::surface
