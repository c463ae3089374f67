// surface.grow
#include "base/error.hpp"
#include "layer/table.hpp"
#include "surface/derived.hpp"
#include "surface/distance.hpp"
#include "surface/grow.hpp"
#include "surface/memory.hpp"
#include "surface/op_grow_table.hpp"
#include "surface/op_support.hpp"

#include <cmath>

namespace jt::surface {
namespace {

using registry::Kind;
using registry::ParamSpec;
using registry::ParamType;

ParamSpec measured(std::string name, const char* unit, nlohmann::json fallback, base::Text help) {
    ParamSpec out =
        make_param(std::move(name), ParamType::number, std::move(fallback), std::move(help));
    out.unit = unit;
    out.min = 0;
    return out;
}

std::vector<ParamSpec> grow_params() {
    ParamSpec area =
        measured("area", "m2", nullptr, {"目标总面积", "area of all regions together"});
    area.required = true;
    ParamSpec regions = make_param("regions", ParamType::integer, 1,
                                   {"区域个数（至多）", "how many regions, at most"});
    regions.min = 1;
    regions.max = 1000;
    ParamSpec shape = make_param("shape", ParamType::number, 0.3,
                                 {"形状的权重：0 只看适宜性，1 只看紧凑",
                                  "weight of the shape: 0 looks at suitability "
                                  "alone, 1 at compactness alone"});
    shape.min = 0;
    shape.max = 1;
    ParamSpec seeds = make_param(
        "seeds", ParamType::integer, 400,
        {"每个区域试探的起点数（约）", "about how many places each region is tried from"});
    seeds.min = 1;
    return {area,
            regions,
            measured("least", "m2", nullptr,
                     {"单个区域的最小面积；缺省 area ÷ regions",
                      "least area of a region; default area / regions"}),
            measured("most", "m2", nullptr, {"单个区域的最大面积", "largest area of a region"}),
            shape,
            make_param("bounds", ParamType::list, nlohmann::json::array({0, 100}),
                       {"适宜性的界限：计为 0 与 1 的值", "suitability that counts as 0 and as 1"}),
            make_param("corners", ParamType::boolean, false,
                       {"仅角点相接也算相连（8 邻域）",
                        "cells that touch at a corner only are connected too"}),
            measured("apart_min", "m", 0.0,
                     {"区域之间的最小距离（像元中心）",
                      "least distance between regions, from centre to centre of cells"}),
            measured("apart_max", "m", nullptr,
                     {"与先选区域之一的最大距离",
                      "largest distance to one of the regions chosen before"}),
            measured("from_min", "m", nullptr,
                     {"与 from 的最小距离", "least distance to the cells of 'from'"}),
            measured("from_max", "m", nullptr,
                     {"与 from 的最大距离", "largest distance to the cells of 'from'"}),
            seeds};
}

registry::OperatorSpec grow_spec() {
    registry::OperatorSpec out;
    out.name = "surface.grow";
    out.title = {"区域生长（按面积选地）", "Grow regions to an area"};
    out.help = {
        "在适宜性栅格上生长连片区域，直至目标面积：自多个种子出发，逐个并入最合适的相邻像元，"
        "取得分最高的区域，再在余下的像元上选下一个。连片由生长过程保证；面积按整像元达到，"
        "每个区域多出不足一个像元。结果为好解，不保证最优",
        "Grows connected regions on a surface of suitability until they have the area: from many "
        "seeds, by the neighbour that suits best; the region with the best score is kept, and the "
        "next is sought in what is left. Connected by construction; the area is reached by whole "
        "cells, by less than one too much for each region. Good regions, not proven to be best"};
    out.ports = {surface_port("surface", {"适宜性；无值的像元不可用",
                                          "suitability; cells without a value are not feasible"}),
                 surface_port("from", {"有值的像元为参照（如道路、枢纽），配合 from_min、from_max",
                                       "cells with a value that from_min and from_max refer to, "
                                       "such as roads"})};
    out.ports[1].required = false;
    out.params = grow_params();
    out.outputs = {
        {"surface", Kind::surface, {"区域号", "numbers of regions, in the order of choice"}, {}},
        {"table", Kind::table, {"每个区域一行", "one row for each region"}, grown_columns()}};
    out.formulas = {
        {{"并入像元的得分", "score of a neighbour"},
         R"((1 - w)\,s + \frac{w}{2}\left(1 - \min\left(1, \frac{d}{2r}\right) + \frac{k}{8}\right))",
         {"w 形状权重，s 适宜性（0 至 1），d 到种子的距离，r 目标面积的等积圆半径，k "
          "八邻域中已属于区域的像元数",
          "w weight of the shape, s suitability from 0 to 1, d distance to the seed, r radius of a "
          "circle of the target's area, k of eight neighbours those in the region"},
         "Brookes 1997"}};
    return out;
}

GrowRule rule_of(const registry::Call& call) {
    const auto& params = call.params;
    const auto optional = [&](const char* name) {
        return params.at(name).is_number() ? std::optional(params.at(name).get<double>())
                                           : std::nullopt;
    };
    GrowRule out;
    out.area = params.at("area").get<double>();
    out.regions = params.at("regions").get<std::size_t>();
    out.least = optional("least");
    out.most = optional("most");
    out.shape = params.at("shape").get<double>();
    out.corners = params.at("corners").get<bool>();
    out.apart_min = params.at("apart_min").get<double>();
    out.apart_max = optional("apart_max").value_or(out.apart_max);
    out.seeds = params.at("seeds").get<std::size_t>();
    const auto bounds = numbers_in(params.at("bounds"));
    const bool two = bounds.is_array() && bounds.size() == 2 && bounds[0].is_number() &&
                     bounds[1].is_number() && bounds[0].get<double>() < bounds[1].get<double>();
    if (!two) {
        throw base::data_error("surface.grow.bounds", bounds.dump());
    }
    out.bounds = {bounds[0].get<double>(), bounds[1].get<double>()};
    if (out.apart_min > out.apart_max) {
        throw base::data_error("surface.grow.distances", "apart_min", out.apart_min, "apart_max",
                               out.apart_max);
    }
    return out;
}

/// Cells nearer to `from` than from_min, or farther than from_max, lose their value.
void keep_distance(const registry::Call& call, const Surface& surface, std::vector<float>& values) {
    const auto &least = call.params.at("from_min"), &most = call.params.at("from_max");
    if (!least.is_number() && !most.is_number()) {
        return;
    }
    if (!call.has("from")) {
        throw base::data_error("surface.grow.from");
    }
    const double low = least.is_number() ? least.get<double>() : 0;
    const double high =
        most.is_number() ? most.get<double>() : std::numeric_limits<double>::infinity();
    if (low > high) {
        throw base::data_error("surface.grow.distances", "from_min", low, "from_max", high);
    }
    const SurfacePtr from = surface_of(call, "from");
    check_aligned({surface_of(call, "surface"), from});
    const Grid& grid = surface.grid();
    const auto metres = distance(*from, {}).surface.window<float>({0, 0, grid.rows, grid.columns});
    for (std::size_t i = 0; i < values.size(); ++i) {
        // Without any source the distance is not known, and none is near.
        const double away = std::isnan(metres[i]) ? std::numeric_limits<double>::infinity()
                                                  : static_cast<double>(metres[i]);
        if (away < low || away > high) {
            values[i] = std::numeric_limits<float>::quiet_NaN();
        }
    }
}

registry::Outputs run_grow(registry::Call& call) {
    const SurfacePtr surface = surface_of(call, "surface");
    const Grid& grid = surface->grid();
    constexpr double kBytes = 48;  // a cell: values, masks, parts, and what each thread grows in
    require_memory(grid, kBytes);
    const GrowRule rule = rule_of(call);
    auto values = surface->window<float>({0, 0, grid.rows, grid.columns});
    keep_distance(call, *surface, values);
    const Grown grown = grow(grid, surface->crs(), values, rule);
    if (grown.clamped > 0) {
        call.diagnostics->warn(base::msg("surface.grow.clamped", grown.clamped, rule.bounds.first,
                                         rule.bounds.second));
    }
    std::size_t cells = 0;
    for (const Region& region : grown.regions) {
        cells += region.cells.size();
    }
    constexpr double kHectare = 10000;
    call.diagnostics->info(
        base::msg("surface.grow.found", grown.regions.size(),
                  static_cast<double>(cells) * grown.cell_m2 / kHectare, grown.tried,
                  static_cast<double>(grown.feasible) * grown.cell_m2 / kHectare));
    auto numbers = std::make_shared<Surface>(region_numbers(*surface, grown));
    auto table = std::make_shared<layer::Table>(grown_table(*numbers, grown, rule.corners));
    return {{"surface", numbers}, {"table", table}};
}

}  // namespace

void register_grow(registry::Registry& registry) { registry.add(grow_spec(), run_grow); }

}  // namespace jt::surface
