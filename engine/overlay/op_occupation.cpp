// vector.occupation: what features take of several zones (control lines), one row for each pair.
#include "base/error.hpp"
#include "overlay/areas.hpp"
#include "overlay/op_support.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace jt::overlay {
namespace {

using layer::Column;
using layer::Layer;
using layer::Table;
using layer::Type;
using registry::Kind;
using registry::ParamType;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

registry::OperatorSpec spec() {
    registry::OperatorSpec out;
    out.name = "vector.occupation";
    out.title = {"占用面积", "Occupation"};
    out.help = {
        "每个面在每个图层（如永久基本农田、生态保护红线、城镇开发边界）内外的椭球面积与占比；同一图"
        "层内部的"
        "重叠只算一次；不相交者面积为 0",
        "The area on the ellipsoid and share that each polygon has inside and outside of each "
        "layer, such as the three control lines; overlaps within a layer count once; 0 where they "
        "do not meet"};
    auto zones = layer_port("zones", {"被占用的面图层，可多个", "layers of polygons, one or more"});
    zones.many = true;
    out.ports = {layer_port("features", {"面图层", "polygons"}), zones};
    out.params = {id_param("id", {"要素", "the features"}),
                  make_param("names", ParamType::list, nullptr,
                             {"各图层的名称，依次对应；缺省为图层名",
                              "a name for each layer, in their order; by default the layers' own"}),
                  make_param("min_area", ParamType::number, 0.0,
                             {"pieces 中小于此面积的相交部分只计数",
                              "smaller pieces are only counted, not listed"})};
    out.params.back().unit = "m2";
    out.params.back().min = 0;
    const registry::ColumnSpec id{"id", Type::text, "", {"标识", "id"}};
    const registry::ColumnSpec zone{"zone", Type::text, "", {"图层", "layer"}};
    out.outputs = {
        {"table",
         Kind::table,
         {"每个要素每个图层一行", "one row for each feature and layer"},
         {id,
          zone,
          {"feature_m2", Type::real, "m2", {"要素椭球面积", "area of the feature"}},
          {"inside_m2", Type::real, "m2", {"界内椭球面积", "area inside"}},
          {"outside_m2", Type::real, "m2", {"界外椭球面积", "area outside"}},
          {"share", Type::real, "", {"界内占比", "share inside"}}}},
        {"pieces",
         Kind::table,
         {"每个要素与图层中每个要素的相交部分一行；图层内部重叠处各算一次",
          "one row for each feature and feature of a layer that meet; overlaps within a layer "
          "count for each"},
         {id,
          zone,
          {"zone_id", Type::text, "", {"图层中要素的标识", "id in the layer"}},
          {"area_m2", Type::real, "m2", {"相交椭球面积", "area in common"}}}}};
    return out;
}

/// Columns of texts and numbers that grow row by row.
struct Rows {
    std::vector<std::string> ids, zones, zone_ids;
    std::vector<double> feature, inside, outside, share, area;
};

std::vector<std::string> texts_of(const Column& column) {
    std::vector<std::string> out;
    for (std::size_t row = 0; row < column.size(); ++row) {
        out.push_back(column.show(row));
    }
    return out;
}

/// Each zone's name; data errors: another number of names, a name twice, no name.
std::vector<std::string> zone_names(const registry::Call& call,
                                    const std::vector<registry::ObjectPtr>& zones) {
    std::vector<std::string> out;
    if (call.params.at("names").is_null()) {
        for (const auto& zone : zones) {
            out.push_back(dynamic_cast<const Layer&>(*zone).name());
        }
    } else {
        out = names_in(call, "names");
    }
    if (out.size() != zones.size()) {
        throw base::data_error("overlay.occupation.names", out.size(), zones.size());
    }
    std::set<std::string> known;
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (out[i].empty()) {
            throw base::data_error("overlay.occupation.unnamed", i + 1);
        }
        if (!known.insert(out[i]).second) {
            throw base::data_error("overlay.occupation.twice", out[i]);
        }
    }
    return out;
}

void add_totals(const std::vector<std::string>& ids, const std::string& name,
                const std::vector<Coverage>& covered, Rows& out) {
    for (std::size_t row = 0; row < ids.size(); ++row) {
        const auto& [area, inside] = covered[row];
        out.ids.push_back(ids[row]);
        out.zones.push_back(name);
        out.feature.push_back(area);
        out.inside.push_back(inside);
        out.outside.push_back(std::isnan(area) ? kNone : std::max(0.0, area - inside));
        out.share.push_back(area > 0 ? inside / area : kNone);
    }
}

/// Gives how many pieces were too small to be listed.
std::size_t add_pieces(const std::vector<std::string>& ids, const std::string& name,
                       const Layer& features, const Layer& zone, double least, Rows& out) {
    const auto zone_ids = texts_of(layer::row_names(zone));
    std::size_t dropped = 0;
    for (const auto& piece :
         intersection_areas(features.geometry(), zone.geometry(), features.crs())) {
        if (piece.area_m2 < least) {
            ++dropped;
            continue;
        }
        out.ids.push_back(ids[piece.a]);
        out.zones.push_back(name);
        out.zone_ids.push_back(zone_ids[piece.b]);
        out.area.push_back(piece.area_m2);
    }
    return dropped;
}

std::shared_ptr<Table> table_of(std::size_t output, std::size_t rows, std::vector<Column> columns) {
    auto out = std::make_shared<Table>(rows);
    const auto fields = spec().outputs[output].columns;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        out->set(fields[i], std::move(columns[i]));
    }
    return out;
}

registry::Outputs run(registry::Call& call) {
    const auto& features = layer_of(call, "features", geo::Shape::polygon);
    report_unusable(call, features);
    const auto& zones = call.inputs.at("zones");
    const auto names = zone_names(call, zones);
    const auto ids = texts_of(names_of(features, call, "id"));
    const double least = call.params.at("min_area").get<double>();
    Rows totals, pieces;
    std::size_t dropped = 0;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        const auto& zone = dynamic_cast<const Layer&>(*zones[i]);
        base::within(base::msg("overlay.in.zone", names[i]), [&] {
            require_shape(zone, "zones", {geo::Shape::polygon});
            require_same_crs(features, zone);
            report_unusable(call, zone);
            add_totals(ids, names[i],
                       coverage(features.geometry(), zone.geometry(), features.crs()), totals);
            dropped += add_pieces(ids, names[i], features, zone, least, pieces);
        });
    }
    if (dropped > 0) {
        call.diagnostics->info(base::msg("overlay.slivers", dropped, least));
    }
    const std::size_t rows = totals.ids.size(), found = pieces.ids.size();
    return {{"table", table_of(0, rows,
                               {Column::of_texts(totals.ids), Column::of_texts(totals.zones),
                                Column::of_reals(std::move(totals.feature)),
                                Column::of_reals(std::move(totals.inside)),
                                Column::of_reals(std::move(totals.outside)),
                                Column::of_reals(std::move(totals.share))})},
            {"pieces", table_of(1, found,
                                {Column::of_texts(pieces.ids), Column::of_texts(pieces.zones),
                                 Column::of_texts(pieces.zone_ids),
                                 Column::of_reals(std::move(pieces.area))})}};
}

}  // namespace

void register_occupation(registry::Registry& registry) { registry.add(spec(), run); }

}  // namespace jt::overlay
