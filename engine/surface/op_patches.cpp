// surface.patches and surface.polygonise.
#include "layer/layer.hpp"
#include "surface/op_support.hpp"
#include "surface/patches.hpp"
#include "surface/polygonise.hpp"

#include <numeric>

namespace jt::surface {
namespace {

using layer::Column;
using layer::Type;
using registry::Kind;
using registry::ParamType;

constexpr double kHectare = 10000, kMu = 10000.0 / 15;  // m2

registry::PortSpec classes_port() {
    return surface_port("surface", {"类别：整数；无值的像元不属于任何图斑",
                                    "classes: whole numbers; cells without a value are in no "
                                    "patch"});
}

std::vector<registry::ParamSpec> patch_params() {
    std::vector<registry::ParamSpec> out = {
        make_param("corners", ParamType::boolean, false,
                   {"仅角点相接也算相连（8 邻域）；缺省只算边相接（4 邻域）",
                    "cells that touch at a corner only are connected too (8 neighbours); by "
                    "default along sides (4 neighbours)"}),
        make_param("least", ParamType::number, 0.0,
                   {"保留的最小面积；更小的图斑略去", "smallest area kept"})};
    out[1].unit = "m2";
    out[1].min = 0;
    return out;
}

std::vector<registry::ColumnSpec> patch_columns() {
    return {{"patch", Type::integer, "", {"图斑号", "patch"}},
            {"class", Type::integer, "", {"类别", "class"}},
            {"cells", Type::integer, "", {"像元数", "cells"}},
            {"area_m2", Type::real, "m2", {"面积（平方米）", "area in m2"}},
            {"ha", Type::real, "ha", {"面积（公顷）", "area in hectares"}},
            {"mu", Type::real, "mu", {"面积（亩）", "area in mu (10000/15 m2)"}}};
}

registry::OperatorSpec patches_spec() {
    registry::OperatorSpec out;
    out.name = "surface.patches";
    out.title = {"图斑（连片分析）", "Patches (contiguity)"};
    out.help = {
        "同类且相连的像元合为图斑，自北向南、自西向东按首个像元编号。面积：投影坐标系为像元数 × "
        "像元面积，经纬度按椭球面计算。集中度：面积与包含全部像元角点的最小外接圆面积之比"
        "（双评价的地块集中度）",
        "Cells of one class that are connected, numbered by their first cells from north to south "
        "and west to east. Areas: cells x cell area in a projected CRS, on the ellipsoid in "
        "degrees. Concentration: area / area of the smallest circle around the corners of the "
        "cells"};
    out.ports = {classes_port()};
    out.params = patch_params();
    auto columns = patch_columns();
    columns.push_back({"west", Type::real, "", {"西", "west"}});
    columns.push_back({"south", Type::real, "", {"南", "south"}});
    columns.push_back({"east", Type::real, "", {"东", "east"}});
    columns.push_back({"north", Type::real, "", {"北", "north"}});
    columns.push_back({"concentration", Type::real, "", {"集中度", "concentration"}});
    out.outputs = {
        {"surface", Kind::surface, {"图斑号", "patch numbers"}, {}},
        {"table", Kind::table, {"每个图斑一行", "one row for each patch"}, std::move(columns)}};
    return out;
}

registry::OperatorSpec polygonise_spec() {
    registry::OperatorSpec out;
    out.name = "surface.polygonise";
    out.title = {"栅格转面", "Surface to polygons"};
    out.help = {
        "每个图斑一个面，边界严格沿像元边，保留孔洞；仅角点相接的部分为多部件",
        "A polygon for each patch, exactly along the borders of cells, with holes; parts that "
        "touch at corners only are parts of a multipolygon"};
    out.ports = {classes_port()};
    out.params = patch_params();
    out.outputs = {{"layer", Kind::layer, {"图斑面", "polygons of patches"}, patch_columns()}};
    return out;
}

Patches found(registry::Call& call, const Surface& surface) {
    PatchRule rule;
    rule.corners = call.params.at("corners").get<bool>();
    rule.least = call.params.at("least").get<double>();
    Patches out = patches(surface, rule);
    const std::size_t cells =
        std::transform_reduce(out.list.begin(), out.list.end(), std::size_t{0}, std::plus<>(),
                              [](const Patch& patch) { return patch.cells; });
    call.diagnostics->info(base::msg("surface.patches.found", out.list.size(), cells));
    if (out.left_out > 0) {
        call.diagnostics->info(
            base::msg("surface.patches.least", out.left_out, rule.least, out.cells_left_out));
    }
    return out;
}

template <class Get>
Column reals(const std::vector<Patch>& list, const Get& get) {
    std::vector<double> out(list.size());
    std::transform(list.begin(), list.end(), out.begin(), get);
    return Column::of_reals(std::move(out));
}

template <class Get>
Column integers(const std::vector<Patch>& list, const Get& get) {
    std::vector<std::int64_t> out(list.size());
    std::transform(list.begin(), list.end(), out.begin(), get);
    return Column::of_integers(std::move(out));
}

std::vector<std::int64_t> numbers(std::size_t count) {
    std::vector<std::int64_t> out(count);
    std::iota(out.begin(), out.end(), std::int64_t{1});
    return out;
}

void set_columns(layer::Table& table, const std::vector<Patch>& list) {
    const auto fields = patch_columns();
    table.set(fields[0], Column::of_integers(numbers(list.size())));
    table.set(fields[1], integers(list, [](const Patch& p) { return p.value; }));
    table.set(fields[2],
              integers(list, [](const Patch& p) { return static_cast<std::int64_t>(p.cells); }));
    table.set(fields[3], reals(list, [](const Patch& p) { return p.area_m2; }));
    table.set(fields[4], reals(list, [](const Patch& p) { return p.area_m2 / kHectare; }));
    table.set(fields[5], reals(list, [](const Patch& p) { return p.area_m2 / kMu; }));
}

registry::Outputs run_patches(registry::Call& call) {
    const SurfacePtr surface = surface_of(call, "surface");
    const Patches all = found(call, *surface);
    auto table = std::make_shared<layer::Table>(all.list.size());
    set_columns(*table, all.list);
    const auto fields = patches_spec().outputs[1].columns;
    const Grid& grid = surface->grid();
    const auto x = [&](std::size_t column) {
        return grid.left + static_cast<double>(column) * grid.cell_x;
    };
    const auto y = [&](std::size_t row) {
        return grid.top - static_cast<double>(row) * grid.cell_y;
    };
    table->set(fields[6], reals(all.list, [&](const Patch& p) { return x(p.left); }));
    table->set(fields[7], reals(all.list, [&](const Patch& p) { return y(p.bottom); }));
    table->set(fields[8], reals(all.list, [&](const Patch& p) { return x(p.right); }));
    table->set(fields[9], reals(all.list, [&](const Patch& p) { return y(p.top); }));
    table->set(fields[10], reals(all.list, [](const Patch& p) { return p.area_m2 / p.circle_m2; }));
    return {{"surface", std::make_shared<Surface>(numbered(*surface, all))}, {"table", table}};
}

registry::Outputs run_polygonise(registry::Call& call) {
    const SurfacePtr surface = surface_of(call, "surface");
    const Patches all = found(call, *surface);
    auto out = std::make_shared<layer::Layer>(
        "patches", surface->crs(), polygonised(surface->grid(), all), numbers(all.list.size()));
    set_columns(*out, all.list);
    return {{"layer", out}};
}

}  // namespace

void register_patches(registry::Registry& registry) {
    registry.add(patches_spec(), run_patches);
    registry.add(polygonise_spec(), run_polygonise);
}

}  // namespace jt::surface
