// vector.intersection_areas and vector.coverage.
#include "overlay/areas.hpp"
#include "overlay/op_support.hpp"
#include "overlay/shapes.hpp"

#include "geo/measure.hpp"

#include <limits>

namespace jt::overlay {
namespace {

using layer::Column;
using layer::Table;
using layer::Type;
using registry::Kind;
using registry::ParamType;

constexpr const char* kArea = "area_m2";
constexpr double kProbe = 1000;  ///< metres, to see that coordinates are metres

registry::OperatorSpec intersection_spec() {
    registry::OperatorSpec out;
    out.name = "vector.intersection_areas";
    out.title = {"相交面积", "Areas of intersections"};
    out.help = {"两个面图层两两相交部分的面积；坐标系须相同",
                "Areas of what the polygons of two layers have in common, pair by pair; "
                "both in one CRS"};
    out.ports = {layer_port("a", {"面图层", "polygons"}), layer_port("b", {"面图层", "polygons"})};
    out.params = {id_param("a_id", {"a", "a"}), id_param("b_id", {"b", "b"}),
                  make_param("min_area", ParamType::number, 0.0,
                             {"小于此面积的相交部分不列出，只计数",
                              "smaller intersections are only counted, not listed"})};
    out.params.back().unit = "m2";
    out.params.back().min = 0;
    out.params.push_back(make_param("area", ParamType::choice, "geodesic",
                                    {"面积的算法：椭球面积，或投影平面面积（仅限米制投影坐标系）",
                                     "how areas are measured: on the ellipsoid, or in the plane "
                                     "(projected CRS in metres only)"}));
    out.params.back().choices = {"geodesic", "planar"};
    out.outputs = {{"table",
                    Kind::table,
                    {"每对相交的要素一行", "one row for each pair of features that intersect"},
                    {{"a_id", Type::text, "", {"a 的标识", "id in a"}},
                     {"b_id", Type::text, "", {"b 的标识", "id in b"}},
                     {kArea, Type::real, "m2", {"相交面积", "area in common"}},
                     {"share_of_a", Type::real, "", {"占 a 的比例", "share of a"}},
                     {"share_of_b", Type::real, "", {"占 b 的比例", "share of b"}}}}};
    return out;
}

Column taken(const Column& names, const std::vector<Overlap>& pairs, std::size_t Overlap::*side) {
    std::vector<std::size_t> rows;
    for (const auto& pair : pairs) {
        rows.push_back(pair.*side);
    }
    return names.take(rows);
}

void drop_slivers(registry::Call& call, std::vector<Overlap>& pairs) {
    const double limit = call.params.at("min_area").get<double>();
    const auto dropped =
        std::erase_if(pairs, [limit](const Overlap& pair) { return pair.area_m2 < limit; });
    if (dropped > 0) {
        call.diagnostics->info(base::msg("overlay.slivers", dropped, limit));
    }
}

registry::Outputs run_intersection(registry::Call& call) {
    const auto& a = layer_of(call, "a", geo::Shape::polygon);
    const auto& b = layer_of(call, "b", geo::Shape::polygon);
    require_same_crs(a, b);
    report_unusable(call, a);
    report_unusable(call, b);
    const bool planar = call.params.at("area").get<std::string>() == "planar";
    if (planar) {
        geo::Box box = a.geometry().box();
        box.add(b.geometry().box());
        if (!box.empty()) {
            ground_scale(a.crs(), box, kProbe);
        }
        call.diagnostics->info(base::msg("overlay.area.planar", a.crs().label()));
    }
    auto pairs = intersection_areas(a.geometry(), b.geometry(), a.crs(),
                                    planar ? AreaKind::planar : AreaKind::geodesic);
    drop_slivers(call, pairs);
    const auto areas_of = [&](const layer::Layer& layer) {
        return planar ? geo::planar_areas(layer.geometry())
                      : geo::areas(layer.geometry(), layer.crs());
    };
    const auto areas_a = areas_of(a), areas_b = areas_of(b);
    std::vector<double> area, share_a, share_b;
    for (const auto& pair : pairs) {
        area.push_back(pair.area_m2);
        share_a.push_back(pair.area_m2 / areas_a[pair.a]);
        share_b.push_back(pair.area_m2 / areas_b[pair.b]);
    }
    auto out = std::make_shared<Table>(pairs.size());
    auto fields = intersection_spec().outputs.front().columns;
    fields[2].title = planar ? base::Text{"相交的平面面积", "area in common, in the plane"}
                             : base::Text{"相交的椭球面积", "area in common, on the ellipsoid"};
    auto a_ids = taken(names_of(a, call, "a_id"), pairs, &Overlap::a);
    auto b_ids = taken(names_of(b, call, "b_id"), pairs, &Overlap::b);
    fields[0].type = a_ids.type();
    fields[1].type = b_ids.type();
    out->set(fields[0], std::move(a_ids));
    out->set(fields[1], std::move(b_ids));
    out->set(fields[2], Column::of_reals(std::move(area)));
    out->set(fields[3], Column::of_reals(std::move(share_a)));
    out->set(fields[4], Column::of_reals(std::move(share_b)));
    return {{"table", out}};
}

registry::OperatorSpec coverage_spec() {
    registry::OperatorSpec out;
    out.name = "vector.coverage";
    out.title = {"覆盖", "Coverage"};
    out.help = {"a 中每个面被 b 的并集覆盖的椭球面积与占比；b 内部的重叠只算一次",
                "For each polygon of a the ellipsoidal area and share covered by the union of b; "
                "overlaps within b count once"};
    out.ports = {layer_port("a", {"面图层", "polygons"}),
                 layer_port("b", {"覆盖它的面图层", "polygons that cover"})};
    out.params = {id_param("a_id", {"a", "a"})};
    out.outputs = {
        {"table",
         Kind::table,
         {"a 中每个要素一行", "one row for each feature of a"},
         {{"id", Type::text, "", {"标识", "id"}},
          {kArea, Type::real, "m2", {"椭球面积", "area on the ellipsoid"}},
          {"covered_m2", Type::real, "m2", {"被覆盖的椭球面积", "area covered, on the ellipsoid"}},
          {"share", Type::real, "", {"占比", "share covered"}}}}};
    return out;
}

registry::Outputs run_coverage(registry::Call& call) {
    const auto& a = layer_of(call, "a", geo::Shape::polygon);
    const auto& b = layer_of(call, "b", geo::Shape::polygon);
    require_same_crs(a, b);
    report_unusable(call, a);
    report_unusable(call, b);
    std::vector<double> area, covered, share;
    for (const auto& one : coverage(a.geometry(), b.geometry(), a.crs())) {
        area.push_back(one.area_m2);
        covered.push_back(one.covered_m2);
        share.push_back(one.area_m2 > 0 ? one.covered_m2 / one.area_m2
                                        : std::numeric_limits<double>::quiet_NaN());
    }
    auto out = std::make_shared<Table>(a.rows());
    auto fields = coverage_spec().outputs.front().columns;
    auto ids = names_of(a, call, "a_id");
    fields[0].type = ids.type();
    out->set(fields[0], std::move(ids));
    out->set(fields[1], Column::of_reals(std::move(area)));
    out->set(fields[2], Column::of_reals(std::move(covered)));
    out->set(fields[3], Column::of_reals(std::move(share)));
    return {{"table", out}};
}

}  // namespace

void register_areas(registry::Registry& registry) {
    registry.add(intersection_spec(), run_intersection);
    registry.add(coverage_spec(), run_coverage);
}

}  // namespace jt::overlay
