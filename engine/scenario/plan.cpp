#include "scenario/plan.hpp"

#include "base/error.hpp"

namespace jt::scenario {
namespace {

Step step_from_json(const nlohmann::json& json, std::size_t index) {
    Step step;
    step.op = json.at("op");
    step.params = json.value("params", nlohmann::json::object());
    step.label = json.value("label", step.op);
    step.scenario = json.value("scenario", "");
    step.where = json.value("where", "");
    const auto inputs = json.value("inputs", nlohmann::json::object());
    for (const auto& [port, refs] : inputs.items()) {
        for (const auto& ref : refs) {
            const std::size_t from = ref.at("step");
            if (from >= index) {
                throw base::internal_error("scenario.plan.order", index, from);
            }
            step.inputs[port].push_back({from, ref.value("output", "")});
        }
    }
    return step;
}

}  // namespace

base::Message place_of(const Step& step) {
    return step.where.empty() ? base::msg("scenario.step", step.label)
                              : base::msg("scenario.step_at", step.label, step.where);
}

Plan plan_from_json(const nlohmann::json& json) {
    Plan plan;
    plan.name = json.at("name");
    plan.crs = json.value("crs", "");
    plan.seed = json.value("seed", std::int64_t{0});
    plan.data = json.value("data", "");
    for (const auto& variant : json.value("variants", nlohmann::json::array())) {
        Variant out{variant.at("name"), variant.value("year", 0), {}};
        for (const auto& change : variant.value("changes", nlohmann::json::array())) {
            out.changes.push_back({change.at("zh"), change.at("en")});
        }
        plan.variants.push_back(std::move(out));
    }
    for (const auto& step : json.at("steps")) {
        plan.steps.push_back(step_from_json(step, plan.steps.size()));
    }
    return plan;
}

}  // namespace jt::scenario
