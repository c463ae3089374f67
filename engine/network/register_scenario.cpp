// network.scenario
#include "base/error.hpp"
#include "network/change/scenario_call.hpp"
#include "network/change/short_form.hpp"
#include "network/declare.hpp"
#include "network/graph/options.hpp"

namespace jt::network {
namespace {

using registry::Kind;
using registry::ParamType;

registry::OperatorSpec scenario_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.scenario";
    spec.version = 2;  // changes by filter and area
    spec.title = {"网络情景", "Scenario of a network"};
    spec.help = {
        "在同一拓扑上改变开通、速度、方向、发车间隔等；路段开通：被情景开启，或未被关闭且（无年份"
        "或年份已到）；9999 只由情景开启；动作：open close retime speed upgrade factor reverse "
        "oneway twoway headway run_time skip",
        "Changes on one topology what is open, speeds, directions, headways. A link is open when "
        "the scenario opens it, or when it is not closed and has no year_open or has reached it; "
        "9999 opens only by a scenario. Actions: open close retime speed upgrade factor reverse "
        "oneway twoway headway run_time skip"};
    spec.ports = {port("network", Kind::network, "网络（基准或另一情景）",
                       "network: the baseline or another scenario")};
    for (auto& more : change_ports()) {
        spec.ports.push_back(std::move(more));
    }
    spec.ports.push_back(port("checked", Kind::table, "network.check_changes 的结果",
                              "the result of network.check_changes", false));
    const auto list = [](const char* name, const char* zh, const char* en) {
        return param(name, ParamType::list, nlohmann::json::array(), zh, en);
    };
    spec.params = {
        number("year", "", nullptr, 0, 9998, "情景年份", "year of the scenario"),
        list("open", "开启的路线或线路编号", "ids of routes or lines to open"),
        list("close", "关闭的编号", "ids to close"),
        param("speeds", ParamType::object, nlohmann::json::object(), "按编号的速度（km/h）",
              "speed by id in km/h"),
        param("headways", ParamType::object, nlohmann::json::object(), "按线路的发车间隔（min）",
              "headway by line in min"),
        list("changes", "其他改动：{action, ids, where, select, area, layer, value, ...}",
             "other changes: {action, ids, where, select, area, layer, value, ...}"),
        param("period", ParamType::text, "", "时段；只对该时段的改动起作用",
              "period, for the changes that are of one"),
        list("chain", "本情景及其所依据的情景，先旧后新；改动表的行按此选取",
             "this scenario and those it stands on, oldest first: whose rows of tables count"),
        param("tables", ParamType::list, nullptr,
              "改动表的取用：{table, scenario, areas}；缺省全部",
              "which tables count: {table, scenario, areas}; default all"),
        list("known", "全部情景名，用于核对改动表", "names of all scenarios, to check tables")};
    spec.params.front().type = ParamType::integer;
    spec.outputs = {{"network", Kind::network, {"情景网络", "network of the scenario"}, {}},
                    {"touched", Kind::table, {"改动一览", "what was touched"}, touched_columns()}};
    return spec;
}

std::vector<std::string> id_list(const nlohmann::json& list) {
    std::vector<std::string> ids;
    for (const auto& id : list) {
        ids.push_back(id.is_string() ? id.get<std::string>() : id.dump());
    }
    return ids;
}

registry::Outputs run_scenario(registry::Call& call) {
    const auto& network = call.in<Network>("network");
    Modifications by_id;
    by_id.open = id_list(call.params.at("open"));
    by_id.close = id_list(call.params.at("close"));
    by_id.speeds = numbers_by_name(call.params.at("speeds"), "speeds", "km/h");
    by_id.headways_min = numbers_by_name(call.params.at("headways"), "headways", "min");
    Problems problems;
    ChangePlan plan = plan_from(call, call.params, network.topology(), *call.diagnostics, problems);
    std::vector<Change> changes = changes_of(by_id);
    changes.insert(changes.end(), plan.changes.begin(), plan.changes.end());
    plan.changes = std::move(changes);
    std::vector<Touched> touched;
    Changed changed = apply_changes(network, plan, touched, *call.diagnostics, problems);
    problems.raise();
    return {{"network", network.with(std::move(changed.topology), std::move(changed.state))},
            {"touched", touched_table(touched)}};
}

}  // namespace

void register_scenario(registry::Registry& registry) {
    registry.add(scenario_spec(), run_scenario);
}

}  // namespace jt::network
