#include "scenario/register.hpp"

#include "base/error.hpp"
#include "scenario/compare.hpp"

namespace jt::scenario {
namespace {

using registry::Kind;
using registry::ParamType;

registry::OperatorSpec compare_spec() {
    registry::OperatorSpec spec;
    spec.name = "scenario.compare";
    spec.title = {"情景对比表", "Scenario comparison"};
    spec.help = {
        "把几个情景的同名列并排，并给出与第一个情景的差值；缺少的对象留空",
        "Puts the same columns of several scenarios side by side, with differences to the first; "
        "an object that a scenario lacks stays empty"};
    spec.ports = {
        {"tables", Kind::table, true, true, {"每个情景一张表", "one table per scenario"}}};
    spec.params = {
        {"names",
         ParamType::list,
         "",
         nullptr,
         true,
         {},
         {},
         {},
         {"情景名称，与表同序", "scenario names, in the order of the tables"}},
        {"key", ParamType::text, "", "id", false, {}, {}, {}, {"标识列", "id column"}},
        {"labels",
         ParamType::list,
         "",
         nlohmann::json::array(),
         false,
         {},
         {},
         {},
         {"照抄的文字列", "text columns to carry over"}},
        {"column",
         ParamType::text,
         "",
         nullptr,
         true,
         {},
         {},
         {},
         {"要对比的列", "column to compare"}},
    };
    spec.outputs = {{"table", Kind::table, {"对比表", "comparison table"}, {}}};
    return spec;
}

registry::Outputs run_compare(registry::Call& call) {
    std::vector<ComparedTable> tables;
    std::vector<std::string> names;
    for (const auto& name : call.params.at("names")) {
        if (!name.is_string()) {
            throw base::data_error("scenario.compare.name", name.dump());
        }
        names.push_back(name);
    }
    const auto& objects = call.inputs.at("tables");
    if (names.size() != objects.size()) {
        throw base::data_error("scenario.compare.names", names.size(), objects.size());
    }
    for (std::size_t i = 0; i < objects.size(); ++i) {
        tables.push_back({names[i], std::dynamic_pointer_cast<const layer::Table>(objects[i])});
    }
    return {{"table", std::make_shared<layer::Table>(compare(tables, call.params.at("key"),
                                                             call.params.at("labels"),
                                                             call.params.at("column")))}};
}

}  // namespace

void register_operators(registry::Registry& registry) { registry.add(compare_spec(), run_compare); }

}  // namespace jt::scenario
