// network.check_changes, network.changes
#include "network/change/drawn.hpp"
#include "network/change/register.hpp"
#include "network/change/scenario_call.hpp"
#include "network/declare.hpp"

#include <cmath>

namespace jt::network {
namespace {

using registry::ColumnType;
using registry::Kind;
using registry::ParamType;

registry::OperatorSpec check_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.check_changes";
    spec.title = {"核对情景改动", "Check of the changes of scenarios"};
    spec.help = {"一次列出全部情景改动中的问题：未知编号、矛盾、无效取值；无问题时给出空表",
                 "Tells all problems in the changes of all scenarios at once: unknown ids, "
                 "contradictions, bad values; an empty table where there are none"};
    spec.ports = {port("network", Kind::network, "网络", "network")};
    for (auto& more : change_ports()) {
        spec.ports.push_back(std::move(more));
    }
    spec.params = {param("scenarios", ParamType::list, nlohmann::json::array(),
                         "情景：{name, year, period, chain, known, changes}",
                         "scenarios: {name, year, period, chain, known, changes}")};
    // The same for every set of changes that is right: what depends on it is not computed again
    // when a change of another scenario changes.
    spec.outputs = {{"checked",
                     Kind::table,
                     {"核对结果", "result of the check"},
                     {column("problem", ColumnType::text, "", "问题", "problem")}}};
    return spec;
}

registry::Outputs run_check(registry::Call& call) {
    const auto& network = call.in<Network>("network");
    Problems problems;
    base::Diagnostics ignored;  // each scenario's own step tells them
    for (const auto& scenario : call.params.at("scenarios")) {
        std::vector<Touched> touched;
        Problems own;
        const ChangePlan plan = plan_from(call, scenario, network.topology(), ignored, own);
        apply_changes(network, plan, touched, ignored, own);
        problems.take(own);
    }
    problems.raise();
    auto table = std::make_shared<layer::Table>(0);
    table->set(check_spec().outputs[0].columns[0], layer::Column::of_texts({}));
    return {{"checked", table}};
}

registry::OperatorSpec changes_spec(const registry::Registry& registry) {
    registry::OperatorSpec spec;
    spec.name = "network.changes";
    spec.title = {"改动预览", "Preview of changes"};
    spec.help = {
        "用道路图层与改动表，给出改动触及的路线、里程，以及改动前后耗时不同的边；参数同 "
        "network.build",
        "From road layers and a table of changes: which routes and kilometres they touch, and the "
        "edges whose time differs before and after; parameters as of network.build"};
    const registry::OperatorSpec& build = registry.find("network.build").spec;
    spec.ports = build.ports;
    for (auto& more : change_ports()) {
        if (more.name != "selections") {
            spec.ports.push_back(std::move(more));
        }
    }
    spec.params = build.params;
    spec.params.push_back(param("scenario", ParamType::text, "", "只用此情景的行；缺省全部",
                                "rows of this scenario only; default "
                                "all"));
    spec.outputs = {{"touched", Kind::table, {"改动一览", "what was touched"}, touched_columns()},
                    {"edges",
                     Kind::layer,
                     {"耗时改变的边", "edges whose time changed"},
                     {column("id", ColumnType::text, "", "路线编号", "route id"),
                      column("class", ColumnType::text, "", "等级", "class"),
                      column("feature", ColumnType::integer, "", "要素号", "feature id"),
                      column("km", ColumnType::real, "km", "长度", "length"),
                      column("before", ColumnType::real, "min", "改动前耗时；空为关闭",
                             "time before; empty: closed"),
                      column("after", ColumnType::real, "min", "改动后耗时；空为关闭",
                             "time after; empty: closed"),
                      column("change", ColumnType::text, "", "变化", "change")}}};
    return spec;
}

double shown_minutes(const Network& network, std::uint32_t edge) {
    const std::uint32_t drive = network.drive_ms(edge);
    return minutes_or_nan(drive != kClosed ? drive : network.walk_ms(edge));
}

const char* change_word(const Network& before, const Network& after, std::uint32_t e) {
    const bool was = before.drive_ms(e) != kClosed || before.walk_ms(e) != kClosed;
    const bool is = after.drive_ms(e) != kClosed || after.walk_ms(e) != kClosed;
    const std::uint32_t link = before.topology().edges[e].link;
    if (was != is) {
        return is ? "opened" : "closed";
    }
    if (before.drive_ms(e) != after.drive_ms(e)) {
        return before.drive_ms(e) < after.drive_ms(e) ? "slower" : "faster";
    }
    return before.topology().links[link].flags != after.topology().links[link].flags ? "turned"
                                                                                     : "";
}

std::shared_ptr<layer::Layer> changed_edges(const Network& before, const Network& after,
                                            const std::vector<registry::ColumnSpec>& columns) {
    const Topology& t = before.topology();
    geo::GeometryArray lines(geo::Shape::line);
    std::vector<std::int64_t> ids, features;
    std::vector<std::string> routes, classes, words;
    std::vector<double> km, first, second;
    for (std::uint32_t e = 0; e < t.edges.size(); ++e) {
        const std::string word = change_word(before, after, e);
        if (word.empty()) {
            continue;
        }
        lines.add_line(t.coordinates(e));
        ids.push_back(static_cast<std::int64_t>(e) + 1);
        routes.push_back(t.id_of(t.edges[e].link));
        classes.push_back(t.name_of(t.edges[e].link));
        features.push_back(t.links[t.edges[e].link].feature);
        km.push_back(t.edges[e].length_mm / 1e6);
        first.push_back(shown_minutes(before, e));
        second.push_back(shown_minutes(after, e));
        words.push_back(word);
    }
    auto out = std::make_shared<layer::Layer>("edges", t.crs, std::move(lines), std::move(ids));
    out->set(columns[0], layer::Column::of_texts(routes));
    out->set(columns[1], layer::Column::of_texts(classes));
    out->set(columns[2], layer::Column::of_integers(std::move(features)));
    out->set(columns[3], layer::Column::of_reals(std::move(km)));
    out->set(columns[4], layer::Column::of_reals(std::move(first)));
    out->set(columns[5], layer::Column::of_reals(std::move(second)));
    out->set(columns[6], layer::Column::of_texts(words));
    return out;
}

registry::Outputs run_changes(registry::Call& call) {
    registry::Call build;
    build.diagnostics = call.diagnostics;
    build.progress = call.progress;
    build.registry = call.registry;
    const registry::OperatorSpec& spec = call.registry->find("network.build").spec;
    for (const registry::PortSpec& port : spec.ports) {
        if (const auto it = call.inputs.find(port.name); it != call.inputs.end()) {
            build.inputs[port.name] = it->second;
        }
    }
    build.params = nlohmann::json::object();
    for (const registry::ParamSpec& param : spec.params) {
        build.params[param.name] = call.params.at(param.name);
    }
    if (build.params["periods"].empty()) {
        build.params["period"] = "";  // then it is one of the changes alone
    }
    const registry::ObjectPtr built = call.registry->run("network.build", build).at("network");
    const auto& before = dynamic_cast<const Network&>(*built);
    nlohmann::json given = {{"name", call.params.at("scenario")},
                            {"year", call.params.at("year")},
                            {"period", call.params.at("period")}};
    if (call.params.at("scenario") != "") {
        given["chain"] = nlohmann::json::array({call.params.at("scenario")});
    }
    Problems problems;
    const ChangePlan plan = plan_from(call, given, before.topology(), *call.diagnostics, problems);
    std::vector<Touched> touched;
    Changed changed = apply_changes(before, plan, touched, *call.diagnostics, problems);
    problems.raise();
    const Network after(std::move(changed.topology), std::move(changed.state));
    const auto columns = call.registry->find("network.changes").spec.outputs[1].columns;
    return {{"touched", touched_table(touched)}, {"edges", changed_edges(before, after, columns)}};
}

registry::OperatorSpec drawn_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.drawn";
    spec.title = {"绘制的图层", "Drawn layer"};
    spec.help = {
        "由坐标与属性得到图层：[{xy: [[x, y], ...], id, class, ...}]；jt.add 等由此而来",
        "A layer from coordinates and columns: [{xy: [[x, y], ...], id, class, ...}]; what "
        "jt.add and its like make"};
    spec.params = {choice("shape", {"line", "polygon", "point"}, "几何类型", "shape"),
                   param("features", ParamType::list, nullptr, "要素", "features"),
                   param("crs", ParamType::text, "", "坐标的坐标系；缺省同 to",
                         "CRS of the coordinates; default to"),
                   param("to", ParamType::text, nullptr, "结果的坐标系", "CRS of the result"),
                   param("name", ParamType::text, "drawn", "图层名", "name of the layer")};
    spec.params[1].required = spec.params[3].required = true;
    spec.outputs = {{"layer", Kind::layer, {"图层", "layer"}, {}}};
    return spec;
}

registry::Outputs run_drawn(registry::Call& call) {
    const auto text = [&](const char* name) { return call.params.at(name).get<std::string>(); };
    return {{"layer", drawn_layer(text("name"), text("shape"), call.params.at("features"),
                                  text("crs"), text("to"))}};
}

}  // namespace

void register_changes(registry::Registry& registry) {
    registry.add(drawn_spec(), run_drawn);
    registry.add(check_spec(), run_check);
    registry.add(changes_spec(registry), run_changes);
}

}  // namespace jt::network
