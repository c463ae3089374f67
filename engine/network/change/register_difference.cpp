// network.difference, network.difference_table, network.difference_area
#include "network/change/difference.hpp"
#include "network/change/register.hpp"
#include "network/declare.hpp"

#include <cmath>

namespace jt::network {
namespace {

using registry::ColumnType;
using registry::Kind;
using registry::ParamType;

std::vector<registry::PortSpec> two_ports(Kind kind, const char* zh, const char* en) {
    return {port("before", kind, std::string(zh) + "（前）", std::string(en) + " before"),
            port("after", kind, std::string(zh) + "（后）", std::string(en) + " after")};
}

registry::OperatorSpec matrix_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.difference";
    spec.title = {"矩阵之差", "Difference of matrices"};
    spec.help = {
        "两个矩阵按编号逐对比较：每个起点的平均变化、新通达与失去的对数、时限内的讫点数；以及有变化"
        "的点对，收益大者在前",
        "Two matrices pair by pair, matched by id: for each origin the mean change, pairs gained "
        "and lost, destinations within a limit; and the pairs that changed, the largest gain "
        "first"};
    spec.ports = two_ports(Kind::matrix, "矩阵", "matrix");
    spec.params = {
        number("cutoff", "min", nullptr, 0, 60000, "时限；缺省不限", "limit; default none"),
        param("all", ParamType::boolean, false, "也列出没有变化的点对",
              "list pairs that did not change, too")};
    spec.outputs = {
        {"origins",
         Kind::table,
         {"各起点", "by origin"},
         {column("id", ColumnType::text, "", "起点", "origin"),
          column("mean_before", ColumnType::real, "min", "平均耗时（前）", "mean before"),
          column("mean_after", ColumnType::real, "min", "平均耗时（后）", "mean after"),
          column("mean_diff", ColumnType::real, "min", "平均变化", "mean change"),
          column("pairs", ColumnType::integer, "", "前后都通达的点对", "pairs with both"),
          column("faster", ColumnType::integer, "", "变快", "faster"),
          column("slower", ColumnType::integer, "", "变慢", "slower"),
          column("gained", ColumnType::integer, "", "新通达", "gained"),
          column("lost", ColumnType::integer, "", "失去", "lost"),
          column("within_before", ColumnType::integer, "", "时限内（前）", "within before"),
          column("within_after", ColumnType::integer, "", "时限内（后）", "within after"),
          column("within_diff", ColumnType::integer, "", "时限内之差", "within change")}},
        {"pairs",
         Kind::table,
         {"点对", "pairs"},
         {column("rank", ColumnType::integer, "", "名次", "rank"),
          column("origin", ColumnType::text, "", "起点", "origin"),
          column("destination", ColumnType::text, "", "讫点", "destination"),
          column("before", ColumnType::real, "min", "前", "before"),
          column("after", ColumnType::real, "min", "后", "after"),
          column("diff", ColumnType::real, "min", "差", "change"),
          column("percent", ColumnType::real, "%", "变化率", "change in percent"),
          column("change", ColumnType::text, "", "变化", "kind of change"),
          column("status_before", ColumnType::text, "", "状态（前）", "status before"),
          column("status_after", ColumnType::text, "", "状态（后）", "status after")}}};
    return spec;
}

/// What a cost of the matrix counts in the tables: minutes, kilometres, or itself.
double scale_of(const std::string& unit) {
    return unit == "ms" ? 1 / 60000.0 : unit == "mm" ? 1e-6 : 1.0;
}
std::string unit_of(const std::string& unit) {
    return unit == "ms" ? "min" : unit == "mm" ? "km" : unit;
}

/// Sets the columns of a table in the order of their declaration; those in minutes get `unit`.
class Filler {
public:
    Filler(std::size_t rows, std::vector<registry::ColumnSpec> columns, std::string unit)
        : m_table(std::make_shared<layer::Table>(rows)),
          m_columns(std::move(columns)),
          m_unit(std::move(unit)) {}

    void add(layer::Column column) {
        layer::Field field = m_columns.at(m_next++);
        field.unit = field.unit == "min" ? m_unit : field.unit;
        m_table->set(field, std::move(column));
    }
    std::shared_ptr<layer::Table> table() const { return m_table; }

private:
    std::shared_ptr<layer::Table> m_table;
    std::vector<registry::ColumnSpec> m_columns;
    std::string m_unit;
    std::size_t m_next = 0;
};

std::shared_ptr<layer::Table> origins_table(const MatrixDifference& difference,
                                            const layer::Matrix& matrix) {
    const double scale = scale_of(matrix.unit);
    std::vector<std::string> ids;
    std::vector<double> means[3];
    std::vector<std::int64_t> counts[8];
    for (const OriginDifference& origin : difference.origins) {
        ids.push_back(matrix.row_ids[origin.row]);
        means[0].push_back(origin.mean_before * scale);
        means[1].push_back(origin.mean_after * scale);
        means[2].push_back(origin.mean_diff * scale);
        const std::size_t numbers[] = {origin.pairs,       origin.faster, origin.slower,
                                       origin.gained,      origin.lost,   origin.within_before,
                                       origin.within_after};
        for (std::size_t i = 0; i < 7; ++i) {
            counts[i].push_back(static_cast<std::int64_t>(numbers[i]));
        }
        counts[7].push_back(counts[6].back() - counts[5].back());
    }
    Filler filler(ids.size(), matrix_spec().outputs[0].columns, unit_of(matrix.unit));
    filler.add(layer::Column::of_texts(ids));
    for (auto& mean : means) {
        filler.add(layer::Column::of_reals(std::move(mean)));
    }
    for (auto& count : counts) {
        filler.add(layer::Column::of_integers(std::move(count)));
    }
    return filler.table();
}

std::shared_ptr<layer::Table> pairs_table(const MatrixDifference& difference,
                                          const layer::Matrix& matrix) {
    const double scale = scale_of(matrix.unit), none = std::nan("");
    const auto value = [&](std::uint32_t cost) {
        return cost <= layer::kMaxCost ? cost * scale : none;
    };
    std::vector<std::int64_t> rank;
    std::vector<std::string> origin, destination, change, first, second;
    std::vector<double> before, after, diff, percent;
    for (const PairDifference& pair : difference.pairs) {
        rank.push_back(static_cast<std::int64_t>(rank.size()) + 1);
        origin.push_back(matrix.row_ids[pair.row]);
        destination.push_back(matrix.column_ids[pair.column]);
        before.push_back(value(pair.before));
        after.push_back(value(pair.after));
        const bool both = pair.before <= layer::kMaxCost && pair.after <= layer::kMaxCost;
        const double change_of = static_cast<double>(pair.after) - pair.before;
        diff.push_back(both ? change_of * scale : none);
        percent.push_back(both && pair.before > 0 ? change_of / pair.before * 100 : none);
        change.emplace_back(pair_change_name(pair.change));
        first.emplace_back(layer::cost_status_name(pair.before));
        second.emplace_back(layer::cost_status_name(pair.after));
    }
    Filler filler(rank.size(), matrix_spec().outputs[1].columns, unit_of(matrix.unit));
    filler.add(layer::Column::of_integers(std::move(rank)));
    filler.add(layer::Column::of_texts(origin));
    filler.add(layer::Column::of_texts(destination));
    filler.add(layer::Column::of_reals(std::move(before)));
    filler.add(layer::Column::of_reals(std::move(after)));
    filler.add(layer::Column::of_reals(std::move(diff)));
    filler.add(layer::Column::of_reals(std::move(percent)));
    filler.add(layer::Column::of_texts(change));
    filler.add(layer::Column::of_texts(first));
    filler.add(layer::Column::of_texts(second));
    return filler.table();
}

registry::Outputs run_matrix(registry::Call& call) {
    const auto& before = call.in<layer::Matrix>("before");
    const MatrixDifference found =
        difference(before, call.in<layer::Matrix>("after"), limit_ms(call.params.at("cutoff")),
                   call.params.at("all").get<bool>(), *call.diagnostics);
    return {{"origins", origins_table(found, before)}, {"pairs", pairs_table(found, before)}};
}

registry::OperatorSpec table_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.difference_table";
    spec.title = {"表列之差", "Difference of a column"};
    spec.help = {
        "两个表（或图层）的同一数值列按编号比较：前、后、差、变化率、变化类别，变化大者在前",
        "One number column of two tables or layers, matched by id: before, after, change, "
        "percent, kind of change; the largest change first"};
    spec.ports = two_ports(Kind::table, "表", "table");
    spec.params = {param("column", ParamType::text, nullptr, "数值列", "column of numbers"),
                   param("key", ParamType::text, "id", "编号列", "id column")};
    spec.params[0].required = true;
    spec.outputs = {{"difference",
                     Kind::table,
                     {"差", "difference"},
                     {column("id", ColumnType::text, "", "编号", "id"),
                      column("before", ColumnType::real, "", "前", "before"),
                      column("after", ColumnType::real, "", "后", "after"),
                      column("diff", ColumnType::real, "", "差", "change"),
                      column("percent", ColumnType::real, "%", "变化率", "change in percent"),
                      column("change", ColumnType::text, "", "变化", "kind of change"),
                      column("rank", ColumnType::integer, "", "名次", "rank")}}};
    return spec;
}

registry::Outputs run_table(registry::Call& call) {
    return {{"difference", std::make_shared<layer::Table>(difference(
                               call.in<layer::Table>("before"), call.in<layer::Table>("after"),
                               call.params.at("key").get<std::string>(),
                               call.params.at("column").get<std::string>()))}};
}

registry::OperatorSpec area_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.difference_area";
    spec.title = {"范围之差", "Difference of areas"};
    spec.help = {"两组面（如等时圈）按时限比较：增加与减少的范围及其面积",
                 "Two sets of polygons, as isochrones, by limit: the areas gained and lost"};
    spec.ports = two_ports(Kind::layer, "面", "polygons");
    spec.params = {param("keys", ParamType::list, {"origin", "cutoff_min"}, "分组的列",
                         "columns that say which polygons are compared")};
    spec.outputs = {{"areas",
                     Kind::layer,
                     {"增减的范围", "gained and lost"},
                     {column("change", ColumnType::text, "", "变化", "gained or lost"),
                      column("area_km2", ColumnType::real, "km2", "椭球面积", "geodesic area")}}};
    return spec;
}

registry::Outputs run_area(registry::Call& call) {
    return {
        {"areas", area_difference(call.in<layer::Layer>("before"), call.in<layer::Layer>("after"),
                                  call.params.at("keys").get<std::vector<std::string>>())}};
}

}  // namespace

void register_difference(registry::Registry& registry) {
    registry.add(matrix_spec(), run_matrix);
    registry.add(table_spec(), run_table);
    registry.add(area_spec(), run_area);
}

}  // namespace jt::network
