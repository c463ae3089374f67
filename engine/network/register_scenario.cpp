// network.scenario
#include "base/error.hpp"
#include "network/declare.hpp"
#include "network/graph/options.hpp"
#include "network/scenario.hpp"

namespace jt::network {
namespace {

using registry::ColumnType;
using registry::Kind;
using registry::ParamType;

registry::OperatorSpec scenario_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.scenario";
    spec.title = {"网络情景", "Scenario of a network"};
    spec.help = {
        "在同一拓扑上改变开通、速度与发车间隔；路段开通：被情景开启，或未被关闭且（无年份或年份已到"
        "）；"
        "9999 只由情景开启",
        "Changes on one topology what is open, speeds and headways. A link is open when the "
        "scenario opens it, or when it is not closed and has no year_open or has reached it; 9999 "
        "opens only by a scenario"};
    spec.ports = {port("network", Kind::network, "网络（基准或另一情景）",
                       "network: the baseline or another scenario")};
    spec.params = {
        number("year", "", nullptr, 0, 9998, "情景年份", "year of the scenario"),
        param("open", ParamType::list, nlohmann::json::array(), "开启的路线或线路编号",
              "ids of routes or lines to open"),
        param("close", ParamType::list, nlohmann::json::array(), "关闭的编号", "ids to close"),
        param("speeds", ParamType::object, nlohmann::json::object(), "按编号的速度（km/h）",
              "speed by id in km/h"),
        param("headways", ParamType::object, nlohmann::json::object(), "按线路的发车间隔（min）",
              "headway by line in min")};
    spec.params.front().type = ParamType::integer;
    spec.outputs = {{"network", Kind::network, {"情景网络", "network of the scenario"}, {}},
                    {"touched",
                     Kind::table,
                     {"改动一览", "what was touched"},
                     {column("modification", ColumnType::text, "", "改动", "modification"),
                      column("id", ColumnType::text, "", "编号", "id"),
                      column("links", ColumnType::integer, "", "路段数", "links"),
                      column("km", ColumnType::real, "km", "长度", "length"),
                      column("note", ColumnType::text, "", "说明", "note")}}};
    return spec;
}

std::vector<std::string> id_list(const nlohmann::json& list) {
    std::vector<std::string> ids;
    for (const auto& id : list) {
        ids.push_back(id.is_string() ? id.get<std::string>() : id.dump());
    }
    return ids;
}

std::shared_ptr<layer::Table> touched_table(const std::vector<Touched>& touched) {
    std::vector<std::string> modification, id, note;
    std::vector<std::int64_t> links;
    std::vector<double> km;
    for (const Touched& row : touched) {
        modification.push_back(row.modification);
        id.push_back(row.id);
        note.push_back(row.note);
        links.push_back(row.links);
        km.push_back(row.km);
    }
    auto table = std::make_shared<layer::Table>(touched.size());
    const auto columns = scenario_spec().outputs[1].columns;
    table->set(columns[0], layer::Column::of_texts(modification));
    table->set(columns[1], layer::Column::of_texts(id));
    table->set(columns[2], layer::Column::of_integers(std::move(links)));
    table->set(columns[3], layer::Column::of_reals(std::move(km)));
    table->set(columns[4], layer::Column::of_texts(note));
    return table;
}

registry::Outputs run_scenario(registry::Call& call) {
    Modifications wanted;
    if (call.params.at("year").is_number()) {
        wanted.year = call.params.at("year").get<int>();
    }
    wanted.open = id_list(call.params.at("open"));
    wanted.close = id_list(call.params.at("close"));
    wanted.speeds = numbers_by_name(call.params.at("speeds"), "speeds", "km/h");
    wanted.headways_min = numbers_by_name(call.params.at("headways"), "headways", "min");
    std::vector<Touched> touched;
    auto network = modify(call.in<Network>("network"), wanted, touched);
    return {{"network", network}, {"touched", touched_table(touched)}};
}

}  // namespace

void register_scenario(registry::Registry& registry) {
    registry.add(scenario_spec(), run_scenario);
}

}  // namespace jt::network
