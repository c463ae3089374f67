// surface.rules: the grades of a rule set on cells.
#include "base/error.hpp"
#include "layer/rule_set_file.hpp"
#include "surface/derived.hpp"
#include "surface/op_support.hpp"

#include <algorithm>

namespace jt::surface {
namespace {

using layer::RuleSet;
using registry::ParamType;

registry::OperatorSpec rules_spec() {
    registry::OperatorSpec out;
    out.name = "surface.rules";
    out.title = {"规则集分级（栅格）", "Rule set over surfaces"};
    out.help = {
        "按规则集（如双评价）逐像元分级；names 写明各栅格是规则集的哪个输入；step 取中间一步的结果",
        "Grades each cell by a rule set, as 双评价 does; names say which input of the set "
        "each surface is; step takes the result of a step on the way"};
    out.ports = {surface_port("surfaces", {"规则集的输入", "the inputs of the set"}, true)};
    out.params = layer::rule_params();
    out.params.push_back(required_param("names", ParamType::list,
                                        {"各栅格对应的输入名", "the input that each surface is"}));
    out.params.push_back(make_param("step", ParamType::text, nullptr,
                                    {"步骤；缺省为最后一步", "step; by default the last"}));
    auto result = make_param("result", ParamType::choice, "grade",
                             {"grade 等级；doubtful 结果依据存疑步骤处为 1，否则 0；decided "
                              "起决定作用的步骤序号（从 1 起）",
                              "grade; doubtful: 1 where the result rests on a doubtful step, else "
                              "0; decided: number of the step that decided, from 1"});
    result.choices = {"grade", "doubtful", "decided"};
    out.params.push_back(std::move(result));
    out.outputs = surface_output({"等级", "grades"});
    out.external = layer::rule_files;
    out.check = [](const nlohmann::json& params, const std::map<std::string, std::size_t>&) {
        RuleSet::from_json(layer::rules_of(params));
    };
    return out;
}

std::size_t step_of(const RuleSet& rules, const nlohmann::json& asked) {
    if (!asked.is_string()) {
        return rules.steps().size() - 1;
    }
    std::vector<std::string> known;
    for (const auto& step : rules.steps()) {
        if (step.id == asked) {
            return known.size();
        }
        known.push_back(step.id);
    }
    throw base::unknown_name_error("rules.step_unknown", asked.get<std::string>(), known);
}

registry::Outputs run_rules(registry::Call& call) {
    Recipe recipe;
    recipe.kind = "rules";
    recipe.inputs = surfaces_of(call, "surfaces");
    const auto json = layer::rules_of(call.params);
    const auto rules = RuleSet::from_json(json);
    const auto names = call.params.at("names").get<std::vector<std::string>>();
    if (names.size() != recipe.inputs.size()) {
        throw base::data_error("surface.names.count", names.size(), recipe.inputs.size());
    }
    std::vector<bool> given(rules.inputs().size(), false);
    for (const std::string& name : names) {
        const auto at = std::ranges::find(rules.inputs(), name);
        if (at == rules.inputs().end()) {
            throw base::unknown_name_error("rules.name_unknown", name, rules.inputs());
        }
        const auto place = static_cast<std::size_t>(at - rules.inputs().begin());
        if (given[place]) {
            throw base::data_error("surface.names.twice", name);
        }
        given[place] = true;
    }
    layer::check_inputs(rules, given, *call.diagnostics);
    recipe.params = {
        {"rules", json}, {"names", names}, {"step", step_of(rules, call.params.at("step"))}};
    if (call.params.at("result") != "grade") {
        if (call.params.at("step").is_string()) {
            throw base::data_error("surface.rules.step");
        }
        recipe.params["result"] = call.params.at("result");
    }
    return {{"surface", std::make_shared<Surface>(derived(std::move(recipe)))}};
}

}  // namespace

void register_rules(registry::Registry& registry) { registry.add(rules_spec(), run_rules); }

}  // namespace jt::surface
