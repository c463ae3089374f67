// network.route, network.detour
#include "base/error.hpp"
#include "base/parallel.hpp"
#include "geo/measure.hpp"
#include "network/declare.hpp"
#include "network/reach/route.hpp"
#include "network/reach/turn_reasons.hpp"

#include <cmath>

namespace jt::network {
namespace {

using registry::ColumnType;
using registry::Kind;
using registry::ParamType;

std::vector<registry::PortSpec> trip_ports() {
    return {port("network", Kind::network, "网络", "network"),
            port("origins", Kind::layer, "起点", "origins"),
            port("destinations", Kind::layer, "讫点", "destinations")};
}

std::vector<registry::ParamSpec> id_params() {
    return {
        param("origin_id", ParamType::text, "", "起点编号字段；缺省 id，没有则要素号",
              "id field of origins; default id, else the feature id"),
        param("destination_id", ParamType::text, "", "讫点编号字段", "id field of destinations")};
}

registry::OperatorSpec route_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.route";
    spec.version = 2;  // yuan, capacity
    spec.title = {"最短路径", "Routes"};
    spec.help = {
        "第 i 个起点到第 i 个讫点的最快路径，耗时与矩阵完全一致，并按方式和路线分解",
        "The fastest way from the i-th origin to the i-th destination; its cost equals the "
        "matrix exactly and is split by mode and link"};
    spec.ports = trip_ports();
    spec.params = id_params();
    spec.outputs = {{"routes",
                     Kind::layer,
                     {"路径", "routes"},
                     {column("origin", ColumnType::text, "", "起点", "origin"),
                      column("destination", ColumnType::text, "", "讫点", "destination"),
                      column("ms", ColumnType::integer, "ms", "耗时（毫秒）", "time in ms"),
                      column("minutes", ColumnType::real, "min", "耗时", "time"),
                      column("km", ColumnType::real, "km", "长度", "length"),
                      column("status", ColumnType::text, "", "状态", "status"),
                      column("yuan", ColumnType::real, "元", "费用（货运为每单位）",
                             "money (freight: of one unit)"),
                      column("capacity", ColumnType::integer, "", "沿途最小货运能力（每班单位数）",
                             "least freight capacity on the way, in units a departure")}},
                    {"split",
                     Kind::table,
                     {"分解", "split"},
                     {column("trip", ColumnType::integer, "", "路径序号", "number of the trip"),
                      column("leg", ColumnType::integer, "", "段序号", "number of the leg"),
                      column("mode", ColumnType::text, "", "方式", "mode"),
                      column("link", ColumnType::text, "", "路线", "route id"),
                      column("class", ColumnType::text, "", "等级", "class"),
                      column("km", ColumnType::real, "km", "长度", "length"),
                      column("ms", ColumnType::integer, "ms", "耗时（毫秒）", "time in ms"),
                      column("minutes", ColumnType::real, "min", "耗时", "time"),
                      column("yuan", ColumnType::real, "元", "费用", "money")}},
                    {"turns",
                     Kind::table,
                     {"若无转向规则将走的转向，及其限制",
                      "turns of the way without turn rules, and what the rules say of them"},
                     {column("trip", ColumnType::integer, "", "路径序号", "number of the trip"),
                      column("from", ColumnType::text, "", "驶入路线", "from the route"),
                      column("to", ColumnType::text, "", "驶出路线", "to the route"),
                      column("rule", ColumnType::text, "", "规则：ban、cost", "rule: ban, cost"),
                      column("seconds", ColumnType::real, "s", "耗时", "cost"),
                      column("x", ColumnType::real, "m", "节点 x", "x of the node"),
                      column("y", ColumnType::real, "m", "节点 y", "y of the node")}}};
    return spec;
}

std::shared_ptr<layer::Layer> routes_layer(const Topology& t, const Points& origins,
                                           const Points& destinations,
                                           const std::vector<Route>& routes) {
    geo::GeometryArray lines(geo::Shape::line);
    std::vector<std::int64_t> ids;
    layer::ColumnBuilder ms(layer::Type::integer), km(layer::Type::real);
    layer::ColumnBuilder yuan(layer::Type::real), capacity(layer::Type::integer);
    std::vector<double> minutes;
    std::vector<std::string> status;
    for (std::size_t i = 0; i < routes.size(); ++i) {
        const Route& route = routes[i];
        ids.push_back(static_cast<std::int64_t>(i) + 1);
        minutes.push_back(minutes_or_nan(route.ms));
        status.emplace_back(layer::cost_status_name(route.ms));
        if (route.ms > layer::kMaxCost) {
            lines.null_feature();
            ms.null();
            km.null();
            yuan.null();
            capacity.null();
        } else {
            yuan.real(static_cast<double>(route.fen) / 100);
            route.capacity > 0 ? capacity.integer(route.capacity) : capacity.null();
            lines.add_line(route.xy);
            ms.integer(route.ms);
            km.real(static_cast<double>(route.mm) / 1e6);
        }
    }
    auto out = std::make_shared<layer::Layer>("routes", t.crs, std::move(lines), std::move(ids));
    const auto columns = route_spec().outputs[0].columns;
    out->set(columns[0], layer::Column::of_texts(origins.ids));
    out->set(columns[1], layer::Column::of_texts(destinations.ids));
    out->set(columns[2], ms.build());
    out->set(columns[3], layer::Column::of_reals(std::move(minutes)));
    out->set(columns[4], km.build());
    out->set(columns[5], layer::Column::of_texts(status));
    out->set(columns[6], yuan.build());
    out->set(columns[7], capacity.build());
    return out;
}

std::shared_ptr<layer::Table> split_table(const Topology& t, const std::vector<Route>& routes) {
    std::vector<std::int64_t> trip, number, ms;
    std::vector<std::string> mode, link, name;
    std::vector<double> km, minutes, yuan;
    for (std::size_t i = 0; i < routes.size(); ++i) {
        std::int64_t leg_number = 0;
        for (const Leg& leg : routes[i].legs) {
            trip.push_back(static_cast<std::int64_t>(i) + 1);
            number.push_back(++leg_number);
            mode.emplace_back(leg_mode_name(leg.mode));
            link.push_back(leg.link != kNone ? t.id_of(leg.link) : "");
            name.push_back(leg.link != kNone ? t.name_of(leg.link) : "");
            km.push_back(static_cast<double>(leg.mm) / 1e6);
            ms.push_back(leg.ms);
            minutes.push_back(minutes_or_nan(leg.ms));
            yuan.push_back(static_cast<double>(leg.fen) / 100);
        }
    }
    auto table = std::make_shared<layer::Table>(trip.size());
    const auto columns = route_spec().outputs[1].columns;
    table->set(columns[0], layer::Column::of_integers(std::move(trip)));
    table->set(columns[1], layer::Column::of_integers(std::move(number)));
    table->set(columns[2], layer::Column::of_texts(mode));
    table->set(columns[3], layer::Column::of_texts(link));
    table->set(columns[4], layer::Column::of_texts(name));
    table->set(columns[5], layer::Column::of_reals(std::move(km)));
    table->set(columns[6], layer::Column::of_integers(std::move(ms)));
    table->set(columns[7], layer::Column::of_reals(std::move(minutes)));
    table->set(columns[8], layer::Column::of_reals(std::move(yuan)));
    return table;
}

/// Where the network has turn rules: which of them keep each trip from the way without them.
std::shared_ptr<layer::Table> turns_table(const Network& network, const Points& origins,
                                          const Points& destinations) {
    std::vector<std::int64_t> trip;
    std::vector<std::string> from, to, rule;
    std::vector<double> seconds, x, y;
    const Topology& t = network.topology();
    if (const auto free = without_turns(network)) {
        Search search(*free);
        for (std::size_t i = 0; i < origins.places.size(); ++i) {
            for (const TurnReason& reason :
                 turn_reasons(network, *free, search, origins.places[i], destinations.places[i])) {
                const bool ban = reason.ms == kClosed;
                trip.push_back(static_cast<std::int64_t>(i) + 1);
                from.push_back(t.id_of(reason.from_link));
                to.push_back(t.id_of(reason.to_link));
                rule.emplace_back(ban ? "ban" : "cost");
                seconds.push_back(ban ? std::nan("") : reason.ms / 1000.0);
                x.push_back(t.place_xy[2 * reason.node]);
                y.push_back(t.place_xy[2 * reason.node + 1]);
            }
        }
    }
    auto table = std::make_shared<layer::Table>(trip.size());
    const auto columns = route_spec().outputs[2].columns;
    table->set(columns[0], layer::Column::of_integers(std::move(trip)));
    table->set(columns[1], layer::Column::of_texts(from));
    table->set(columns[2], layer::Column::of_texts(to));
    table->set(columns[3], layer::Column::of_texts(rule));
    table->set(columns[4], layer::Column::of_reals(std::move(seconds)));
    table->set(columns[5], layer::Column::of_reals(std::move(x)));
    table->set(columns[6], layer::Column::of_reals(std::move(y)));
    return table;
}

registry::Outputs run_route(registry::Call& call) {
    const auto& network = call.in<Network>("network");
    const auto& from = call.in<layer::Layer>("origins");
    const auto& to = call.in<layer::Layer>("destinations");
    if (from.rows() != to.rows()) {
        throw base::data_error("network.route.counts", from.rows(), to.rows());
    }
    const Points origins = connect(network, from, text_param(call, "origin_id"), *call.diagnostics);
    const Points destinations =
        connect(network, to, text_param(call, "destination_id"), *call.diagnostics);
    const std::vector<Route> found = routes(network, origins, destinations);
    return {{"routes", routes_layer(network.topology(), origins, destinations, found)},
            {"split", split_table(network.topology(), found)},
            {"turns", turns_table(network, origins, destinations)}};
}

registry::OperatorSpec detour_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.detour";
    spec.title = {"绕行指数", "Detour index"};
    spec.help = {"最快路径长度与椭球面直线距离之比（T7，Levinson & El-Geneidy 2009）",
                 "Length along the fastest way over the geodesic distance (T7, Levinson & "
                 "El-Geneidy 2009)"};
    spec.ports = trip_ports();
    spec.params = id_params();
    spec.params.push_back(
        number("limit", "", 1.4, 1, 100, "超过即标记", "pairs above it are flagged"));
    spec.outputs = {
        {"detour",
         Kind::table,
         {"绕行", "detour"},
         {column("origin", ColumnType::text, "", "起点", "origin"),
          column("destination", ColumnType::text, "", "讫点", "destination"),
          column("minutes", ColumnType::real, "min", "时间", "time"),
          column("km", ColumnType::real, "km", "路径长度", "length of the way"),
          column("straight", ColumnType::real, "km", "直线距离", "geodesic distance"),
          column("detour", ColumnType::real, "", "绕行指数", "detour index"),
          column("flag", ColumnType::boolean, "", "超限", "above the limit"),
          column("status", ColumnType::text, "", "状态", "status")}},
        {"length", Kind::matrix, {"路径长度矩阵（mm）", "matrix of lengths in mm"}, {}}};
    return spec;
}

/// All pairs: the fastest way's cost and length.
std::vector<Route> all_pairs(const Network& network, const Points& origins,
                             const Points& destinations) {
    const std::size_t columns = destinations.places.size();
    std::vector<std::vector<Gate>> gates;
    for (const Place& place : destinations.places) {
        gates.push_back(exits(network, place));
    }
    std::vector<Route> out(origins.places.size() * columns);
    SearchPool pool(network);
    base::parallel_blocks(origins.places.size(), 1, [&](std::size_t begin, std::size_t end) {
        pool.with([&](Search& search) {
            for (std::size_t row = begin; row < end; ++row) {
                const Place& origin = origins.places[row];
                start_from(search, network, origin);
                search.run_tree();
                for (std::size_t c = 0; c < columns; ++c) {
                    Route& route = out[row * columns + c];
                    const Place& destination = destinations.places[c];
                    route.ms = layer::kOffNetwork;
                    if (!origin.connectors.empty() && !destination.connectors.empty()) {
                        route = trace(search, network, origin, destination, gates[c]);
                        route.xy = {};
                        route.legs = {};
                    }
                }
            }
        });
    });
    return out;
}

registry::Outputs run_detour(registry::Call& call) {
    const auto& network = call.in<Network>("network");
    const Points from = connect(network, call.in<layer::Layer>("origins"),
                                text_param(call, "origin_id"), *call.diagnostics);
    const Points to = connect(network, call.in<layer::Layer>("destinations"),
                              text_param(call, "destination_id"), *call.diagnostics);
    const std::vector<Route> pairs = all_pairs(network, from, to);
    const double limit = call.params.at("limit").get<double>();
    const geo::Measure measure(network.topology().crs);
    auto matrix = std::make_shared<layer::Matrix>();
    matrix->row_ids = from.ids;
    matrix->column_ids = to.ids;
    matrix->unit = "mm";
    std::vector<std::string> origin, destination, status;
    std::vector<double> minutes, km, straight, detour;
    std::vector<bool> flag;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const std::size_t row = i / to.ids.size(), c = i % to.ids.size();
        const Route& route = pairs[i];
        const bool ok = route.ms <= layer::kMaxCost;
        const double way = ok ? static_cast<double>(route.mm) / 1e6 : std::nan("");
        const double line = measure.distance(from.places[row].x, from.places[row].y, to.places[c].x,
                                             to.places[c].y) /
                            1000;
        origin.push_back(from.ids[row]);
        destination.push_back(to.ids[c]);
        status.emplace_back(layer::cost_status_name(route.ms));
        minutes.push_back(minutes_or_nan(route.ms));
        km.push_back(way);
        straight.push_back(ok ? line : std::nan(""));
        detour.push_back(ok && line > 0 ? way / line : std::nan(""));
        flag.push_back(ok && line > 0 && way / line > limit);
        matrix->cost.push_back(!ok                           ? route.ms
                               : route.mm <= layer::kMaxCost ? static_cast<std::uint32_t>(route.mm)
                                                             : layer::kCutOff);
    }
    auto table = std::make_shared<layer::Table>(pairs.size());
    const auto columns = detour_spec().outputs[0].columns;
    table->set(columns[0], layer::Column::of_texts(origin));
    table->set(columns[1], layer::Column::of_texts(destination));
    table->set(columns[2], layer::Column::of_reals(std::move(minutes)));
    table->set(columns[3], layer::Column::of_reals(std::move(km)));
    table->set(columns[4], layer::Column::of_reals(std::move(straight)));
    table->set(columns[5], layer::Column::of_reals(std::move(detour)));
    table->set(columns[6], layer::Column::of_booleans(flag));
    table->set(columns[7], layer::Column::of_texts(status));
    return {{"detour", table}, {"length", matrix}};
}

}  // namespace

void register_route(registry::Registry& registry) {
    registry.add(route_spec(), run_route);
    registry.add(detour_spec(), run_detour);
}

}  // namespace jt::network
