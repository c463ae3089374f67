#include "surface/grid.hpp"

#include "base/parallel.hpp"

#include <cmath>

namespace jt::surface {
namespace {

constexpr std::size_t kSide = 256;                       // of blocks where any will do
constexpr std::size_t kLargest = std::size_t{1} << 21U;  // cells of a window

std::size_t steps(std::size_t whole, std::size_t step) { return (whole + step - 1) / step; }

/// Rows and columns of the windows.
Block window_size(const Grid& grid, Block block, std::size_t reach) {
    Block out{std::clamp<std::size_t>(block.rows, 1, grid.rows),
              std::clamp<std::size_t>(block.columns, 1, grid.columns)};
    if (block.rows == 0 || block.columns == 0) {
        out = {std::min(kSide, grid.rows), std::min(kSide, grid.columns)};
    }
    if (reach > 0 || out.columns == grid.columns) {
        out.columns = std::min(grid.columns, std::max(out.columns, kLargest / out.rows));
    }
    const std::size_t wanted = std::max(kSide * kSide, out.columns * 8 * reach);
    if (out.rows * out.columns < wanted) {
        out.rows = std::min(grid.rows, steps(wanted, out.rows * out.columns) * out.rows);
    }
    while (out.rows > 1 && out.rows * out.columns > kLargest) {
        out.rows = (out.rows + 1) / 2;
    }
    return out;
}

}  // namespace

geo::Box Grid::box() const {
    return {left, top - static_cast<double>(rows) * cell_y,
            left + static_cast<double>(columns) * cell_x, top};
}

std::optional<Cell> cell_at(const Grid& grid, double x, double y) {
    const double column = std::floor((x - grid.left) / grid.cell_x);
    const double row = std::floor((grid.top - y) / grid.cell_y);
    const bool inside = column >= 0 && row >= 0 && column < static_cast<double>(grid.columns) &&
                        row < static_cast<double>(grid.rows);
    if (!inside) {
        return std::nullopt;
    }
    return Cell{static_cast<std::size_t>(row), static_cast<std::size_t>(column)};
}

Window widened(const Window& window, std::size_t reach, const Grid& grid) {
    const std::size_t row = window.row - std::min(window.row, reach);
    const std::size_t column = window.column - std::min(window.column, reach);
    return {row, column, std::min(grid.rows, window.row + window.rows + reach) - row,
            std::min(grid.columns, window.column + window.columns + reach) - column};
}

void for_windows(const Grid& grid, Block block, std::size_t reach,
                 const std::function<void(const Window&)>& body) {
    if (grid.cells() == 0) {
        return;
    }
    const Block size = window_size(grid, block, reach);
    const std::size_t across = steps(grid.columns, size.columns);
    base::parallel_blocks(across * steps(grid.rows, size.rows), 1, [&](std::size_t i, std::size_t) {
        const std::size_t row = i / across * size.rows, column = i % across * size.columns;
        body({row, column, std::min(size.rows, grid.rows - row),
              std::min(size.columns, grid.columns - column)});
    });
}

}  // namespace jt::surface
