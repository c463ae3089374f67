// network.matrix, network.pairs, network.connectors
#include "network/declare.hpp"
#include "network/reach/matrix.hpp"

#include <cmath>

namespace jt::network {
namespace {

using registry::ColumnType;
using registry::Kind;
using registry::ParamType;

registry::OperatorSpec matrix_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.matrix";
    spec.title = {"最短时间矩阵", "Shortest-path matrix"};
    spec.help = {"每对起讫点的最短时间（整毫秒）或状态",
                 "Shortest time of every pair in whole "
                 "milliseconds, or a status that says why there is none"};
    spec.ports = {port("network", Kind::network, "网络", "network"),
                  port("origins", Kind::layer, "起点（面、线取其上一点）",
                       "origins; of polygons and lines a point on them"),
                  port("destinations", Kind::layer, "讫点", "destinations")};
    spec.params = {
        number("cutoff", "min", nullptr, 0, 60000, "上限；更远者标为 cut_off",
               "limit; what is farther gets the status cut_off"),
        param("origin_id", ParamType::text, "", "起点编号字段；缺省 id，没有则要素号",
              "id field of origins; default id, else the feature id"),
        param("destination_id", ParamType::text, "", "讫点编号字段", "id field of destinations"),
        engine_param()};
    spec.outputs = {{"matrix", Kind::matrix, {"时间矩阵（ms）", "matrix of times in ms"}, {}}};
    return spec;
}

registry::Outputs run_matrix(registry::Call& call) {
    const auto& network = call.in<Network>("network");
    const Points origins = connect(network, call.in<layer::Layer>("origins"),
                                   text_param(call, "origin_id"), *call.diagnostics);
    const Points destinations = connect(network, call.in<layer::Layer>("destinations"),
                                        text_param(call, "destination_id"), *call.diagnostics);
    const base::Progress quiet;
    const std::uint32_t cutoff = limit_ms(call.params.at("cutoff"));
    const Engine engine =
        choose_engine(engine_of(call), network, origins, cutoff, *call.diagnostics);
    auto matrix = std::make_shared<layer::Matrix>(
        cost_matrix(network, origins, destinations, cutoff,
                    call.progress != nullptr ? *call.progress : quiet, engine));
    return {{"matrix", matrix}};
}

registry::OperatorSpec pairs_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.pairs";
    spec.title = {"矩阵展开为表", "Matrix as a table"};
    spec.help = {"每对一行：起点、讫点、分钟、状态",
                 "One row a pair: origin, destination, minutes, "
                 "status"};
    spec.ports = {port("matrix", Kind::matrix, "时间矩阵", "matrix of times")};
    spec.outputs = {{"pairs",
                     Kind::table,
                     {"起讫点对", "pairs"},
                     {column("origin", ColumnType::text, "", "起点", "origin"),
                      column("destination", ColumnType::text, "", "讫点", "destination"),
                      column("minutes", ColumnType::real, "min", "时间", "time"),
                      column("status", ColumnType::text, "", "状态", "status")}}};
    return spec;
}

registry::Outputs run_pairs(registry::Call& call) {
    const auto& matrix = call.in<layer::Matrix>("matrix");
    std::vector<std::string> origins, destinations, states;
    std::vector<double> minutes;
    for (std::size_t row = 0; row < matrix.row_ids.size(); ++row) {
        for (std::size_t c = 0; c < matrix.column_ids.size(); ++c) {
            origins.push_back(matrix.row_ids[row]);
            destinations.push_back(matrix.column_ids[c]);
            minutes.push_back(minutes_or_nan(matrix.at(row, c)));
            states.emplace_back(layer::cost_status_name(matrix.at(row, c)));
        }
    }
    auto table = std::make_shared<layer::Table>(origins.size());
    const auto columns = pairs_spec().outputs[0].columns;
    table->set(columns[0], layer::Column::of_texts(origins));
    table->set(columns[1], layer::Column::of_texts(destinations));
    table->set(columns[2], layer::Column::of_reals(std::move(minutes)));
    table->set(columns[3], layer::Column::of_texts(states));
    return {{"pairs", table}};
}

registry::OperatorSpec connectors_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.connectors";
    spec.title = {"点与网络的连接", "Connectors of points"};
    spec.help = {"每个点的接入路段与捕捉距离",
                 "How each point joins the network, and how far the "
                 "nearest street is"};
    spec.ports = {port("network", Kind::network, "网络", "network"),
                  port("points", Kind::layer, "点", "points")};
    spec.params = {param("id", ParamType::text, "", "编号字段；缺省 id，没有则要素号",
                         "id field; default id, else the feature id")};
    spec.outputs = {
        {"connectors",
         Kind::table,
         {"连接", "connectors"},
         {column("id", ColumnType::text, "", "编号", "id"),
          column("candidates", ColumnType::integer, "", "候选数", "candidates"),
          column("distance", ColumnType::real, "m", "最近距离", "distance to the nearest"),
          column("link", ColumnType::text, "", "最近路线", "nearest route"),
          column("class", ColumnType::text, "", "等级", "class"),
          column("status", ColumnType::text, "", "状态", "status")}}};
    return spec;
}

registry::Outputs run_connectors(registry::Call& call) {
    const auto& network = call.in<Network>("network");
    const Topology& t = network.topology();
    const Points points = connect(network, call.in<layer::Layer>("points"), text_param(call, "id"),
                                  *call.diagnostics);
    std::vector<std::int64_t> candidates;
    std::vector<double> distance;
    std::vector<std::string> link, name, status;
    for (const Place& place : points.places) {
        const Connector* best = nullptr;
        for (const Connector& connector : place.connectors) {
            if (best == nullptr || connector.access_mm < best->access_mm) {
                best = &connector;
            }
        }
        candidates.push_back(static_cast<std::int64_t>(place.connectors.size()));
        distance.push_back(best != nullptr ? best->access_mm / 1000.0 : std::nan(""));
        link.push_back(best != nullptr ? t.id_of(t.edges[best->edge].link) : "");
        name.push_back(best != nullptr ? t.name_of(t.edges[best->edge].link) : "");
        status.emplace_back(best != nullptr ? "ok" : "off_network");
    }
    auto table = std::make_shared<layer::Table>(points.ids.size());
    const auto columns = connectors_spec().outputs[0].columns;
    table->set(columns[0], layer::Column::of_texts(points.ids));
    table->set(columns[1], layer::Column::of_integers(std::move(candidates)));
    table->set(columns[2], layer::Column::of_reals(std::move(distance)));
    table->set(columns[3], layer::Column::of_texts(link));
    table->set(columns[4], layer::Column::of_texts(name));
    table->set(columns[5], layer::Column::of_texts(status));
    return {{"connectors", table}};
}

}  // namespace

void register_matrix(registry::Registry& registry) {
    registry.add(matrix_spec(), run_matrix);
    registry.add(pairs_spec(), run_pairs);
    registry.add(connectors_spec(), run_connectors);
}

}  // namespace jt::network
