#include "surface/terrain.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "geo/measure.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jt::surface {
namespace {

constexpr double kDegrees = 180 / 3.14159265358979323846;
constexpr double kPlausibleScale = 0.05;  // a foot is far beyond, a wrong zone below

/// A projected grid is taken at its word only when its unit is about a metre.
void require_metres(const Surface& surface, const geo::Measure& measure) {
    const Grid& grid = surface.grid();
    const geo::Box box = grid.box();
    const double x = (box.min_x + box.max_x) / 2;
    const double y = (box.min_y + box.max_y) / 2;
    const double scale = measure.distance(x, y, x + grid.cell_x, y) / grid.cell_x;
    if (!(std::abs(scale - 1) <= kPlausibleScale)) {
        throw base::data_error("surface.slope.unit", surface.crs().label(),
                               fmt::format("{:.4g}", scale));
    }
}

/// Horn's slope in degrees from a full 3 x 3 window; NaN where a height is missing.
double horn(const Surface& z, std::size_t row, std::size_t column, double size_x, double size_y) {
    double h[3][3];
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            h[i][j] = z.at(row + i - 1, column + j - 1);
            if (std::isnan(h[i][j])) {
                return h[i][j];
            }
        }
    }
    const double east = (h[0][2] + 2 * h[1][2] + h[2][2]) - (h[0][0] + 2 * h[1][0] + h[2][0]);
    const double south = (h[2][0] + 2 * h[2][1] + h[2][2]) - (h[0][0] + 2 * h[0][1] + h[0][2]);
    return std::atan(std::hypot(east / (8 * size_x), south / (8 * size_y))) * kDegrees;
}

}  // namespace

CellSize ground_cell_size(const Surface& surface) {
    const Grid& grid = surface.grid();
    const geo::Crs& crs = surface.crs();
    if (!crs.known() || crs.web_mercator()) {
        throw base::data_error("surface.slope.crs", crs.known() ? crs.label() : "?");
    }
    const geo::Measure measure(crs);
    CellSize out{std::vector<double>(grid.rows, grid.cell_x),
                 std::vector<double>(grid.rows, grid.cell_y)};
    if (!crs.geographic()) {
        require_metres(surface, measure);
        return out;
    }
    for (std::size_t row = 0; row < grid.rows; ++row) {
        const double y = grid.y(row);
        const double half = grid.cell_y / 2;
        out.x[row] = measure.distance(grid.left, y, grid.left + grid.cell_x, y);
        out.y[row] = measure.distance(grid.left, y - half, grid.left, y + half);
    }
    return out;
}

Surface slope(const Surface& heights, base::Diagnostics& diagnostics) {
    const Grid& grid = heights.grid();
    const CellSize size = ground_cell_size(heights);
    if (heights.crs().geographic()) {
        const std::size_t middle = grid.rows / 2;
        diagnostics.info(base::msg("surface.slope.geographic", heights.crs().label(),
                                   fmt::format("{:.2f}", size.x[middle]),
                                   fmt::format("{:.2f}", size.y[middle])));
    }
    std::vector<float> out(grid.cells(), std::numeric_limits<float>::quiet_NaN());
    constexpr std::size_t kGrain = 16;
    base::parallel_blocks(grid.rows, kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t row = std::max<std::size_t>(begin, 1); row < end && row + 1 < grid.rows;
             ++row) {
            for (std::size_t column = 1; column + 1 < grid.columns; ++column) {
                out[row * grid.columns + column] =
                    static_cast<float>(horn(heights, row, column, size.x[row], size.y[row]));
            }
        }
    });
    Surface result(grid, heights.crs(), std::move(out));
    diagnostics.info(base::msg("surface.slope.border", heights.valid_count() - result.valid_count(),
                               heights.valid_count()));
    return result;
}

}  // namespace jt::surface
