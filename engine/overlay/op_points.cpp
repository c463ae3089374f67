// vector.points_in_polygons.
#include "base/error.hpp"
#include "overlay/op_support.hpp"
#include "overlay/points.hpp"

#include <cmath>
#include <limits>

namespace jt::overlay {
namespace {

using layer::Column;
using layer::Layer;
using layer::Table;
using layer::Type;
using registry::Kind;
using registry::ParamType;

registry::OperatorSpec spec() {
    registry::OperatorSpec out;
    out.name = "vector.points_in_polygons";
    out.title = {"面内点统计", "Points in polygons"};
    out.help = {"每个面内的点数、权重之和及其占全部点的比例；边界上的点算在内",
                "For each polygon the points inside, the sum of their weights and its share of all "
                "points; points on the border count"};
    out.ports = {layer_port("points", {"点图层", "points"}),
                 layer_port("polygons", {"面图层", "polygons"})};
    out.params = {make_param("weight", ParamType::text, nullptr,
                             {"点的权重列（如人口）；缺省每点为 1",
                              "weight column of the points (population); by default 1 each"}),
                  id_param("point_id", {"点", "the points"}),
                  id_param("polygon_id", {"面", "the polygons"})};
    out.outputs = {{"table",
                    Kind::table,
                    {"每个面一行", "one row for each polygon"},
                    {{"id", Type::text, "", {"标识", "id"}},
                     {"points", Type::integer, "", {"点数", "points"}},
                     {"sum", Type::real, "", {"权重之和", "sum of weights"}},
                     {"share", Type::real, "", {"占全部权重的比例", "share of all weight"}}}},
                   {"pairs",
                    Kind::table,
                    {"每个点与所在面一行", "one row for each point and the polygon it lies in"},
                    {{"point_id", Type::text, "", {"点的标识", "id of the point"}},
                     {"polygon_id", Type::text, "", {"面的标识", "id of the polygon"}}}}};
    return out;
}

/// Weights of the points, 0 where there is none (those are listed); and the column's unit.
std::vector<double> weights_of(registry::Call& call, const Layer& points) {
    std::vector<double> out(points.rows(), 1);
    if (call.params.at("weight").is_null()) {
        return out;
    }
    const auto name = call.params.at("weight").get<std::string>();
    const auto& column = points.column(name);
    if (column.type() == Type::text) {
        throw base::data_error("overlay.weight.number", name);
    }
    std::vector<std::size_t> missing;
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = column.number(i);
        if (std::isnan(out[i])) {
            missing.push_back(i);
            out[i] = 0;
        }
    }
    if (!missing.empty()) {
        call.diagnostics->features(base::Severity::warning,
                                   base::msg("overlay.weight.missing", missing.size(), name),
                                   points.name(), layer::row_ids(points, missing));
    }
    return out;
}

/// The weight of all points that have a place.
double total_of(const Layer& points, const std::vector<double>& weights) {
    double total = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        total += points.geometry().status(i) == geo::Status::ok ? weights[i] : 0;
    }
    return total;
}

std::shared_ptr<Table> count_table(registry::Call& call, const Layer& points, const Layer& polygons,
                                   const std::vector<Hit>& hits) {
    const auto weights = weights_of(call, points);
    const double total = total_of(points, weights);
    const double missing = std::numeric_limits<double>::quiet_NaN();
    std::vector<std::int64_t> counts(polygons.rows(), 0);
    std::vector<double> sums(polygons.rows(), 0), shares(polygons.rows(), missing);
    for (const auto& hit : hits) {
        ++counts[hit.polygon];
        sums[hit.polygon] += weights[hit.point];
    }
    for (std::size_t j = 0; j < sums.size(); ++j) {
        if (polygons.geometry().status(j) != geo::Status::ok) {
            sums[j] = missing;
        } else if (total > 0) {
            shares[j] = sums[j] / total;
        }
    }
    auto out = std::make_shared<Table>(polygons.rows());
    auto fields = spec().outputs[0].columns;
    auto ids = names_of(polygons, call, "polygon_id");
    fields[0].type = ids.type();
    if (!call.params.at("weight").is_null()) {
        fields[2].unit = points.field(call.params.at("weight").get<std::string>()).unit;
    }
    out->set(fields[0], std::move(ids));
    out->set(fields[1], Column::of_integers(std::move(counts)));
    out->set(fields[2], Column::of_reals(std::move(sums)));
    out->set(fields[3], Column::of_reals(std::move(shares)));
    return out;
}

std::shared_ptr<Table> pair_table(registry::Call& call, const Layer& points, const Layer& polygons,
                                  const std::vector<Hit>& hits) {
    std::vector<std::size_t> point_rows, polygon_rows;
    for (const auto& hit : hits) {
        point_rows.push_back(hit.point);
        polygon_rows.push_back(hit.polygon);
    }
    auto out = std::make_shared<Table>(hits.size());
    auto fields = spec().outputs[1].columns;
    auto point_ids = names_of(points, call, "point_id").take(point_rows);
    auto polygon_ids = names_of(polygons, call, "polygon_id").take(polygon_rows);
    fields[0].type = point_ids.type();
    fields[1].type = polygon_ids.type();
    out->set(fields[0], std::move(point_ids));
    out->set(fields[1], std::move(polygon_ids));
    return out;
}

registry::Outputs run(registry::Call& call) {
    const auto& points = layer_of(call, "points", geo::Shape::point);
    const auto& polygons = layer_of(call, "polygons", geo::Shape::polygon);
    require_same_crs(points, polygons);
    report_unusable(call, points);
    report_unusable(call, polygons);
    const auto hits = points_in_polygons(points.geometry(), polygons.geometry());
    return {{"table", count_table(call, points, polygons, hits)},
            {"pairs", pair_table(call, points, polygons, hits)}};
}

}  // namespace

void register_points(registry::Registry& registry) { registry.add(spec(), run); }

}  // namespace jt::overlay
