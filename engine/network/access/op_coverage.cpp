// network.coverage
#include "base/error.hpp"
#include "base/text.hpp"
#include "geo/measure.hpp"
#include "layer/layer.hpp"
#include "layer/rows.hpp"
#include "network/access/coverage.hpp"
#include "network/access/register.hpp"
#include "network/declare.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace jt::network {
namespace {

using registry::ColumnType;
using registry::Kind;
using registry::ParamType;

constexpr const char* kArea = "area_m2";

std::vector<registry::OutputSpec> coverage_outputs() {
    return {{"coverage",
             Kind::table,
             {"覆盖率", "coverage"},
             {column("level", ColumnType::text, "", "层级：zone 或 total", "zone or total"),
              column("group", ColumnType::text, "", "分区", "zone"),
              column("amount", ColumnType::text, "", "量", "amount"),
              column("cutoff", ColumnType::real, "min", "时限", "cutoff"),
              column("points", ColumnType::integer, "", "点数", "points"),
              column("total", ColumnType::real, "", "总量", "total"),
              column("within", ColumnType::real, "", "时限内", "within the cutoff"),
              column("beyond", ColumnType::real, "", "时限外", "beyond the cutoff"),
              column("unreachable", ColumnType::real, "", "不可达", "unreachable"),
              column("off_network", ColumnType::real, "", "不在网络上", "off the network"),
              column("unknown", ColumnType::real, "", "没有时间", "no time is known"),
              column("share", ColumnType::real, "", "覆盖率", "within / total")}},
            {"zones",
             Kind::table,
             {"各分区覆盖率", "coverage of zones, a column a cutoff"},
             {column("id", ColumnType::text, "", "分区", "zone")}}};
}

registry::OperatorSpec coverage_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.coverage";
    spec.title = {"覆盖率", "Coverage"};
    spec.help = {
        "T8：离最近设施在时限内的面积、人口等占比，按分区与合计；不在网络上的、不可达的单列",
        "T8: share of area, people and the like within the cutoffs of the nearest destination, by "
        "zone and in all; what is off the network or unreachable stands in columns of its own"};
    spec.ports = {
        port("nearest", Kind::table, "network.nearest 或 network.opportunities 的最近设施表",
             "table of network.nearest, or nearest of network.opportunities"),
        port("demand", Kind::table, "需求点或格网：时间表的起点",
             "demand points or cells: the origins of that table"),
        port("zones", Kind::table, "分区及其人口，分给区内的点或格",
             "zones with their people, spread over their points or cells", false)};
    spec.params = {
        cutoffs_param(nlohmann::json::array({15, 30, 45, 60})),
        param("fields", ParamType::list, nlohmann::json::array(), "需求点的量字段（如人口）",
              "amounts of the demand (such as people)"),
        param("area", ParamType::boolean, true, "面图层另计椭球面积 area_m2",
              "of polygons the geodesic area too, as area_m2"),
        param("group", ParamType::text, "", "需求点所属分区的字段", "field of the demand's zone"),
        param("id", ParamType::text, "", "需求点编号字段；缺省 id，没有则要素号",
              "id field of the demand; default id, else the feature id"),
        param("population", ParamType::text, "", "分区的量字段；按面积（点则平均）分给区内的格",
              "field of the zones, spread over their cells by area, over points equally"),
        param("spread", ParamType::text, "", "改按需求点的这个字段分配",
              "field of the demand to spread by instead"),
        param("zone_id", ParamType::text, "", "分区编号字段", "id field of the zones")};
    spec.outputs = coverage_outputs();
    return spec;
}

/// The nearest table's minutes and statuses, in the order of the demand.
struct Times {
    std::vector<double> minutes;
    std::vector<std::uint32_t> status;
};

std::uint32_t status_of(std::string_view word, bool known) {
    for (const std::uint32_t status :
         {layer::kUnreachable, layer::kCutOff, layer::kOffNetwork, layer::kMissing}) {
        if (word == layer::cost_status_name(status)) {
            return status;
        }
    }
    return known ? 0 : layer::kMissing;
}

Times times_of(const registry::Call& call, const Keyed& demand) {
    const auto& table = call.in<layer::Table>("nearest");
    const layer::Column& minutes = table.column("minutes");
    const layer::Column& status = table.column("status");
    if (minutes.type() == layer::Type::text || status.type() != layer::Type::text) {
        throw base::data_error("network.coverage.nearest");
    }
    const Keyed nearest = keyed(table, "nearest", "");
    Times out;
    std::vector<std::string> bad;
    for (const std::size_t row : rows_of(nearest, demand.ids, *call.diagnostics)) {
        const double value = minutes.number(row);
        if (minutes.valid(row) && !(value >= 0 && std::isfinite(value))) {
            bad.push_back(nearest.ids[row] + " (" + minutes.show(row) + ")");
        }
        out.minutes.push_back(value);
        out.status.push_back(status_of(status.text(row), minutes.valid(row)));
    }
    if (!bad.empty()) {
        throw base::data_error("layer.weight.bad", "minutes", "nearest", bad.size(),
                               base::join_some(bad));
    }
    return out;
}

/// Zones by name, in alphabetical order, and the zone of each point.
struct Groups {
    std::vector<std::string> names;
    std::vector<std::size_t> of;
};

Groups groups_of(const registry::Call& call, const Keyed& demand, const Keyed* zones) {
    Groups out;
    out.of.assign(demand.ids.size(), kNoGroup);
    const std::string field = text_param(call, "group");
    std::map<std::string, std::size_t> number;
    for (std::size_t z = 0; zones != nullptr && z < zones->ids.size(); ++z) {
        number[zones->ids[z]] = 0;
    }
    std::vector<std::string> unknown;
    std::vector<std::size_t> without;
    for (std::size_t row = 0; !field.empty() && row < demand.ids.size(); ++row) {
        const std::string name = demand.table.column(field).show(row);
        if (name.empty()) {
            without.push_back(row);
        } else if (zones != nullptr && number.find(name) == number.end()) {
            unknown.push_back(name);
        } else {
            number[name] = 0;
        }
    }
    if (!unknown.empty()) {
        std::sort(unknown.begin(), unknown.end());
        unknown.erase(std::unique(unknown.begin(), unknown.end()), unknown.end());
        throw base::data_error("network.coverage.zone", field, unknown.size(),
                               base::join_some(unknown));
    }
    if (!without.empty()) {
        call.diagnostics->features(base::Severity::warning,
                                   base::msg("network.coverage.no_zone", field), "demand",
                                   layer::row_ids(demand.table, without));
    }
    for (auto& [name, index] : number) {
        index = out.names.size();
        out.names.push_back(name);
    }
    for (std::size_t row = 0; !field.empty() && row < demand.ids.size(); ++row) {
        const auto it = number.find(demand.table.column(field).show(row));
        out.of[row] = it == number.end() ? kNoGroup : it->second;
    }
    return out;
}

std::vector<double> areas_of(const layer::Table& table) {
    const auto* layer = dynamic_cast<const layer::Layer*>(&table);
    if (layer == nullptr || layer->geometry().shape() != geo::Shape::polygon) {
        return {};
    }
    std::vector<double> areas = geo::areas(layer->geometry(), layer->crs());
    std::replace_if(
        areas.begin(), areas.end(), [](double a) { return std::isnan(a); }, 0.0);
    return areas;
}

/// What the zones have, spread over their points; zones without points keep theirs.
Amount spread(const registry::Call& call, const Keyed& zones, const Groups& groups,
              const std::vector<double>& keys, const std::vector<std::size_t>& order) {
    const std::string field = text_param(call, "population");
    const std::vector<double> given = amounts(zones, field, by_id(zones.ids));
    std::vector<double> sum(groups.names.size(), 0), count(groups.names.size(), 0);
    for (const std::size_t point : order) {
        if (groups.of[point] != kNoGroup) {
            sum[groups.of[point]] += keys[point];
            count[groups.of[point]] += 1;
        }
    }
    Amount out{field, std::vector<double>(keys.size(), 0),
               std::vector<double>(groups.names.size(), 0)};
    for (std::size_t point = 0; point < keys.size(); ++point) {
        const std::size_t g = groups.of[point];
        if (g != kNoGroup) {
            out.of[point] = given[g] * (sum[g] > 0 ? keys[point] / sum[g] : 1 / count[g]);
        }
    }
    std::vector<std::string> alone;
    for (std::size_t g = 0; g < groups.names.size(); ++g) {
        if (count[g] == 0) {
            out.without_point[g] = given[g];
            alone.push_back(groups.names[g]);
        }
    }
    if (!alone.empty()) {
        call.diagnostics->warn(
            base::msg("network.coverage.alone", alone.size(), base::join_some(alone)));
    }
    return out;
}

std::vector<Amount> amounts_of(const registry::Call& call, const Keyed& demand, const Keyed* zones,
                               const Groups& groups, const std::vector<std::size_t>& order) {
    std::vector<std::size_t> rows(demand.ids.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        rows[row] = row;
    }
    std::vector<Amount> out;
    for (const std::string& field : field_list(call)) {
        out.push_back({field, amounts(demand, field, rows)});
    }
    const std::vector<double> areas = areas_of(demand.table);
    if (!areas.empty() && call.params.at("area").get<bool>()) {
        out.push_back({kArea, areas});
    }
    if (zones != nullptr) {
        const std::string by = text_param(call, "spread");
        const std::vector<double> keys =
            by.empty() && !areas.empty() ? areas : amounts(demand, by, rows);
        out.push_back(spread(call, *zones, groups, keys, order));
    }
    if (out.empty()) {
        out.push_back({"count", std::vector<double>(rows.size(), 1.0)});
    }
    return out;
}

layer::Table long_table(const std::vector<Covered>& covered, const Groups& groups,
                        const std::vector<Amount>& amounts, const std::vector<double>& cutoffs) {
    std::vector<std::string> level, group, amount;
    std::vector<std::int64_t> points;
    std::vector<std::vector<double>> reals(8);
    for (const Covered& row : covered) {
        const bool whole = row.group == groups.names.size();
        level.emplace_back(whole ? "total" : "zone");
        group.push_back(whole ? "" : groups.names[row.group]);
        amount.push_back(amounts[row.amount].name);
        points.push_back(row.points);
        const double share = row.total > 0 ? row.within / row.total : std::nan("");
        const double values[] = {cutoffs[row.cutoff], row.total,       row.within,  row.beyond,
                                 row.unreachable,     row.off_network, row.unknown, share};
        for (std::size_t i = 0; i < reals.size(); ++i) {
            reals[i].push_back(values[i]);
        }
    }
    const auto columns = coverage_outputs()[0].columns;
    layer::Table table(covered.size());
    table.set(columns[0], layer::Column::of_texts(level));
    table.set(columns[1], layer::Column::of_texts(group));
    table.set(columns[2], layer::Column::of_texts(amount));
    table.set(columns[3], layer::Column::of_reals(reals[0]));
    table.set(columns[4], layer::Column::of_integers(std::move(points)));
    for (std::size_t i = 1; i < reals.size(); ++i) {
        table.set(columns[i + 4], layer::Column::of_reals(reals[i]));
    }
    return table;
}

layer::Table zone_table(const std::vector<Covered>& covered, const Groups& groups,
                        const std::vector<Amount>& amounts, const std::vector<double>& cutoffs) {
    layer::Table table(groups.names.size());
    table.set(coverage_outputs()[1].columns[0], layer::Column::of_texts(groups.names));
    const std::size_t cells = amounts.size() * cutoffs.size();
    for (std::size_t i = 0; i < cells; ++i) {
        std::vector<double> shares;
        for (std::size_t g = 0; g < groups.names.size(); ++g) {
            const Covered& row = covered[g * cells + i];
            shares.push_back(row.total > 0 ? row.within / row.total : std::nan(""));
        }
        table.set(
            {fmt::format("{}_{}min", amounts[i / cutoffs.size()].name, cutoffs[i % cutoffs.size()]),
             layer::Type::real,
             "",
             {}},
            layer::Column::of_reals(std::move(shares)));
    }
    return table;
}

registry::Outputs run_coverage(registry::Call& call) {
    const Keyed demand = keyed(call.in<layer::Table>("demand"), "demand", text_param(call, "id"));
    std::optional<Keyed> zones;
    if (call.has("zones")) {
        zones.emplace(keyed(call.in<layer::Table>("zones"), "zones", text_param(call, "zone_id")));
    }
    const Keyed* zone_keys = zones ? &*zones : nullptr;
    if ((zones || !text_param(call, "population").empty()) &&
        (!zones || text_param(call, "population").empty() || text_param(call, "group").empty())) {
        throw base::data_error("network.coverage.zones");
    }
    std::vector<double> cutoffs;
    for (const Effect& effect : cutoff_effects(call.params.at("cutoffs"))) {
        cutoffs.push_back(effect.decay.spec().threshold);
    }
    if (cutoffs.empty()) {
        throw base::data_error("network.cutoffs.none");
    }
    const Times times = times_of(call, demand);
    const Groups groups = groups_of(call, demand, zone_keys);
    const std::vector<std::size_t> order = by_id(demand.ids);
    const std::vector<Amount> amounts = amounts_of(call, demand, zone_keys, groups, order);
    const std::vector<Covered> covered =
        cover(times.minutes, times.status, groups.of, groups.names.size(), amounts, cutoffs, order);
    return {
        {"coverage", std::make_shared<layer::Table>(long_table(covered, groups, amounts, cutoffs))},
        {"zones", std::make_shared<layer::Table>(zone_table(covered, groups, amounts, cutoffs))}};
}

}  // namespace

void register_coverage(registry::Registry& registry) {
    registry.add(coverage_spec(), run_coverage);
}

}  // namespace jt::network
