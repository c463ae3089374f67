// The geometry of rasters: north-up grids of cells, and parts of them.
#pragma once

#include "geo/geometry.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>

namespace jt::surface {

/// Cells in rows from north to south. x of the centre of column c: left + (c + 0.5) * cell_x; y of
/// the centre of row r: top - (r + 0.5) * cell_y. Units of the CRS.
struct Grid {
    std::size_t columns = 0, rows = 0;
    double left = 0, top = 0;
    double cell_x = 1, cell_y = 1;  ///< both > 0

    double x(std::size_t column) const {
        return left + (static_cast<double>(column) + 0.5) * cell_x;
    }
    double y(std::size_t row) const { return top - (static_cast<double>(row) + 0.5) * cell_y; }
    std::size_t cells() const { return columns * rows; }
    geo::Box box() const;
    bool operator==(const Grid&) const = default;
};

struct Cell {
    std::size_t row = 0, column = 0;
    bool operator==(const Cell&) const = default;
};

/// The cell that a place lies in: borders belong to the cell to the east and south; nothing outside
/// of the grid or for NaN.
std::optional<Cell> cell_at(const Grid& grid, double x, double y);

/// Rows and columns of a grid, from `row` and `column` on.
struct Window {
    std::size_t row = 0, column = 0, rows = 0, columns = 0;
    std::size_t cells() const { return rows * columns; }
    bool operator==(const Window&) const = default;
};

struct Block {
    std::size_t rows = 0, columns = 0;
};

/// A window and as many cells around it as the grid has there, at most `reach`.
Window widened(const Window& window, std::size_t reach, const Grid& grid);

/// Calls body(window) for windows that cover the grid once, on all threads. They follow `block`
/// where it is given, as a whole number of blocks of about `cells` cells; with a `reach`, windows
/// are as wide as the grid where that is not too much, so that fewer cells are read twice.
void for_windows(const Grid& grid, Block block, std::size_t reach,
                 const std::function<void(const Window&)>& body);

}  // namespace jt::surface
