// network.reached
#include "base/error.hpp"
#include "base/units.hpp"
#include "network/access/keyed.hpp"
#include "network/declare.hpp"
#include "network/reach/cost_rows.hpp"
#include "network/reach/reached.hpp"
#include "network/sorted.hpp"

namespace jt::network {
namespace {

using registry::ColumnType;
using registry::Kind;
using registry::ParamType;

/// Limits are below kFar (24.8 days).
constexpr double kMostMinutes = 30000;

registry::OperatorSpec reached_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.reached";
    spec.title = {"各起点可达范围的规模", "What many origins reach"};
    spec.help = {
        "每个起点、每个时限一行：可达的道路节点数、道路长度（在边内插值，每段计一次），以及可达讫点"
        "的"
        "数目与权重之和；不生成几何，适合大量起点",
        "One row for each origin and limit: street nodes and street length reached (cut inside "
        "edges, each stretch once), number and weight of the destinations; no geometry, for many "
        "origins"};
    spec.ports = {port("network", Kind::network, "网络", "network"),
                  port("origins", Kind::layer, "起点", "origins"),
                  port("destinations", Kind::layer, "讫点（可缺）", "destinations", false)};
    spec.params = {
        param("cutoffs", ParamType::list, {15, 30, 45, 60}, "时限（min）", "limits in min"),
        param("weight", ParamType::text, "", "讫点的权重字段；缺省每个计 1",
              "field of weights of the destinations; default: each counts 1"),
        param("id", ParamType::text, "", "起点编号字段；缺省 id，没有则要素号",
              "id field of origins; default id, else the feature id"),
        param("destination_id", ParamType::text, "", "讫点编号字段", "id field of destinations"),
        engine_param()};
    spec.outputs = {
        {"reached",
         Kind::table,
         {"可达规模", "reached"},
         {column("origin", ColumnType::text, "", "起点", "origin"),
          column("cutoff_min", ColumnType::real, "min", "时限", "limit"),
          column("nodes", ColumnType::integer, "", "道路节点数", "street nodes"),
          column("km", ColumnType::real, "km", "道路长度", "length of streets"),
          column("destinations", ColumnType::integer, "", "可达讫点数", "destinations reached"),
          column("amount", ColumnType::real, "", "权重之和", "sum of their weights"),
          column("status", ColumnType::text, "", "状态", "status")}}};
    return spec;
}

/// Number and weight of the destinations within each limit: by origin, then limit.
struct Amounts {
    std::vector<std::int64_t> count;
    std::vector<double> weight;
};

Amounts amounts_of(registry::Call& call, const Network& network, const Points& origins,
                   const std::vector<std::uint32_t>& limits, Engine engine,
                   const base::Progress& progress) {
    const auto& layer = call.in<layer::Layer>("destinations");
    const Points destinations =
        connect(network, layer, text_param(call, "destination_id"), *call.diagnostics);
    const std::vector<double> weights =
        amounts({layer, "destinations", destinations.ids}, text_param(call, "weight"));
    const CostRows costs(network, origins, destinations, limits.back(),
                         hierarchy_for(engine, network, progress));
    const std::size_t size = origins.places.size(), columns = costs.columns();
    Amounts out{std::vector<std::int64_t>(size * limits.size(), 0),
                std::vector<double>(size * limits.size(), 0.0)};
    std::vector<std::uint32_t> block;
    for (std::size_t begin = 0; begin < size; begin += kRowsAtOnce) {
        const std::size_t end = std::min(size, begin + kRowsAtOnce);
        block.resize((end - begin) * columns);
        costs.rows(begin, end, block.data());
        progress.at(static_cast<double>(end) / static_cast<double>(size), "matrix");
        for (std::size_t i = 0; i < block.size(); ++i) {
            const std::size_t row = begin + i / columns;
            for (std::size_t k = limits.size(); k-- > 0 && block[i] <= limits[k];) {
                ++out.count[row * limits.size() + k];
                out.weight[row * limits.size() + k] += weights[i % columns];
            }
        }
    }
    return out;
}

std::shared_ptr<layer::Table> reached_table(const Points& origins,
                                            const std::vector<double>& limits,
                                            const std::vector<Reached>& streets,
                                            const Amounts* amounts) {
    std::vector<std::string> origin, status;
    std::vector<double> cutoff, km, weight;
    layer::ColumnBuilder nodes(layer::Type::integer), count(layer::Type::integer);
    const auto add = [](layer::ColumnBuilder& builder, bool known, std::int64_t value) {
        if (known) {
            builder.integer(value);
        } else {
            builder.null();
        }
    };
    for (std::size_t i = 0; i < streets.size(); ++i) {
        const std::size_t row = i / limits.size();
        // Off the network nothing is known; that is not the same as nothing reached.
        const bool on = !origins.places[row].connectors.empty();
        const bool counted = on && amounts != nullptr;
        origin.push_back(origins.ids[row]);
        cutoff.push_back(limits[i % limits.size()]);
        add(nodes, on, streets[i].nodes);
        km.push_back(on ? static_cast<double>(streets[i].mm) / 1e6
                        : std::numeric_limits<double>::quiet_NaN());
        add(count, counted, counted ? amounts->count[i] : 0);
        weight.push_back(counted ? amounts->weight[i] : std::numeric_limits<double>::quiet_NaN());
        status.emplace_back(on ? "ok" : "off_network");
    }
    auto table = std::make_shared<layer::Table>(streets.size());
    const auto columns = reached_spec().outputs[0].columns;
    table->set(columns[0], layer::Column::of_texts(origin));
    table->set(columns[1], layer::Column::of_reals(std::move(cutoff)));
    table->set(columns[2], nodes.build());
    table->set(columns[3], layer::Column::of_reals(std::move(km)));
    table->set(columns[4], count.build());
    table->set(columns[5], layer::Column::of_reals(std::move(weight)));
    table->set(columns[6], layer::Column::of_texts(status));
    return table;
}

registry::Outputs run_reached(registry::Call& call) {
    const auto& network = call.in<Network>("network");
    const base::Progress quiet;
    const base::Progress& progress = call.progress != nullptr ? *call.progress : quiet;
    const std::vector<double> limits = limits_of(call.params.at("cutoffs"), kMostMinutes);
    std::vector<std::uint32_t> limits_in_ms;
    for (const double minutes : limits) {
        limits_in_ms.push_back(limit_ms(minutes));
    }
    if (!call.has("destinations") && !text_param(call, "weight").empty()) {
        throw base::data_error("network.reached.no_destinations", text_param(call, "weight"));
    }
    const Points origins = connect(network, call.in<layer::Layer>("origins"),
                                   text_param(call, "id"), *call.diagnostics);
    const Engine engine =
        choose_engine(engine_of(call), network, origins, limits_in_ms.back(), *call.diagnostics);
    const auto streets = reached(network, origins, limits_in_ms, engine, progress);
    if (!call.has("destinations")) {
        return {{"reached", reached_table(origins, limits, streets, nullptr)}};
    }
    const Amounts amounts = amounts_of(call, network, origins, limits_in_ms, engine, progress);
    return {{"reached", reached_table(origins, limits, streets, &amounts)}};
}

}  // namespace

void register_reached(registry::Registry& registry) { registry.add(reached_spec(), run_reached); }

}  // namespace jt::network
