#include "surface/terrain.hpp"

#include "base/error.hpp"
#include "geo/measure.hpp"
#include "surface/derived.hpp"
#include "surface/metres.hpp"

namespace jt::surface {
namespace {

/// A kind of neighbours with the size of cells among its params.
Surface of_neighbours(const char* kind, const SurfacePtr& heights, nlohmann::json params,
                      base::Diagnostics& diagnostics) {
    const CellSize size = ground_cell_size(*heights);
    if (heights->crs().geographic()) {
        const std::size_t middle = heights->grid().rows / 2;
        diagnostics.info(base::msg("surface.slope.geographic", heights->crs().label(),
                                   fmt::format("{:.2f}", size.x[middle]),
                                   fmt::format("{:.2f}", size.y[middle])));
    }
    diagnostics.info(base::msg("surface.slope.border"));
    params["x"] = size.x;
    params["y"] = size.y;
    return derived({kind, std::move(params), {heights}});
}

}  // namespace

CellSize ground_cell_size(const Surface& surface) {
    const Grid& grid = surface.grid();
    const geo::Crs& crs = surface.crs();
    if (!crs.known() || crs.web_mercator()) {
        throw base::data_error("surface.slope.crs", crs.known() ? crs.label() : "?");
    }
    if (!crs.geographic()) {
        require_metres(surface, "surface.slope.unit");
        return {{grid.cell_x}, {grid.cell_y}};
    }
    const geo::Measure measure(crs);
    CellSize out{std::vector<double>(grid.rows), std::vector<double>(grid.rows)};
    for (std::size_t row = 0; row < grid.rows; ++row) {
        const double y = grid.y(row);
        const double half = grid.cell_y / 2;
        out.x[row] = measure.distance(grid.left, y, grid.left + grid.cell_x, y);
        out.y[row] = measure.distance(grid.left, y - half, grid.left, y + half);
    }
    return out;
}

Surface slope(const SurfacePtr& heights, base::Diagnostics& diagnostics) {
    return of_neighbours("slope", heights, nlohmann::json::object(), diagnostics);
}

Surface aspect(const SurfacePtr& heights, base::Diagnostics& diagnostics) {
    return of_neighbours("aspect", heights, nlohmann::json::object(), diagnostics);
}

Surface hillshade(const SurfacePtr& heights, double azimuth, double altitude, double z,
                  base::Diagnostics& diagnostics) {
    return of_neighbours("hillshade", heights,
                         {{"azimuth", azimuth}, {"altitude", altitude}, {"z", z}}, diagnostics);
}

Surface relief(const SurfacePtr& heights, std::size_t radius) {
    return derived({"relief", {{"radius", radius}}, {heights}});
}

}  // namespace jt::surface
