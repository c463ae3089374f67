// surface.rasterise and surface.resample.
#include "base/error.hpp"
#include "layer/layer.hpp"
#include "layer/rows.hpp"
#include "surface/op_support.hpp"
#include "surface/rasterise.hpp"
#include "surface/resample.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace jt::surface {
namespace {

using layer::Layer;
using registry::Kind;
using registry::ParamType;

registry::ParamSpec choice(std::string name, nlohmann::json fallback,
                           std::vector<std::string> choices, base::Text help) {
    const bool required = fallback.is_null();
    registry::ParamSpec out =
        make_param(std::move(name), ParamType::choice, std::move(fallback), std::move(help));
    out.required = required;
    out.choices = std::move(choices);
    return out;
}

/// The number of the chosen word among those of the parameter.
template <class Enum>
Enum chosen(const registry::Call& call, const registry::OperatorSpec& spec, const char* name) {
    const auto& words = spec.param(name)->choices;
    const auto at = std::ranges::find(words, call.params.at(name).get<std::string>());
    return static_cast<Enum>(at - words.begin());
}

registry::OperatorSpec rasterise_spec() {
    registry::OperatorSpec out;
    out.name = "surface.rasterise";
    out.title = {"矢量转栅格", "Features to surface"};
    out.help = {
        "把要素的字段值（缺省为 1）写到给定栅格面的网格上，其余像元无值。面按 rule 取像元；"
        "线取穿过的全部像元，点取所在像元",
        "Writes a field of features (by default 1) onto the grid of a given surface; other cells "
        "have no value. Polygons take cells by the rule; lines take all cells that they run "
        "through, points the one that they lie in"};
    out.ports = {
        {"features", Kind::layer, true, false, {"点、线或面", "points, lines or polygons"}},
        surface_port("like", {"取其网格与坐标系", "whose grid and CRS are taken"})};
    out.params = {make_param("field", ParamType::text, nullptr,
                             {"数值字段；缺省写 1", "field of numbers; by default 1 is written"}),
                  choice("rule", "centre", {"centre", "touched", "majority"},
                         {"面取像元：中心在内、有任何相交面积、覆盖至少一半",
                          "cells of polygons: centre inside, any area shared, at least half "
                          "covered"}),
                  choice("overlap", "last", {"first", "last", "min", "max"},
                         {"要素重叠处保留：次序在前者、在后者、最小值、最大值",
                          "what overlapping features leave: the first, the last, the least value, "
                          "the largest"})};
    out.outputs = surface_output({"字段值", "values of the field"});
    return out;
}

std::vector<double> field_values(const registry::Call& call, const Layer& layer) {
    const auto& field = call.params.at("field");
    if (!field.is_string()) {
        return std::vector<double>(layer.rows(), 1);
    }
    const auto& column = layer.column(field.get<std::string>());
    if (column.type() == layer::Type::text) {
        throw base::data_error("surface.rasterise.text", field.get<std::string>());
    }
    std::vector<double> out(layer.rows());
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = column.number(i);
    }
    return out;
}

void tell(registry::Call& call, const Layer& layer, const char* id,
          const std::vector<std::size_t>& rows) {
    if (!rows.empty()) {
        call.diagnostics->features(base::Severity::warning, base::msg(id, rows.size()),
                                   layer.name(), layer::row_ids(layer, rows));
    }
}

geo::GeometryArray in_crs(registry::Call& call, const Layer& layer, const geo::Crs& crs) {
    geo::GeometryArray out = layer.geometry();
    const geo::Transform transform(layer.crs(), crs);
    if (!transform.identity()) {
        call.diagnostics->info(
            base::msg("surface.transformed", crs.label(), transform.description()), layer.name());
        transform.apply(out.xy());
        for (std::size_t i = 0; i < out.size(); ++i) {
            if (!std::ranges::all_of(out.coordinates(i),
                                     [](double v) { return std::isfinite(v); })) {
                out.set_status(i, geo::Status::not_finite);
            }
        }
    }
    return out;
}

/// 32 bit where that loses nothing.
Surface narrowed(const Grid& grid, const geo::Crs& crs, std::vector<double> values) {
    const bool wide = std::ranges::any_of(values, [](double value) {
        return !std::isnan(value) && static_cast<double>(static_cast<float>(value)) != value;
    });
    if (wide) {
        return {grid, crs, std::move(values)};
    }
    std::vector<float> out(values.size());
    std::ranges::transform(values, out.begin(), [](double v) { return static_cast<float>(v); });
    return {grid, crs, std::move(out)};
}

registry::Outputs run_rasterise(registry::Call& call) {
    const auto& layer = call.in<Layer>("features");
    const SurfacePtr like = surface_of(call, "like");
    const auto values = field_values(call, layer);
    const auto features = in_crs(call, layer, like->crs());
    std::vector<std::size_t> unusable, empty;
    for (std::size_t i = 0; i < features.size(); ++i) {
        if (features.status(i) != geo::Status::ok) {
            unusable.push_back(i);
        } else if (std::isnan(values[i])) {
            empty.push_back(i);
        }
    }
    const auto spec = rasterise_spec();
    Rasterised out =
        rasterised(like->grid(), features, values, chosen<TakeRule>(call, spec, "rule"),
                   chosen<Overlap>(call, spec, "overlap"));
    tell(call, layer, "surface.unusable", unusable);
    tell(call, layer, "surface.rasterise.empty", empty);
    tell(call, layer, "surface.rasterise.without", out.without);
    tell(call, layer, "surface.rasterise.self", out.overlapping);
    if (out.contested > 0) {
        call.diagnostics->info(base::msg("surface.rasterise.contested", out.contested,
                                         call.params.at("overlap").get<std::string>()));
    }
    return {{"surface", std::make_shared<Surface>(
                            narrowed(like->grid(), like->crs(), std::move(out.values)))}};
}

registry::OperatorSpec resample_spec() {
    registry::OperatorSpec out;
    out.name = "surface.resample";
    out.title = {"重采样", "Resample"};
    out.help = {
        "换到另一栅格面的网格（like），或给定像元大小 cell 与范围 extent 的网格。nearest "
        "取新中心所在像元；"
        "bilinear 在四个中心之间内插；mean 按重叠面积平均；majority 取重叠面积最大的值。"
        "坐标系不同时只能用前两种",
        "To the grid of another surface (like), or one of a given cell size and extent. nearest: "
        "the cell under the new centre; bilinear: between four centres; mean: weighted by shared "
        "area; majority: the value of the largest area. Only the first two where the CRS differ"};
    out.ports = {surface_port("surface", {"栅格面", "surface"}),
                 surface_port("like", {"取其网格与坐标系", "whose grid and CRS are taken"})};
    out.ports[1].required = false;
    out.params = {
        choice("method", nullptr, {"nearest", "bilinear", "mean", "majority"}, {"方法", "method"}),
        make_param("cell", ParamType::number, nullptr,
                   {"像元大小，坐标系单位", "cell size in units of the CRS"}),
        make_param("extent", ParamType::list, nullptr,
                   {"西、南、东、北；缺省为原范围",
                    "west, south, east, north; by default that of the surface"}),
        make_param("crs", ParamType::text, nullptr,
                   {"新网格的坐标系；须给 cell，范围缺省为原范围的外接矩形，对齐到 cell 的整倍数",
                    "CRS of the new grid; wants a cell, and by default takes the box around the "
                    "surface, in multiples of the cell"})};
    out.outputs = surface_output({"新网格上的值", "values on the new grid"});
    return out;
}

/// The box around a surface in another CRS, from places along its sides, in multiples of the cell.
geo::Box box_in(const Surface& surface, const geo::Crs& crs, double cell) {
    const geo::Transform transform(surface.crs(), crs);
    const geo::Box box = surface.grid().box();
    constexpr int kPlaces = 256;  // along a side
    std::vector<double> xy;
    for (int k = 0; k <= kPlaces; ++k) {
        const double x = box.min_x + (box.max_x - box.min_x) * k / kPlaces;
        const double y = box.min_y + (box.max_y - box.min_y) * k / kPlaces;
        xy.insert(xy.end(), {x, box.min_y, x, box.max_y, box.min_x, y, box.max_x, y});
    }
    transform.apply(xy);
    geo::Box out;
    for (std::size_t i = 0; i < xy.size(); i += 2) {
        if (std::isfinite(xy[i]) && std::isfinite(xy[i + 1])) {
            out.add(std::floor(xy[i] / cell) * cell, std::floor(xy[i + 1] / cell) * cell);
            out.add(std::ceil(xy[i] / cell) * cell, std::ceil(xy[i + 1] / cell) * cell);
        }
    }
    return out;
}

Grid given_grid(const registry::Call& call, const Surface& source, const geo::Crs& crs) {
    const auto& cell = call.params.at("cell");
    if (!cell.is_number() || !(cell.get<double>() > 0)) {
        throw base::data_error("surface.resample.grid");
    }
    const geo::Box box =
        crs.same(source.crs()) ? source.grid().box() : box_in(source, crs, cell.get<double>());
    std::array<double, 4> sides = {box.min_x, box.min_y, box.max_x, box.max_y};
    if (const auto extent = numbers_in(call.params.at("extent")); extent.is_array()) {
        const bool good = extent.size() == 4 && std::ranges::all_of(extent, [](const auto& one) {
                              return one.is_number() && std::isfinite(one.template get<double>());
                          });
        if (!good || !(extent[0] < extent[2]) || !(extent[1] < extent[3])) {
            throw base::data_error("surface.resample.extent", extent.dump());
        }
        sides = extent.get<std::array<double, 4>>();
    }
    Grid out;
    out.cell_x = out.cell_y = cell.get<double>();
    const auto count = [&](double length) {
        constexpr double kRounding = 1e-6;  // of a cell
        return std::max<std::size_t>(
            1, static_cast<std::size_t>(std::ceil(length / out.cell_x - kRounding)));
    };
    out.left = sides[0];
    out.top = sides[3];
    constexpr double kMost = std::numeric_limits<std::int32_t>::max();  // of GDAL, either way
    if (std::max(sides[2] - sides[0], sides[3] - sides[1]) / out.cell_x > kMost) {
        throw base::data_error("surface.resample.small", cell.get<double>());
    }
    out.columns = count(sides[2] - sides[0]);
    out.rows = count(sides[3] - sides[1]);
    return out;
}

std::string cell_text(const Grid& grid) {
    return fmt::format("{:.10g} x {:.10g}", grid.cell_x, grid.cell_y);
}

registry::Outputs run_resample(registry::Call& call) {
    const SurfacePtr source = surface_of(call, "surface");
    const bool by_surface = call.has("like");
    const auto& asked = call.params.at("crs");
    if (by_surface && (call.params.at("cell").is_number() || call.params.at("extent").is_array() ||
                       asked.is_string())) {
        throw base::data_error("surface.resample.grid");
    }
    const geo::Crs crs = by_surface          ? surface_of(call, "like")->crs()
                         : asked.is_string() ? geo::Crs::from(asked.get<std::string>())
                                             : source->crs();
    const Grid grid =
        by_surface ? surface_of(call, "like")->grid() : given_grid(call, *source, crs);
    const auto method = chosen<ResampleMethod>(call, resample_spec(), "method");
    auto out = std::make_shared<Surface>(resampled(*source, grid, crs, method));
    const geo::Transform transform(source->crs(), crs);
    call.diagnostics->info(base::msg("surface.resample.done", cell_text(source->grid()),
                                     cell_text(grid), call.params.at("method").get<std::string>(),
                                     out->valid_count(), grid.cells()));
    if (!transform.identity()) {
        call.diagnostics->info(
            base::msg("surface.transformed", crs.label(), transform.description()));
    } else if (method == ResampleMethod::nearest || method == ResampleMethod::bilinear) {
        const double ratio =
            std::max(grid.cell_x / source->grid().cell_x, grid.cell_y / source->grid().cell_y);
        if (ratio > 2) {
            call.diagnostics->warn(
                base::msg("surface.resample.skipped", call.params.at("method").get<std::string>()));
        }
    }
    return {{"surface", out}};
}

}  // namespace

void register_resample(registry::Registry& registry) {
    registry.add(rasterise_spec(), run_rasterise);
    registry.add(resample_spec(), run_resample);
}

}  // namespace jt::surface
