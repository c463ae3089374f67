// surface.zonal_mean and surface.sample.
#include "base/error.hpp"
#include "layer/rows.hpp"
#include "surface/zonal_ops.hpp"

#include <algorithm>
#include <cmath>

namespace jt::surface {
namespace {

using layer::Column;
using layer::Layer;
using layer::Table;
using layer::Type;
using registry::Kind;

registry::OperatorSpec zonal_spec() {
    registry::OperatorSpec out;
    out.name = "surface.zonal_mean";
    out.version = 2;
    out.title = {"分区统计", "Zonal statistics"};
    out.help = {
        "每个面内像元的均值、最小值、最大值与个数；像元中心在面内才算；面内没有像元中心时取面内一点"
        "所在的像元，并列出",
        "Mean, minimum, maximum and count of the cells in each polygon; a cell counts when its "
        "centre lies inside; a polygon without a centre takes the cell under a point of it, and "
        "is listed"};
    out.ports = {surface_port("surface", {"栅格面", "surface"}),
                 {"zones", Kind::layer, true, false, {"面图层", "polygons"}}};
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
    out.ports = {surface_port("surface", {"栅格面", "surface"}),
                 {"points", Kind::layer, true, false, {"点图层", "points"}}};
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

void report_zones(registry::Call& call, const Layer& layer,
                  const std::vector<ZoneStatistics>& zones) {
    const auto tell = [&](base::Severity severity, const char* id, const auto& test) {
        report(call, layer, severity, id, zones_where(zones, test));
    };
    const auto is = [](ZoneStatus status) {
        return [status](const ZoneStatistics& zone) { return zone.status == status; };
    };
    using base::Severity;
    tell(Severity::warning, "surface.zone.partial",
         [](const ZoneStatistics& zone) { return zone.partial; });
    tell(Severity::info, "surface.zone.one_cell", is(ZoneStatus::one_cell));
    tell(Severity::warning, "surface.zone.nodata", is(ZoneStatus::nodata));
    tell(Severity::warning, "surface.zone.outside", is(ZoneStatus::outside));
    tell(Severity::warning, "surface.unusable", [](const ZoneStatistics& zone) {
        return zone.status == ZoneStatus::no_geometry || zone.status == ZoneStatus::invalid;
    });
}

void set_ids(Table& table, const registry::Call& call, const Layer& layer,
             registry::ColumnSpec field) {
    Column ids = names_of(call, layer);
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
        count.push_back(static_cast<std::int64_t>(one.cells));
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
    std::vector<double> values(points.rows(), ZoneStatistics::kMissing);
    std::vector<std::size_t> unusable, several, without, rows;
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto xy = geometry.coordinates(i);
        if (geometry.status(i) != geo::Status::ok) {
            unusable.push_back(i);
        } else if (xy.size() != 2) {
            several.push_back(i);
        } else if (const auto cell = cell_at(surface.grid(), xy[0], xy[1])) {
            rows.push_back(i);
            cells.push_back(*cell);
        } else {
            without.push_back(i);
        }
    }
    const auto found = values_at(surface, cells);
    for (std::size_t k = 0; k < rows.size(); ++k) {
        values[rows[k]] = found[k];
        if (std::isnan(found[k])) {
            without.push_back(rows[k]);
        }
    }
    std::sort(without.begin(), without.end());
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

registry::ParamSpec id_param() {
    return make_param("id", registry::ParamType::text, nullptr,
                      {"标识列；缺省为 id 列，没有则为要素编号",
                       "id column; by default column id, else the feature ids"});
}

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

Column names_of(const registry::Call& call, const Layer& layer) {
    const auto& asked = call.params.at("id");
    return layer::row_names(layer, asked.is_string() ? asked.get<std::string>() : "");
}

void register_zonal(registry::Registry& registry) {
    registry.add(zonal_spec(), run_zonal);
    registry.add(sample_spec(), run_sample);
    register_zonal_statistics(registry);
}

}  // namespace jt::surface
