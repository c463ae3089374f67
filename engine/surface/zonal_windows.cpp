// Which parts of a surface are read for which zones; and what is asked cell by cell.
#include "surface/zonal_parts.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "surface/metres.hpp"

#include <cmath>
#include <numbers>
#include <numeric>

namespace jt::surface {
namespace {

constexpr std::size_t kMostCells = std::size_t{1} << 24U;  // of a window

std::size_t steps(std::size_t whole, std::size_t step) { return (whole + step - 1) / step; }

/// Columns that the runs of some rows span; none: first = last.
std::pair<std::size_t, std::size_t> columns_of(const Coverage& zone, std::size_t row,
                                               std::size_t end) {
    std::size_t first = std::numeric_limits<std::size_t>::max(), last = 0;
    for (; row < end; ++row) {
        const auto runs = zone.row(row);
        if (!runs.empty()) {
            first = std::min<std::size_t>(first, runs.front().column);
            last = std::max<std::size_t>(last, runs.back().column + runs.back().columns);
        }
    }
    return {std::min(first, last), last};
}

/// The half of Snyder's (3-12): the area between the equator and a parallel, of one radian of
/// longitude.
double area_below(double latitude, double semi_major, double flattening) {
    const double e2 = flattening * (2 - flattening), e = std::sqrt(e2);
    const double s = std::sin(latitude);
    const double bent = e > 0 ? std::atanh(e * s) / e : s;
    return semi_major * semi_major * (1 - e2) / 2 * (s / (1 - e2 * s * s) + bent);
}

}  // namespace

Block window_tiles(const Surface& surface) {
    const Block block = surface.cells()->block();
    const std::size_t reach = surface.cells()->reach();
    Block out{std::max<std::size_t>(1, steps(block.rows, kTileRows)),
              std::max<std::size_t>(1, steps(block.columns, kTileColumns))};
    if (reach > 0) {
        out.rows = std::max(out.rows, steps(8 * reach, kTileRows));
        out.columns = std::max(out.columns, steps(8 * reach, kTileColumns));
    }
    const auto much = [&] {
        return out.rows * out.columns * kTileRows * kTileColumns > kMostCells;
    };
    while (much() && out.rows > 1) {
        out.rows = steps(out.rows, 2);
    }
    while (much() && out.columns > 1) {
        out.columns = steps(out.columns, 2);
    }
    return out;
}

void add_pieces(std::size_t zone, const Coverage& coverage, std::vector<Piece>& out) {
    const std::size_t end = coverage.first_row + coverage.rows();
    for (std::size_t row = coverage.first_row; row < end;) {
        const std::size_t tile_row = row / kTileRows;
        const std::size_t next = std::min(end, (tile_row + 1) * kTileRows);
        const auto [first, last] = columns_of(coverage, row, next);
        for (std::size_t c = first / kTileColumns; c * kTileColumns < last; ++c) {
            out.push_back({zone, tile_row, c});
        }
        row = next;
    }
}

std::vector<std::vector<std::size_t>> pieces_by_window(const std::vector<Piece>& pieces,
                                                       Block window) {
    std::vector<std::size_t> order(pieces.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto place = [&](std::size_t i) {
        return std::pair(pieces[i].tile_row / window.rows, pieces[i].tile_column / window.columns);
    };
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(place(a), a) < std::pair(place(b), b);
    });
    std::vector<std::vector<std::size_t>> out;
    for (std::size_t k = 0; k < order.size(); ++k) {
        if (k == 0 || place(order[k]) != place(order[k - 1])) {
            out.emplace_back();
        }
        out.back().push_back(order[k]);
    }
    return out;
}

Window needed(const std::vector<Piece>& pieces, std::span<const std::size_t> numbers,
              const std::vector<Coverage>& zones) {
    std::size_t top = std::numeric_limits<std::size_t>::max(), left = top, bottom = 0, right = 0;
    for (const std::size_t number : numbers) {
        const Window tile = pieces[number].tile();
        const Coverage& zone = zones[pieces[number].zone];
        const std::size_t first = std::max(tile.row, zone.first_row);
        const std::size_t end = std::min(tile.row + tile.rows, zone.first_row + zone.rows());
        const auto [west, east] = columns_of(zone, first, end);
        top = std::min(top, first);
        bottom = std::max(bottom, end);
        left = std::min(left, std::max(west, tile.column));
        right = std::max(right, std::min(east, tile.column + tile.columns));
    }
    return {top, left, bottom - top, right - left};
}

std::vector<Cell> cells_inside(const Grid& grid, const geo::GeometryArray& polygons,
                               std::size_t feature) {
    const Coverage zone = polygon_centres(grid, polygons, feature);
    std::vector<Cell> out;
    for_runs(zone, {0, 0, grid.rows, grid.columns},
             [&](std::size_t row, std::size_t column, std::size_t columns, double) {
                 for (std::size_t i = 0; i < columns; ++i) {
                     out.push_back({row, column + i});
                 }
             });
    return out;
}

std::vector<double> values_at(const Surface& surface, const std::vector<Cell>& cells) {
    std::vector<double> out(cells.size());
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        pieces.push_back({i, cells[i].row / kTileRows, cells[i].column / kTileColumns});
    }
    const auto groups = pieces_by_window(pieces, window_tiles(surface));
    base::parallel_blocks(groups.size(), 1, [&](std::size_t at, std::size_t) {
        Cell first = cells[groups[at].front()], last = first;
        for (const std::size_t i : groups[at]) {
            first = {std::min(first.row, cells[i].row), std::min(first.column, cells[i].column)};
            last = {std::max(last.row, cells[i].row), std::max(last.column, cells[i].column)};
        }
        const Window window{first.row, first.column, last.row - first.row + 1,
                            last.column - first.column + 1};
        const auto values = surface.window<double>(window);
        for (const std::size_t i : groups[at]) {
            out[i] = values[(cells[i].row - window.row) * window.columns +
                            (cells[i].column - window.column)];
        }
    });
    return out;
}

std::vector<double> row_areas(const Surface& surface) {
    const Grid& grid = surface.grid();
    const geo::Crs& crs = surface.crs();
    if (!crs.known() || crs.web_mercator()) {
        throw base::data_error("surface.zone.crs", crs.known() ? crs.label() : "?");
    }
    if (!crs.geographic()) {
        require_metres(surface, "surface.zone.unit");
        return std::vector<double>(grid.rows, grid.cell_x * grid.cell_y);
    }
    constexpr double kRadians = std::numbers::pi / 180;
    const auto below = [&](std::size_t row) {
        const double y = grid.top - static_cast<double>(row) * grid.cell_y;
        return area_below(std::clamp(y, -90.0, 90.0) * kRadians, crs.semi_major(),
                          crs.flattening());
    };
    std::vector<double> out(grid.rows);
    for (std::size_t row = 0; row < grid.rows; ++row) {
        out[row] = grid.cell_x * kRadians * (below(row) - below(row + 1));
    }
    return out;
}

}  // namespace jt::surface
