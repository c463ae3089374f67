// network.pair_costs, network.k_nearest
#include "base/error.hpp"
#include "network/declare.hpp"
#include "network/reach/pair_costs.hpp"

#include <map>
#include <numeric>

namespace jt::network {
namespace {

using registry::ColumnType;
using registry::Kind;
using registry::ParamType;

std::vector<registry::PortSpec> point_ports() {
    return {port("network", Kind::network, "网络", "network"),
            port("origins", Kind::layer, "起点", "origins"),
            port("destinations", Kind::layer, "讫点", "destinations")};
}

std::vector<registry::ParamSpec> point_params() {
    return {
        number("cutoff", "min", nullptr, 0, 60000, "上限；更远者标为 cut_off",
               "limit; what is farther gets the status cut_off"),
        param("origin_id", ParamType::text, "", "起点编号字段；缺省 id，没有则要素号",
              "id field of origins; default id, else the feature id"),
        param("destination_id", ParamType::text, "", "讫点编号字段", "id field of destinations"),
        engine_param()};
}

registry::OperatorSpec pair_costs_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.pair_costs";
    spec.title = {"指定起讫点对的时间", "Times of chosen pairs"};
    spec.help = {"只算表中列出的起讫点对，每行一对，次序不变；不建全矩阵",
                 "Only the pairs that a table lists, one a row, in its order; no matrix of all "
                 "pairs is made"};
    spec.ports = point_ports();
    spec.ports.push_back(port("pairs", Kind::table, "起讫点对", "pairs"));
    spec.params = point_params();
    spec.params.push_back(param("origin", ParamType::text, "origin", "对表中起点编号的字段",
                                "field of the pairs with ids of origins"));
    spec.params.push_back(param("destination", ParamType::text, "destination",
                                "对表中讫点编号的字段",
                                "field of the pairs with ids of destinations"));
    spec.outputs = {{"costs",
                     Kind::table,
                     {"各对的时间", "times of the pairs"},
                     {column("origin", ColumnType::text, "", "起点", "origin"),
                      column("destination", ColumnType::text, "", "讫点", "destination"),
                      column("minutes", ColumnType::real, "min", "时间", "time"),
                      column("status", ColumnType::text, "", "状态", "status")}}};
    return spec;
}

/// What two operators need: both lists of points, connected, and how to find costs.
struct Ends {
    const Network& network;
    Points origins, destinations;
    std::uint32_t cutoff;
    std::shared_ptr<const Hierarchy> hierarchy;
    base::Progress progress;

    explicit Ends(registry::Call& call)
        : network(call.in<Network>("network")),
          origins(connect(network, call.in<layer::Layer>("origins"), text_param(call, "origin_id"),
                          *call.diagnostics)),
          destinations(connect(network, call.in<layer::Layer>("destinations"),
                               text_param(call, "destination_id"), *call.diagnostics)),
          cutoff(limit_ms(call.params.at("cutoff"))),
          progress(call.progress != nullptr ? *call.progress : base::Progress()) {}
    void choose(registry::Call& call, const Points& searched) {
        hierarchy = hierarchy_for(
            choose_engine(engine_of(call), network, searched, cutoff, *call.diagnostics), network,
            progress);
    }
};

/// Numbers of the ids in a field; data error for a null and for an id that is not there.
std::vector<std::uint32_t> numbers_of(const layer::Table& pairs, const std::string& field,
                                      const std::vector<std::string>& ids, const char* unknown) {
    std::map<std::string, std::uint32_t> number;
    for (std::uint32_t i = 0; i < ids.size(); ++i) {
        number.emplace(ids[i], i);
    }
    const layer::Column& column = pairs.column(field);
    std::vector<std::uint32_t> out;
    for (std::size_t row = 0; row < pairs.rows(); ++row) {
        if (!column.valid(row)) {
            throw base::data_error("network.pairs.null", row + 1, field);
        }
        const auto it = number.find(column.show(row));
        if (it == number.end()) {
            throw base::data_error(unknown, row + 1, field, column.show(row));
        }
        out.push_back(it->second);
    }
    return out;
}

/// The origins that stand in pairs, once each: what the choice of an engine counts.
Points searched(const Points& origins, const std::vector<std::uint32_t>& numbers) {
    std::vector<std::uint8_t> used(origins.places.size(), 0);
    for (const std::uint32_t number : numbers) {
        used[number] = 1;
    }
    Points out;
    for (std::size_t i = 0; i < used.size(); ++i) {
        if (used[i] != 0) {
            out.ids.push_back(origins.ids[i]);
            out.places.push_back(origins.places[i]);
        }
    }
    return out;
}

registry::Outputs run_pair_costs(registry::Call& call) {
    Ends ends(call);
    const auto& table = call.in<layer::Table>("pairs");
    const auto from =
        numbers_of(table, text_param(call, "origin"), ends.origins.ids, "network.pairs.origin");
    const auto to = numbers_of(table, text_param(call, "destination"), ends.destinations.ids,
                               "network.pairs.destination");
    ends.choose(call, searched(ends.origins, from));
    std::vector<Pair> pairs;
    std::vector<std::string> origins, destinations, states;
    for (std::size_t row = 0; row < from.size(); ++row) {
        pairs.push_back({from[row], to[row]});
        origins.push_back(ends.origins.ids[from[row]]);
        destinations.push_back(ends.destinations.ids[to[row]]);
    }
    std::vector<double> minutes;
    for (const std::uint32_t ms : pair_costs(ends.network, ends.origins, ends.destinations, pairs,
                                             ends.cutoff, ends.hierarchy, ends.progress)) {
        minutes.push_back(minutes_or_nan(ms));
        states.emplace_back(layer::cost_status_name(ms));
    }
    auto out = std::make_shared<layer::Table>(pairs.size());
    const auto columns = pair_costs_spec().outputs[0].columns;
    out->set(columns[0], layer::Column::of_texts(origins));
    out->set(columns[1], layer::Column::of_texts(destinations));
    out->set(columns[2], layer::Column::of_reals(std::move(minutes)));
    out->set(columns[3], layer::Column::of_texts(states));
    return {{"costs", out}};
}

registry::OperatorSpec k_nearest_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.k_nearest";
    spec.title = {"最近的若干设施", "Nearest few destinations"};
    spec.help = {
        "每个起点时间最短的 k 个讫点，由近到远；不建全矩阵。没有可达讫点的起点占一行，写明状态",
        "The k destinations of least time for each origin, nearest first, without a "
        "matrix of all pairs; an origin that has none has one row that says why"};
    spec.ports = point_ports();
    spec.params = point_params();
    registry::ParamSpec k = param("k", ParamType::integer, 3, "个数", "how many");
    k.min = 1;
    k.max = 100000;
    spec.params.push_back(k);
    spec.params.push_back(param("with_itself", ParamType::boolean, true, "同名讫点也计入",
                                "a destination with the origin's own id counts too"));
    spec.outputs = {{"nearest",
                     Kind::table,
                     {"最近的若干讫点", "nearest few"},
                     {column("origin", ColumnType::text, "", "起点", "origin"),
                      column("rank", ColumnType::integer, "", "次序", "rank"),
                      column("destination", ColumnType::text, "", "讫点", "destination"),
                      column("minutes", ColumnType::real, "min", "时间", "time"),
                      column("status", ColumnType::text, "", "状态", "status")}}};
    return spec;
}

registry::Outputs run_k_nearest(registry::Call& call) {
    Ends ends(call);
    ends.choose(call, ends.origins);
    const KNearest found = nearest_few(
        ends.network, ends.origins, ends.destinations, call.params.at("k").get<std::size_t>(),
        call.params.at("with_itself").get<bool>(), ends.cutoff, ends.hierarchy, ends.progress);
    std::vector<std::string> origins, destinations, states;
    layer::ColumnBuilder rank(layer::Type::integer), minutes(layer::Type::real);
    for (std::size_t origin = 0, i = 0; origin < ends.origins.ids.size(); ++origin) {
        if (found.status[origin] != 0) {
            origins.push_back(ends.origins.ids[origin]);
            destinations.emplace_back();
            rank.null();
            minutes.null();
            states.emplace_back(layer::cost_status_name(found.status[origin]));
        }
        for (std::int64_t r = 1; i < found.pairs.size() && found.pairs[i].origin == origin;
             ++i, ++r) {
            origins.push_back(ends.origins.ids[origin]);
            destinations.push_back(ends.destinations.ids[found.pairs[i].destination]);
            rank.integer(r);
            minutes.real(minutes_or_nan(found.ms[i]));
            states.emplace_back("ok");
        }
    }
    auto out = std::make_shared<layer::Table>(origins.size());
    const auto columns = k_nearest_spec().outputs[0].columns;
    out->set(columns[0], layer::Column::of_texts(origins));
    out->set(columns[1], rank.build());
    out->set(columns[2], layer::Column::of_texts(destinations));
    out->set(columns[3], minutes.build());
    out->set(columns[4], layer::Column::of_texts(states));
    return {{"nearest", out}};
}

}  // namespace

void register_pair_costs(registry::Registry& registry) {
    registry.add(pair_costs_spec(), run_pair_costs);
    registry.add(k_nearest_spec(), run_k_nearest);
}

}  // namespace jt::network
