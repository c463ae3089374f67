// network.build, network.edges
#include "base/error.hpp"
#include "network/change/drawn.hpp"
#include "network/declare.hpp"
#include "network/graph/build.hpp"

#include <cmath>

namespace jt::network {
namespace {

using registry::ColumnType;
using registry::Kind;
using registry::ParamType;

std::vector<registry::ParamSpec> cost_params() {
    const nlohmann::json nothing = nlohmann::json::object();
    return {
        choice("cost_unit", {"min", "s", "ms", "h", "m", "km"},
               "links 的 cost、reverse_cost 的单位；长度按速度折算为时间",
               "unit of cost and reverse_cost of links; lengths take their time by speed"),
        param("crs", ParamType::text, "", "节点表 x、y 的坐标系", "CRS of x and y of a node table"),
        param("turn_cost", ParamType::object, nothing,
              "三条及以上路段交会处的转向耗时：left、right、straight、u，秒或 "
              "\"ban\"（禁止）；右侧通行",
              "turns where three links and more meet: left, right, straight, u, in seconds or "
              "\"ban\"; right-hand traffic"),
        number("value_of_time", "元", nullptr, 0.01, 1e6,
               "每小时的时间价值：给出时，阻抗 = 时间 + 费用 / 时间价值",
               "value of an hour: where given, impedance = time + money / value of time"),
        param("periods", ParamType::object, nothing,
              "各时段按道路等级的速度系数，如 { am = { [\"主干路\"] = 0.6 } }",
              "speed factors by class for each period, { am = { arterial = 0.6 } }"),
        param("period", ParamType::text, "", "采用的时段；与 peak_factor 相乘",
              "the period that is used; multiplies peak_factor")};
}

std::vector<registry::ParamSpec> freight_params() {
    return {
        number("handling", "min", 0, 0, 43200, "货运站没有 handling 时的装卸时间",
               "handling time of terminals that have none"),
        number("handling_cost", "元", 0, 0, 1e7, "货运站没有 handling_cost 时的装卸费（元/单位）",
               "handling cost of terminals that have none (yuan a unit)"),
        number("freight_cost", "元", 0, 0, 1e6, "线路没有 cost_km 时的运价（元/单位·km）",
               "cost of lines that have none (yuan a unit and km)"),
        number("rail_speed", "km/h", 60, 1, 500, "铁路货运速度 [K]", "speed of rail freight [K]"),
        number("water_speed", "km/h", 15, 0.1, 100, "水运速度 [K]", "speed of waterways [K]"),
        choice("freight_unit", {"TEU", "t"}, "货运单位", "unit of freight")};
}

std::vector<registry::ParamSpec> build_params() {
    const nlohmann::json modes = {"car", "metro", "walk"};
    const nlohmann::json controlled = {"expressway", "motorway", "motorway_link"};
    const nlohmann::json no_drive = {"footway", "path", "pedestrian", "steps"};
    std::vector<registry::ParamSpec> params = {
        number("year", "", nullptr, 0, 9998,
               "基年：year_open 晚于该年的路段关闭；缺省时凡有年份者都关闭",
               "base year: links with a later year_open are closed; without it all links with a "
               "year are"),
        number("snap", "m", 20, 0, 1000, "悬挂端点的捕捉容差", "tolerance for loose ends"),
        choice("crossings", {"split", "vertices", "ends"},
               "同一标高的线在哪里相接：相交处 | 双方都有节点处 | 只在端点",
               "where lines of one level are joined: where they cross | where both have a vertex | "
               "at ends only"),
        choice("direction", {"both", "FT"}, "没有 oneway 的路段：双向 | 只沿绘制方向",
               "links without oneway: both ways | as drawn only"),
        param("modes", ParamType::list, modes, "方式：car、metro、walk；货运网络为 car 与 freight",
              "modes: car, metro, walk; of a freight network car and freight"),
        param("speeds", ParamType::object, nlohmann::json::object(),
              "按道路等级的速度（km/h），覆盖缺省值 [K]：高速公路 100、一级公路 80、快速路 "
              "80、主干路 50、"
              "次干路 40、支路 30、二级公路 60、三级公路 40、四级公路 30",
              "speed by class in km/h, over the defaults [K]: expressway 100, first_class 80, "
              "fast_road 80, arterial 50, secondary 40, branch 30, second_class 60, third_class "
              "40, fourth_class 30"),
        param("peak_factor", ParamType::object, nlohmann::json::object(),
              "按道路等级的高峰系数，乘以速度；每次使用都写入诊断",
              "peak factor by class, multiplies speeds; each use is a diagnostic"),
        param("controlled", ParamType::list, controlled,
              "全控制出入的等级：不可步行，点只在节点接入",
              "controlled-access classes: no walking, points join at nodes only"),
        param("no_drive", ParamType::list, no_drive, "不可行车的等级", "classes not driven"),
        number("walk_speed", "km/h", 5, 0.1, 20, "步行速度 [K]", "walking speed [K]"),
        number("transfer_speed", "km/h", 4, 0.1, 20, "换乘步行速度 [K]",
               "walking speed in transfers [K]"),
        number("headway", "min", 6, 0.1, 1440, "线路没有发车间隔时的间隔 [K]；候车为其一半",
               "headway of lines that have none [K]; the wait is half of it"),
        number("metro_speed", "km/h", 35, 1, 1000, "线路没有速度时的旅行速度 [K]",
               "speed of lines that have none [K]"),
        number("park_penalty", "min", 3, 0, 1440, "在站点停车换乘的耗时 [K]",
               "time to park at a station [K]"),
        number("station_snap", "m", 500, 0, 10000, "站点与其线路的最大距离",
               "a station belongs to its line within this distance"),
        number("station_access", "m", 2000, 0, 50000, "站点到可步行道路的最大距离",
               "a station joins a walkable street within this distance"),
        number("transfer_distance", "m", 300, 0, 5000, "可直接换乘的站距",
               "stations this close have a direct transfer"),
        number("access_speed", "km/h", 30, 0.1, 200, "点与道路之间的行车速度 [K]",
               "speed between a point and its street, by car [K]"),
        number("max_snap", "m", 5000, 0, 1e6, "点离道路超过此距离即不在网络上",
               "points farther from any street are off the network")};
    params.front().type = ParamType::integer;
    for (auto& more : {cost_params(), freight_params()}) {
        params.insert(params.end(), more.begin(), more.end());
    }
    return params;
}

registry::OperatorSpec build_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.build";
    spec.version = 4;  // links by node ids, turns, money, freight; speeds of classes are kept
    spec.title = {"建立交通网络", "Build a network"};
    spec.help = {
        "由线图层建立多方式网络：捕捉、打断、单行、按等级的速度、地铁与步行换乘；字段 id class "
        "speed oneway "
        "year_open level toll（元）toll_km（元/km）；线路 line headway speed run_time oneway "
        "from_stop to_stop "
        "year_open；站点 id "
        "line name",
        "Builds a multimodal network from line layers: snapping, noding, one-way, speed by class, "
        "metro with transfers on foot; fields id class speed oneway year_open level toll (yuan) "
        "toll_km (yuan/km); lines: line "
        "headway speed run_time oneway from_stop to_stop year_open; stations: id line name"};
    spec.ports = {
        port("lines", Kind::layer, "道路图层（可多个）", "road layers", false, true),
        port("links", Kind::table,
             "以 from_node、to_node 指明端点的路段（表或线图层）：按节点编号相接",
             "links (tables or line layers) with from_node and to_node: joined by the "
             "ids of nodes",
             false, true),
        port("nodes", Kind::table, "links 的节点：id 与点，或 x、y",
             "nodes of links: id and a point, or x and y", false),
        port("turns", Kind::table,
             "转向规则：from、to、via（或 x、y）、kind（no_*、only_*、cost）、cost（s）",
             "turn rules: from, to, via (or x, y), kind (no_*, only_*, cost), cost (s)", false),
        port("transit", Kind::layer, "公交、地铁线路（可多个图层，合为一层）",
             "lines of metro and bus (several layers make one)", false, true),
        port("stations", Kind::layer, "其站点；没有时以线路折点为站",
             "their stations; without them the vertices of the lines are the stops", false, true),
        port("freight", Kind::layer,
             "货运线路：line、per_day 或 per_week、kind、speed、capacity、cost_km",
             "freight lines: line, per_day or per_week, kind, speed, capacity, cost_km", false),
        port("terminals", Kind::layer, "货运站：line、handling（min）、handling_cost（元）",
             "freight terminals: line, handling (min), handling_cost (yuan)", false)};
    spec.params = build_params();
    spec.outputs = {{"network", Kind::network, {"网络", "network"}, {}},
                    {"components",
                     Kind::table,
                     {"连通分量，大者在前", "connected components, largest first"},
                     {column("component", ColumnType::integer, "", "分量", "component"),
                      column("nodes", ColumnType::integer, "", "节点数", "nodes"),
                      column("edges", ColumnType::integer, "", "边数", "edges"),
                      column("km", ColumnType::real, "km", "长度", "length")}}};
    return spec;
}

std::shared_ptr<layer::Table> components_table(const Topology& t) {
    std::vector<std::int64_t> number, nodes, edges;
    std::vector<double> km;
    for (const std::uint32_t c : t.component) {
        while (number.size() <= c) {
            number.push_back(static_cast<std::int64_t>(number.size()) + 1);
            nodes.push_back(0);
            edges.push_back(0);
            km.push_back(0);
        }
        ++nodes[c];
    }
    for (const Edge& edge : t.edges) {
        if (edge.from < t.nodes) {
            const std::uint32_t c = t.component[edge.from];
            ++edges[c];
            km[c] += edge.length_mm / 1e6;
        }
    }
    auto table = std::make_shared<layer::Table>(number.size());
    const auto columns = build_spec().outputs[1].columns;
    table->set(columns[0], layer::Column::of_integers(std::move(number)));
    table->set(columns[1], layer::Column::of_integers(std::move(nodes)));
    table->set(columns[2], layer::Column::of_integers(std::move(edges)));
    table->set(columns[3], layer::Column::of_reals(std::move(km)));
    return table;
}

std::vector<registry::ObjectPtr> all(const registry::Call& call, const char* port) {
    const auto it = call.inputs.find(port);
    return it == call.inputs.end() ? std::vector<registry::ObjectPtr>() : it->second;
}

/// The layers of a port as one; null where there are none.
std::shared_ptr<const layer::Layer> together(const registry::Call& call, const char* port) {
    Layers layers;
    for (const registry::ObjectPtr& object : all(call, port)) {
        layers.push_back(std::dynamic_pointer_cast<const layer::Layer>(object));
    }
    return layers.empty() ? nullptr : appended(layers);
}

registry::Outputs run_build(registry::Call& call) {
    BuildInputs inputs;
    for (const registry::ObjectPtr& object : all(call, "lines")) {
        inputs.roads.push_back(std::dynamic_pointer_cast<const layer::Layer>(object));
    }
    for (const registry::ObjectPtr& object : all(call, "links")) {
        inputs.by_id.links.push_back(std::dynamic_pointer_cast<const layer::Table>(object));
    }
    if (inputs.roads.empty() && inputs.by_id.links.empty()) {
        throw base::data_error("network.empty");
    }
    const auto layer = [&](const char* port) {
        return call.has(port) ? call.shared<layer::Layer>(port).get() : nullptr;
    };
    const auto table = [&](const char* port) {
        return call.has(port) ? call.shared<layer::Table>(port) : nullptr;
    };
    const auto transit = together(call, "transit");
    const auto stations = together(call, "stations");
    inputs.transit = transit.get();
    inputs.stations = stations.get();
    inputs.freight = layer("freight");
    inputs.terminals = layer("terminals");
    inputs.by_id.nodes = table("nodes");
    inputs.turns = table("turns");
    auto network = build(inputs, options_from(call.params), *call.diagnostics);
    auto components = components_table(network->topology());
    return {{"network", network}, {"components", components}};
}

registry::OperatorSpec edges_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.edges";
    spec.title = {"网络的边", "Edges of a network"};
    spec.help = {"打断后的路段，含耗时、是否开通与连通分量",
                 "The noded edges with their cost, "
                 "whether they are open, and their component"};
    spec.ports = {port("network", Kind::network, "网络", "network")};
    spec.outputs = {{"edges",
                     Kind::layer,
                     {"边", "edges"},
                     {column("id", ColumnType::text, "", "路线编号", "route id"),
                      column("class", ColumnType::text, "", "等级", "class"),
                      column("layer", ColumnType::text, "", "图层", "layer"),
                      column("feature", ColumnType::integer, "", "要素号", "feature id"),
                      column("open", ColumnType::boolean, "", "开通", "open"),
                      column("km", ColumnType::real, "km", "长度", "length"),
                      column("speed", ColumnType::real, "km/h", "速度", "speed"),
                      column("minutes", ColumnType::real, "min", "耗时", "time"),
                      column("component", ColumnType::integer, "", "分量", "component")}}};
    return spec;
}

registry::Outputs run_edges(registry::Call& call) {
    const auto& network = call.in<Network>("network");
    const Topology& t = network.topology();
    geo::GeometryArray lines(geo::Shape::line);
    std::vector<std::int64_t> ids, features;
    std::vector<std::string> routes, classes, layers;
    std::vector<bool> open;
    std::vector<double> km, speed, minutes;
    layer::ColumnBuilder component(layer::Type::integer);
    for (std::uint32_t e = 0; e < t.edges.size(); ++e) {
        const Edge& edge = t.edges[e];
        const Link& link = t.links[edge.link];
        lines.add_line(t.coordinates(e));
        ids.push_back(static_cast<std::int64_t>(e) + 1);
        routes.push_back(t.id_of(edge.link));
        classes.push_back(t.name_of(edge.link));
        layers.push_back(link.layer >= 0 ? t.layers[static_cast<std::size_t>(link.layer)] : "");
        features.push_back(link.feature);
        open.push_back(network.open(edge.link));
        km.push_back(edge.length_mm / 1e6);
        const double kmh = network.state().speed[edge.link];
        speed.push_back(kmh > 0 ? kmh : std::nan(""));
        const std::uint32_t drive = network.drive_ms(e);
        minutes.push_back(minutes_or_nan(drive != kClosed ? drive : network.walk_ms(e)));
        if (edge.from < t.nodes) {
            component.integer(static_cast<std::int64_t>(t.component[edge.from]) + 1);
        } else {
            component.null();
        }
    }
    auto out = std::make_shared<layer::Layer>("edges", t.crs, std::move(lines), std::move(ids));
    const auto columns = edges_spec().outputs[0].columns;
    out->set(columns[0], layer::Column::of_texts(routes));
    out->set(columns[1], layer::Column::of_texts(classes));
    out->set(columns[2], layer::Column::of_texts(layers));
    out->set(columns[3], layer::Column::of_integers(std::move(features)));
    out->set(columns[4], layer::Column::of_booleans(open));
    out->set(columns[5], layer::Column::of_reals(std::move(km)));
    out->set(columns[6], layer::Column::of_reals(std::move(speed)));
    out->set(columns[7], layer::Column::of_reals(std::move(minutes)));
    out->set(columns[8], component.build());
    return {{"edges", out}};
}

}  // namespace

void register_build(registry::Registry& registry) {
    registry.add(build_spec(), run_build);
    registry.add(edges_spec(), run_edges);
}

}  // namespace jt::network
