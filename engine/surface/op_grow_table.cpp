#include "surface/op_grow_table.hpp"

#include "surface/distance.hpp"

#include <algorithm>
#include <cmath>

namespace jt::surface {
namespace {

using layer::Column;
using layer::Type;

constexpr double kHectare = 10000, kMu = 10000.0 / 15;  // m2

/// Metres from each region to the nearest other one, between centres of cells; NaN for a single.
std::vector<double> to_others(const Surface& numbers, const Grown& grown) {
    std::vector<double> out(grown.regions.size(), std::nan(""));
    const Grid& grid = numbers.grid();
    for (std::size_t k = 0; grown.regions.size() > 1 && k < grown.regions.size(); ++k) {
        SourceRule rule;
        rule.values = {static_cast<double>(k + 1)};
        const auto metres =
            distance(numbers, rule).surface.window<float>({0, 0, grid.rows, grid.columns});
        for (std::size_t other = 0; other < grown.regions.size(); ++other) {
            for (std::size_t i = 0; other != k && i < grown.regions[other].cells.size(); ++i) {
                const double away = metres[grown.regions[other].cells[i]];
                out[k] = std::isnan(out[k]) ? away : std::min(out[k], away);
            }
        }
    }
    return out;
}

}  // namespace

std::vector<registry::ColumnSpec> grown_columns() {
    return {{"region", Type::integer, "", {"区域号", "region"}},
            {"cells", Type::integer, "", {"像元数", "cells"}},
            {"area_m2", Type::real, "m2", {"面积（平方米）", "area in m2"}},
            {"ha", Type::real, "ha", {"面积（公顷）", "area in hectares"}},
            {"mu", Type::real, "mu", {"面积（亩）", "area in mu (10000/15 m2)"}},
            {"mean", Type::real, "", {"平均适宜性", "mean suitability"}},
            {"score", Type::real, "", {"得分", "score"}},
            {"perimeter", Type::real, "m", {"周长", "perimeter along the sides of cells"}},
            {"compactness",
             Type::real,
             "",
             {"紧凑度（16 面积 ÷ 周长²，正方形为 1）",
              "compactness: 16 area / perimeter squared, 1 for a square"}},
            {"concentration",
             Type::real,
             "",
             {"集中度（面积 ÷ 最小外接圆面积）",
              "concentration: area / area of the smallest circle around it"}},
            {"connected", Type::boolean, "", {"连片", "connected"}},
            {"seed_x", Type::real, "", {"种子 x", "x of the seed"}},
            {"seed_y", Type::real, "", {"种子 y", "y of the seed"}},
            {"apart",
             Type::real,
             "m",
             {"到最近其他区域的距离", "distance to the nearest other region"}}};
}

Surface region_numbers(const Surface& like, const Grown& grown) {
    std::vector<float> out(like.grid().cells(), std::numeric_limits<float>::quiet_NaN());
    for (std::size_t k = 0; k < grown.regions.size(); ++k) {
        for (const std::size_t cell : grown.regions[k].cells) {
            out[cell] = static_cast<float>(k + 1);
        }
    }
    return {like.grid(), like.crs(), std::move(out)};
}

layer::Table grown_table(const Surface& numbers, const Grown& grown, bool corners) {
    const std::size_t count = grown.regions.size();
    const Patches found = patches(numbers, {corners, 0});
    std::vector<std::int64_t> region(count), cells(count);
    std::vector<bool> connected(count, false);
    std::vector<std::size_t> pieces(count, 0);
    std::vector<double> area(count, 0), ha, mu, mean, score, perimeter, compact, circle(count, 0),
        x, y;
    for (const Patch& patch : found.list) {
        const auto k = static_cast<std::size_t>(patch.value - 1);
        ++pieces[k];
        cells[k] += static_cast<std::int64_t>(patch.cells);
        area[k] += patch.area_m2;
        circle[k] = patch.circle_m2;
    }
    const Grid& grid = numbers.grid();
    std::vector<double> concentration;
    for (std::size_t k = 0; k < count; ++k) {
        const Region& one = grown.regions[k];
        region[k] = static_cast<std::int64_t>(k) + 1;
        connected[k] = pieces[k] == 1;
        ha.push_back(area[k] / kHectare);
        mu.push_back(area[k] / kMu);
        mean.push_back(one.mean);
        score.push_back(one.score);
        perimeter.push_back(one.perimeter);
        compact.push_back(one.compactness);
        concentration.push_back(area[k] / circle[k]);
        x.push_back(grid.x(one.seed % grid.columns));
        y.push_back(grid.y(one.seed / grid.columns));
    }
    const auto fields = grown_columns();
    layer::Table out(count);
    std::size_t next = 0;
    const auto add = [&](Column column) { out.set(fields[next++], std::move(column)); };
    add(Column::of_integers(std::move(region)));
    add(Column::of_integers(std::move(cells)));
    for (auto* values : {&area, &ha, &mu, &mean, &score, &perimeter, &compact, &concentration}) {
        add(Column::of_reals(std::move(*values)));
    }
    add(Column::of_booleans(connected));
    add(Column::of_reals(std::move(x)));
    add(Column::of_reals(std::move(y)));
    add(Column::of_reals(to_others(numbers, grown)));
    return out;
}

}  // namespace jt::surface
