// network.defects
#include "network/declare.hpp"
#include "network/defects/defects.hpp"
#include "network/register.hpp"

#include <algorithm>

namespace jt::network {
namespace {

using registry::ColumnType;
using registry::Kind;
using registry::ParamType;

constexpr std::size_t kExamples = 5;  ///< ids that the summary names

std::vector<registry::ParamSpec> defect_params() {
    registry::ParamSpec tolerance = number(
        "tolerance", "m", 10, 0, 1000, "未接上的端点与另一条线的最大间隙；节点编号位置的容差",
        "widest gap between a loose end and another line; how far apart one node may stand");
    return {
        std::move(tolerance),
        param("level", ParamType::text, nullptr, "标高、桥梁或隧道字段；值不同的线相交不算问题",
              "field of level, bridge or tunnel: lines of different values may cross"),
        param("same", ParamType::list, nlohmann::json::array(),
              "伪节点两侧相同的字段；空：不论属性",
              "fields that are equal on both sides of a pseudo node; empty: whatever they hold"),
        param("oneway", ParamType::text, nullptr,
              "单行字段（代码同 network.build）；给出后检查只进不出、只出不进之处",
              "field of oneway codes, as in network.build: looks for places without a way out "
              "or in"),
        choice("direction", {"both", "FT"}, "没有单行代码的线：双向 | 只沿绘制方向",
               "lines without a oneway code: both ways | as drawn only"),
        param("from", ParamType::text, nullptr, "起点节点编号字段",
              "field with the id of the node at the first coordinate"),
        param("to", ParamType::text, nullptr, "终点节点编号字段",
              "field with the id of the node at the last coordinate")};
}

std::vector<registry::ColumnSpec> defect_columns() {
    return {column("kind", ColumnType::text, "", "问题", "kind"),
            column("feature_id", ColumnType::integer, "", "要素号", "feature id"),
            column("other_id", ColumnType::integer, "", "另一要素号", "other feature id"),
            column("distance_m", ColumnType::real, "m", "距离", "distance"),
            column("note", ColumnType::text, "", "说明", "note")};
}

registry::OperatorSpec defects_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.defects";
    spec.title = {"线网检查", "Defects of a network of lines"};
    spec.help = {
        "建网之前检查线图层，只查不改：悬挂端点 dangle、未接上 near_miss、未打断的相交 crossing、"
        "伪节点 pseudo_node、重复 duplicate、重叠 overlap_line、零长 zero_length、自相交 "
        "self_crossing、单行死角 oneway_trap、孤立分量 small_component、节点编号缺失 missing_node "
        "或不符 node_mismatch",
        "Looks a line layer over before a network is built, and changes nothing: dangle, "
        "near_miss, crossing, pseudo_node, duplicate, overlap_line, zero_length, self_crossing, "
        "oneway_trap, small_component, missing_node, node_mismatch"};
    spec.ports = {port("lines", Kind::layer, "线图层", "line layer")};
    spec.params = defect_params();
    spec.outputs = {
        {"defects", Kind::layer, {"问题所在", "where the defects are"}, defect_columns()},
        {"summary",
         Kind::table,
         {"各类问题的数目", "how many of each kind that was looked for"},
         {column("kind", ColumnType::text, "", "问题", "kind"),
          column("count", ColumnType::integer, "", "数目", "count"),
          column("examples", ColumnType::text, "", "要素号举例", "some feature ids")}},
        {"components",
         Kind::table,
         {"各要素的连通分量，大者在前", "the component of each feature, largest first"},
         {column("feature_id", ColumnType::integer, "", "要素号", "feature id"),
          column("component", ColumnType::integer, "", "分量", "component"),
          column("features", ColumnType::integer, "", "分量的要素数", "features in the component"),
          column("km", ColumnType::real, "km", "分量的长度", "length of the component")}}};
    return spec;
}

DefectOptions options_of(const registry::Call& call) {
    DefectOptions options;
    options.tolerance_m = call.params.at("tolerance").get<double>();
    options.level = text_param(call, "level");
    options.oneway = text_param(call, "oneway");
    options.from = text_param(call, "from");
    options.to = text_param(call, "to");
    options.digitised_direction = text_param(call, "direction") == "FT";
    for (const auto& name : call.params.at("same")) {
        options.same.push_back(name.is_string() ? name.get<std::string>() : name.dump());
    }
    return options;
}

std::shared_ptr<layer::Layer> defect_layer(const layer::Layer& lines,
                                           const std::vector<Defect>& defects) {
    geo::GeometryArray places(geo::Shape::point);
    std::vector<std::int64_t> ids, features;
    std::vector<std::string> kinds, notes;
    std::vector<double> distances;
    layer::ColumnBuilder other(layer::Type::integer);
    for (const Defect& defect : defects) {
        places.add_point(defect.x, defect.y);
        ids.push_back(static_cast<std::int64_t>(ids.size()) + 1);
        kinds.emplace_back(defect_name(defect.kind));
        features.push_back(defect.feature);
        distances.push_back(defect.distance_m);
        notes.push_back(defect.note);
        if (defect.other) {
            other.integer(*defect.other);
        } else {
            other.null();
        }
    }
    auto out =
        std::make_shared<layer::Layer>("defects", lines.crs(), std::move(places), std::move(ids));
    const auto columns = defect_columns();
    out->set(columns[0], layer::Column::of_texts(kinds));
    out->set(columns[1], layer::Column::of_integers(std::move(features)));
    out->set(columns[2], other.build());
    out->set(columns[3], layer::Column::of_reals(std::move(distances)));
    out->set(columns[4], layer::Column::of_texts(notes));
    return out;
}

/// The first different feature ids of a kind; the defects are sorted.
std::string examples_of(const DefectReport& report, DefectKind kind) {
    std::vector<std::int64_t> ids;
    for (const Defect& defect : report.defects) {
        if (defect.kind == kind && ids.size() < kExamples &&
            (ids.empty() || ids.back() != defect.feature)) {
            ids.push_back(defect.feature);
        }
    }
    return fmt::format("{}", fmt::join(ids, ", "));
}

std::shared_ptr<layer::Table> summary_table(const DefectReport& report) {
    std::vector<std::string> kinds, examples;
    std::vector<std::int64_t> counts;
    for (const DefectKind kind : report.checked) {
        kinds.emplace_back(defect_name(kind));
        counts.push_back(std::ranges::count(report.defects, kind, &Defect::kind));
        examples.push_back(examples_of(report, kind));
    }
    auto table = std::make_shared<layer::Table>(kinds.size());
    const auto columns = defects_spec().outputs[1].columns;
    table->set(columns[0], layer::Column::of_texts(kinds));
    table->set(columns[1], layer::Column::of_integers(std::move(counts)));
    table->set(columns[2], layer::Column::of_texts(examples));
    return table;
}

std::shared_ptr<layer::Table> components_table(const std::vector<ComponentRow>& rows) {
    std::vector<std::int64_t> features, components, sizes;
    std::vector<double> km;
    for (const ComponentRow& row : rows) {
        features.push_back(row.feature);
        components.push_back(row.component);
        sizes.push_back(row.features);
        km.push_back(row.km);
    }
    auto table = std::make_shared<layer::Table>(rows.size());
    const auto columns = defects_spec().outputs[2].columns;
    table->set(columns[0], layer::Column::of_integers(std::move(features)));
    table->set(columns[1], layer::Column::of_integers(std::move(components)));
    table->set(columns[2], layer::Column::of_integers(std::move(sizes)));
    table->set(columns[3], layer::Column::of_reals(std::move(km)));
    return table;
}

registry::Outputs run_defects(registry::Call& call) {
    const auto& lines = call.in<layer::Layer>("lines");
    const DefectReport report = find_defects(lines, options_of(call), *call.diagnostics);
    call.diagnostics->info(base::msg("network.defects.found", report.defects.size(), lines.rows()),
                           lines.name());
    return {{"defects", defect_layer(lines, report.defects)},
            {"summary", summary_table(report)},
            {"components", components_table(report.components)}};
}

}  // namespace

void register_defects(registry::Registry& registry) { registry.add(defects_spec(), run_defects); }

}  // namespace jt::network
