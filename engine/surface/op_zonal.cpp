#include "surface/op_zonal.hpp"

#include "base/error.hpp"
#include "layer/layer.hpp"
#include "layer/rows.hpp"
#include "surface/zonal.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jt::surface {
namespace {

using layer::Column;
using layer::Layer;
using layer::Table;
using layer::Type;
using registry::Kind;
using registry::ParamType;

registry::PortSpec surface_port() {
    return {"surface", Kind::surface, true, false, {"栅格面", "surface"}};
}

registry::ParamSpec id_param() {
    registry::ParamSpec spec;
    spec.name = "id";
    spec.type = ParamType::text;
    spec.help = {"标识列；缺省为 id 列，没有则为要素编号",
                 "id column; by default column id, else the feature ids"};
    return spec;
}

registry::OperatorSpec zonal_spec() {
    registry::OperatorSpec out;
    out.name = "surface.zonal_mean";
    out.title = {"分区统计", "Zonal statistics"};
    out.help = {
        "每个面内像元的均值、最小值、最大值与个数；像元中心在面内才算；面内没有像元中心时取面内一点"
        "所在的像元，并列出",
        "Mean, minimum, maximum and count of the cells in each polygon; a cell counts when its "
        "centre lies inside; a polygon without a centre takes the cell under a point of it, and "
        "is listed"};
    out.ports = {surface_port(), {"zones", Kind::layer, true, false, {"面图层", "polygons"}}};
    out.params = {id_param()};
    out.outputs = {{"table",
                    Kind::table,
                    {"每个面一行", "one row for each polygon"},
                    {{"id", Type::text, "", {"标识", "id"}},
                     {"mean", Type::real, "", {"均值", "mean"}},
                     {"min", Type::real, "", {"最小值", "minimum"}},
                     {"max", Type::real, "", {"最大值", "maximum"}},
                     {"count", Type::integer, "", {"像元数", "cells"}}}}};
    return out;
}

registry::OperatorSpec sample_spec() {
    registry::OperatorSpec out;
    out.name = "surface.sample";
    out.title = {"取点值", "Values at points"};
    out.help = {"点所在像元的值；不插值",
                "The value of the cell under each point; not interpolated"};
    out.ports = {surface_port(), {"points", Kind::layer, true, false, {"点图层", "points"}}};
    out.params = {id_param()};
    out.outputs = {
        {"table",
         Kind::table,
         {"每个点一行", "one row for each point"},
         {{"id", Type::text, "", {"标识", "id"}}, {"value", Type::real, "", {"值", "value"}}}}};
    return out;
}

const Layer& layer_of(const registry::Call& call, const std::string& port, geo::Shape shape) {
    const auto& layer = call.in<Layer>(port);
    if (layer.rows() > 0 && layer.geometry().shape() != shape) {
        throw base::data_error("surface.shape", port, geo::shape_name(shape), layer.name(),
                               geo::shape_name(layer.geometry().shape()));
    }
    return layer;
}

/// The features in the CRS of the surface; one that does not fit into it loses its status.
geo::GeometryArray on_surface(registry::Call& call, const Layer& layer, const Surface& surface) {
    geo::GeometryArray out = layer.geometry();
    const geo::Transform transform(layer.crs(), surface.crs());
    if (transform.identity()) {
        return out;
    }
    call.diagnostics->info(
        base::msg("surface.transformed", surface.crs().label(), transform.description()),
        layer.name());
    if (transform.apply(out.xy()) > 0) {
        for (std::size_t i = 0; i < out.size(); ++i) {
            const auto xy = out.coordinates(i);
            if (!std::ranges::all_of(xy, [](double v) { return std::isfinite(v); })) {
                out.set_status(i, geo::Status::not_finite);
            }
        }
    }
    return out;
}

void report(registry::Call& call, const Layer& layer, base::Severity severity, const char* id,
            const std::vector<std::size_t>& rows) {
    if (!rows.empty()) {
        call.diagnostics->features(severity, base::msg(id, rows.size()), layer.name(),
                                   layer::row_ids(layer, rows));
    }
}

void report_zones(registry::Call& call, const Layer& zones,
                  const std::vector<ZoneStatistics>& statistics) {
    const auto rows_of = [&](ZoneStatus status) {
        std::vector<std::size_t> rows;
        for (std::size_t i = 0; i < statistics.size(); ++i) {
            if (statistics[i].status == status) {
                rows.push_back(i);
            }
        }
        return rows;
    };
    std::vector<std::size_t> partial;
    for (std::size_t i = 0; i < statistics.size(); ++i) {
        if (statistics[i].partial) {
            partial.push_back(i);
        }
    }
    using base::Severity;
    report(call, zones, Severity::warning, "surface.zone.partial", partial);
    report(call, zones, Severity::info, "surface.zone.one_cell", rows_of(ZoneStatus::one_cell));
    report(call, zones, Severity::warning, "surface.zone.nodata", rows_of(ZoneStatus::nodata));
    report(call, zones, Severity::warning, "surface.zone.outside", rows_of(ZoneStatus::outside));
    report(call, zones, Severity::warning, "surface.unusable", rows_of(ZoneStatus::no_geometry));
}

void set_ids(Table& table, const registry::Call& call, const Layer& layer,
             registry::ColumnSpec field) {
    const auto& asked = call.params.at("id");
    auto ids = layer::row_names(layer, asked.is_string() ? asked.get<std::string>() : "");
    field.type = ids.type();
    table.set(field, std::move(ids));
}

registry::Outputs run_zonal(registry::Call& call) {
    const auto& surface = call.in<Surface>("surface");
    const auto& zones = layer_of(call, "zones", geo::Shape::polygon);
    const auto statistics = zonal_statistics(surface, on_surface(call, zones, surface));
    report_zones(call, zones, statistics);
    std::vector<double> mean, min, max;
    std::vector<std::int64_t> count;
    for (const auto& one : statistics) {
        mean.push_back(one.mean);
        min.push_back(one.min);
        max.push_back(one.max);
        count.push_back(static_cast<std::int64_t>(one.count));
    }
    auto out = std::make_shared<Table>(zones.rows());
    const auto fields = zonal_spec().outputs.front().columns;
    set_ids(*out, call, zones, fields[0]);
    out->set(fields[1], Column::of_reals(std::move(mean)));
    out->set(fields[2], Column::of_reals(std::move(min)));
    out->set(fields[3], Column::of_reals(std::move(max)));
    out->set(fields[4], Column::of_integers(std::move(count)));
    return {{"table", out}};
}

registry::Outputs run_sample(registry::Call& call) {
    const auto& surface = call.in<Surface>("surface");
    const auto& points = layer_of(call, "points", geo::Shape::point);
    const auto geometry = on_surface(call, points, surface);
    std::vector<double> values(points.rows(), std::numeric_limits<double>::quiet_NaN());
    std::vector<std::size_t> unusable, several, without;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto xy = geometry.coordinates(i);
        if (geometry.status(i) != geo::Status::ok) {
            unusable.push_back(i);
        } else if (xy.size() != 2) {
            several.push_back(i);
        } else {
            values[i] = surface.sample(xy[0], xy[1]);
            if (std::isnan(values[i])) {
                without.push_back(i);
            }
        }
    }
    report(call, points, base::Severity::warning, "surface.unusable", unusable);
    report(call, points, base::Severity::warning, "surface.sample.several", several);
    report(call, points, base::Severity::warning, "surface.sample.nodata", without);
    auto out = std::make_shared<Table>(points.rows());
    const auto fields = sample_spec().outputs.front().columns;
    set_ids(*out, call, points, fields[0]);
    out->set(fields[1], Column::of_reals(std::move(values)));
    return {{"table", out}};
}

}  // namespace

void register_zonal(registry::Registry& registry) {
    registry.add(zonal_spec(), run_zonal);
    registry.add(sample_spec(), run_sample);
}

}  // namespace jt::surface
