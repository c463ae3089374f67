#include "surface/patches.hpp"

#include "base/parallel.hpp"
#include "surface/memory.hpp"
#include "surface/patches_circle.hpp"
#include "surface/terrain.hpp"
#include "surface/zonal.hpp"

#include <algorithm>
#include <cmath>

namespace jt::surface {
namespace {

constexpr double kPi = 3.14159265358979323846;

/// Keeps the points, added from north to south, that a convex line needs that bulges to one side.
void add_to_hull(std::vector<Point>& hull, Point point, double side) {
    while (hull.size() > 1) {
        const Point &a = hull[hull.size() - 2], &b = hull.back();
        const double turn = (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x);
        if (turn * side > 0) {
            break;
        }
        hull.pop_back();
    }
    hull.push_back(point);
}

/// Corners of the cells that may lie on the smallest circle, in columns and rows.
std::vector<Point> outline(const CellRuns& runs, const RunsOf& by, std::size_t patch) {
    std::vector<Point> west, east;
    for (std::size_t i = by.first[patch]; i < by.first[patch + 1];) {
        const std::size_t row = by.rows[i];
        const double left = runs.runs[by.runs[i]].begin;
        double right = left;
        for (; i < by.first[patch + 1] && by.rows[i] == row; ++i) {
            right = runs.runs[by.runs[i]].end;
        }
        for (const double y : {static_cast<double>(row), static_cast<double>(row + 1)}) {
            add_to_hull(west, {left, y}, -1);
            add_to_hull(east, {right, y}, 1);
        }
    }
    west.insert(west.end(), east.begin(), east.end());
    return west;
}

Patch describe(const CellRuns& runs, const RunsOf& by, std::size_t number,
               const std::vector<double>& areas, const CellSize& size) {
    Patch out;
    const std::size_t begin = by.first[number], end = by.first[number + 1];
    const CellRun& first = runs.runs[by.runs[begin]];
    out.value = static_cast<std::int64_t>(first.value);
    out.row = out.top = by.rows[begin];
    out.column = out.left = first.begin;
    out.bottom = by.rows[end - 1] + 1;
    for (std::size_t i = begin; i < end; ++i) {
        const CellRun& run = runs.runs[by.runs[i]];
        out.cells += run.cells();
        out.left = std::min<std::size_t>(out.left, run.begin);
        out.right = std::max<std::size_t>(out.right, run.end);
        out.area_m2 += areas[by.rows[i]] * static_cast<double>(run.cells());
    }
    if (size.x.size() == 1) {  // in the plane, without the rounding of sums
        out.area_m2 = areas.front() * static_cast<double>(out.cells);
    }
    std::vector<Point> points = outline(runs, by, number);
    const std::size_t middle = size.x.size() == 1 ? 0 : (out.top + out.bottom) / 2;
    const std::size_t row = std::min(middle, size.x.size() - 1);
    for (Point& point : points) {
        point = {(point.x - static_cast<double>(out.left)) * size.x[row],
                 (point.y - static_cast<double>(out.top)) * size.y[row]};
    }
    out.circle_m2 = kPi * smallest_circle(points);
    return out;
}

template <class Value>
Surface drawn(const Surface& surface, const Patches& patches) {
    const Grid& grid = surface.grid();
    require_memory(grid, sizeof(Value));
    std::vector<Value> out(grid.cells(), std::numeric_limits<Value>::quiet_NaN());
    constexpr std::size_t kGrain = 64;
    base::parallel_blocks(grid.rows, kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t row = begin; row < end; ++row) {
            Value* to = out.data() + row * grid.columns;
            for (std::size_t i = patches.runs.first[row]; i < patches.runs.first[row + 1]; ++i) {
                const CellRun& run = patches.runs.runs[i];
                if (patches.of_run[i] != Patches::kNone) {
                    std::fill(to + run.begin, to + run.end,
                              static_cast<Value>(patches.of_run[i] + 1));
                }
            }
        }
    });
    return {grid, surface.crs(), std::move(out)};
}

}  // namespace

Patches patches(const Surface& surface, const PatchRule& rule) {
    const std::vector<double> areas = row_areas(surface);
    const CellSize size = ground_cell_size(surface);
    Patches out;
    out.runs = runs_of(surface);
    Components parts = components(out.runs, rule.corners);
    std::vector<Patch> all(parts.count);
    {
        const RunsOf by = runs_by(out.runs, parts);
        constexpr std::size_t kGrain = 256;
        base::parallel_blocks(parts.count, kGrain, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                all[i] = describe(out.runs, by, i, areas, size);
            }
        });
    }
    std::vector<std::size_t> kept(parts.count, Patches::kNone);
    for (std::size_t i = 0; i < parts.count; ++i) {
        if (all[i].area_m2 < rule.least) {
            ++out.left_out;
            out.cells_left_out += all[i].cells;
        } else {
            kept[i] = out.list.size();
            out.list.push_back(all[i]);
        }
    }
    for (std::size_t& part : parts.of_run) {
        part = kept[part];
    }
    out.of_run = std::move(parts.of_run);
    return out;
}

Surface numbered(const Surface& surface, const Patches& patches) {
    constexpr std::size_t kMost = std::size_t{1} << 24U;  // whole numbers that 32 bit reals hold
    return patches.list.size() <= kMost ? drawn<float>(surface, patches)
                                        : drawn<double>(surface, patches);
}

}  // namespace jt::surface
