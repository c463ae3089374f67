// A raster in memory: a north-up grid of 32 or 64 bit reals with a CRS; NaN is nodata.
#pragma once

#include "geo/crs.hpp"
#include "geo/geometry.hpp"
#include "registry/object.hpp"

#include <cstddef>
#include <optional>
#include <vector>

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

/// Immutable.
class Surface final : public registry::Object {
public:
    /// Row-major values, as many as the grid has cells. Data error "surface.grid" for an empty grid
    /// or sizes that are not finite and positive; internal error for another number of values.
    Surface(Grid grid, geo::Crs crs, std::vector<float> values);
    Surface(Grid grid, geo::Crs crs, std::vector<double> values);

    registry::Kind kind() const override { return registry::Kind::surface; }
    void write(base::Writer& out) const override;
    static registry::ObjectPtr read(base::Reader& in);

    const Grid& grid() const { return m_grid; }
    const geo::Crs& crs() const { return m_crs; }
    bool double_precision() const { return m_floats.empty(); }
    /// NaN = nodata.
    double at(std::size_t row, std::size_t column) const {
        const std::size_t i = row * m_grid.columns + column;
        return m_floats.empty() ? m_doubles[i] : static_cast<double>(m_floats[i]);
    }
    double at(const Cell& cell) const { return at(cell.row, cell.column); }
    /// Value of the cell that the place lies in; NaN outside.
    double sample(double x, double y) const;
    /// Cells that have a value.
    std::size_t valid_count() const;

private:
    void check(std::size_t count) const;
    Grid m_grid;
    geo::Crs m_crs;
    std::vector<float> m_floats;  ///< one of the two holds the values
    std::vector<double> m_doubles;
};

}  // namespace jt::surface
