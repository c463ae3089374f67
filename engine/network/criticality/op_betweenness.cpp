// network.betweenness
#include "base/error.hpp"
#include "network/criticality/betweenness.hpp"
#include "network/criticality/ranks.hpp"
#include "network/criticality/register.hpp"
#include "network/declare.hpp"
#include "network/graph/road_links.hpp"

#include <cmath>
#include <map>

namespace jt::network {
namespace {

using registry::ColumnType;
using registry::Kind;
using registry::ParamType;

registry::OperatorSpec betweenness_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.betweenness";
    spec.title = {"介数", "Betweenness"};
    spec.help = {
        "经过各结点、各边的最短路条数（T6，Brandes 2001）：全部有序结点对，或起讫量表；"
        "同样短的路平分；不含转向规则与公交",
        "How many shortest paths pass each node and edge (T6, Brandes 2001): of all ordered pairs "
        "of nodes, or of a table of trips; equal paths share; without turn rules and transit"};
    spec.ports = {port("network", Kind::network, "网络", "network"),
                  port("points", Kind::layer, "起讫点（与 demand 同给）",
                       "places of the trips (together with demand)", false),
                  port("demand", Kind::table, "起讫量：origin、destination、volume",
                       "trips: origin, destination, volume", false)};
    spec.params = {choice("mode", {"car", "walk"}, "方式", "mode"),
                   param("normalised", ParamType::boolean, false,
                         "除以可能的有序对数：结点 (n−1)(n−2)，边 n(n−1)；仅用于全部结点对",
                         "divide by the ordered pairs that could pass: (n-1)(n-2) for nodes, "
                         "n(n-1) for edges; of all pairs only"),
                   param("id", ParamType::text, "", "点编号字段；缺省 id，没有则要素号",
                         "id field of points; default id, else the feature id")};
    spec.outputs = {{"nodes",
                     Kind::layer,
                     {"结点", "nodes"},
                     {column("node", ColumnType::integer, "", "结点", "node"),
                      column("value", ColumnType::real, "", "介数或流量", "betweenness or trips"),
                      column("rank", ColumnType::integer, "", "名次", "rank")}},
                    {"edges",
                     Kind::layer,
                     {"边", "edges"},
                     {column("id", ColumnType::text, "", "路线编号", "route id"),
                      column("class", ColumnType::text, "", "等级", "class"),
                      column("feature", ColumnType::integer, "", "要素号", "feature id"),
                      column("km", ColumnType::real, "km", "长度", "length"),
                      column("value", ColumnType::real, "", "介数或流量", "betweenness or trips"),
                      column("rank", ColumnType::integer, "", "名次", "rank")}}};
    return spec;
}

std::string text_of(const layer::Column& column, std::size_t row) {
    return column.valid(row) ? column.show(row) : "";
}

std::vector<Trips> read_trips(const layer::Table& demand, const Points& points) {
    std::map<std::string, std::uint32_t> number;
    for (std::uint32_t p = 0; p < points.ids.size(); ++p) {
        number[points.ids[p]] = p;
    }
    const layer::Column &origin = demand.column("origin"),
                        &destination = demand.column("destination"),
                        &volume = demand.column("volume");
    if (volume.type() == layer::Type::text) {
        throw base::data_error("network.demand.text");
    }
    std::vector<Trips> trips;
    for (std::size_t row = 0; row < demand.rows(); ++row) {
        Trips one;
        for (const bool from : {true, false}) {
            const std::string id = text_of(from ? origin : destination, row);
            const auto it = number.find(id);
            if (it == number.end()) {
                throw base::data_error("network.demand.unknown", row + 1,
                                       from ? "origin" : "destination", id);
            }
            (from ? one.origin : one.destination) = it->second;
        }
        one.volume = volume.number(row);
        if (!(one.volume >= 0) || !std::isfinite(one.volume)) {
            throw base::data_error("network.demand.volume", row + 1, volume.show(row));
        }
        trips.push_back(one);
    }
    return trips;
}

Loads of_demand(registry::Call& call, const Network& network, const StreetGraph& graph, bool walk,
                const base::Progress& progress) {
    Points points = connect(network, call.in<layer::Layer>("points"), text_param(call, "id"),
                            *call.diagnostics);
    std::vector<std::size_t> order = by_id(points);
    Points sorted;
    for (const std::size_t p : order) {
        sorted.ids.push_back(points.ids[p]);
        sorted.places.push_back(points.places[p]);
    }
    const auto trips = read_trips(call.in<layer::Table>("demand"), sorted);
    DemandLoads loads = demand_loads(network, graph, walk, sorted.places, trips, progress);
    if (!loads.lost.empty()) {
        double volume = 0;
        for (const Trips& one : loads.lost) {
            volume += one.volume;
        }
        const Trips& first = loads.lost.front();
        call.diagnostics->warn(base::msg("network.demand.lost", loads.lost.size(), volume,
                                         sorted.ids[first.origin], sorted.ids[first.destination]));
    }
    return loads;
}

std::shared_ptr<layer::Layer> nodes_layer(const Topology& t, std::vector<double> values) {
    geo::GeometryArray array(geo::Shape::point);
    std::vector<std::int64_t> ids;
    for (std::uint32_t n = 0; n < t.nodes; ++n) {
        array.add_point(t.place_xy[2 * n], t.place_xy[2 * n + 1]);
        ids.push_back(static_cast<std::int64_t>(n) + 1);
    }
    auto out = std::make_shared<layer::Layer>("nodes", t.crs, std::move(array), ids);
    const auto columns = betweenness_spec().outputs[0].columns;
    auto rank = ranks(values, std::vector<std::string>(values.size()));
    out->set(columns[0], layer::Column::of_integers(std::move(ids)));
    out->set(columns[1], layer::Column::of_reals(std::move(values)));
    out->set(columns[2], layer::Column::of_integers(std::move(rank)));
    return out;
}

std::shared_ptr<layer::Layer> edges_layer(const Topology& t, const std::vector<double>& loads) {
    geo::GeometryArray lines(geo::Shape::line);
    std::vector<std::int64_t> ids, features;
    std::vector<std::string> routes, classes;
    std::vector<double> km, values;
    for (std::uint32_t e = 0; e < t.edges.size(); ++e) {
        const Link& link = t.links[t.edges[e].link];
        if ((link.flags & kRide) != 0) {
            continue;
        }
        lines.add_line(t.coordinates(e));
        ids.push_back(static_cast<std::int64_t>(e) + 1);
        routes.push_back(t.id_of(t.edges[e].link));
        classes.push_back(t.name_of(t.edges[e].link));
        features.push_back(link.feature);
        km.push_back(t.edges[e].length_mm / 1e6);
        values.push_back(loads[e]);
    }
    auto out = std::make_shared<layer::Layer>("edges", t.crs, std::move(lines), std::move(ids));
    const auto columns = betweenness_spec().outputs[1].columns;
    auto rank = ranks(values, routes);
    out->set(columns[0], layer::Column::of_texts(routes));
    out->set(columns[1], layer::Column::of_texts(classes));
    out->set(columns[2], layer::Column::of_integers(std::move(features)));
    out->set(columns[3], layer::Column::of_reals(std::move(km)));
    out->set(columns[4], layer::Column::of_reals(std::move(values)));
    out->set(columns[5], layer::Column::of_integers(std::move(rank)));
    return out;
}

registry::Outputs run_betweenness(registry::Call& call) {
    const auto& network = call.in<Network>("network");
    const Topology& t = network.topology();
    const std::string mode = call.params.at("mode").get<std::string>();
    const bool walk = mode == "walk", normalised = call.params.at("normalised").get<bool>();
    if (!(walk ? t.walk : t.car)) {
        throw base::data_error("network.mode.absent", mode);
    }
    if (call.has("points") != call.has("demand")) {
        throw base::data_error("network.demand.both");
    }
    if (normalised && call.has("demand")) {
        throw base::data_error("network.demand.normalised");
    }
    if (!walk && !t.turns.empty()) {
        call.diagnostics->warn(base::msg("network.betweenness.turns", t.turns.size()));
    }
    const base::Progress quiet;
    const base::Progress& progress = call.progress != nullptr ? *call.progress : quiet;
    const StreetGraph graph = street_graph(network, walk);
    Loads loads = call.has("demand") ? of_demand(call, network, graph, walk, progress)
                                     : betweenness(graph, t.edges.size(), progress);
    if (normalised) {
        normalise(loads);
    }
    return {{"nodes", nodes_layer(t, std::move(loads.nodes))},
            {"edges", edges_layer(t, loads.edges)}};
}

}  // namespace

void register_betweenness(registry::Registry& registry) {
    registry.add(betweenness_spec(), run_betweenness);
}

}  // namespace jt::network
