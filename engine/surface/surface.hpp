// A raster: a north-up grid with a CRS and cells of 32 or 64 bit reals; NaN is nodata.
#pragma once

#include "geo/crs.hpp"
#include "registry/object.hpp"
#include "surface/cells.hpp"
#include "surface/grid.hpp"

#include <cstddef>
#include <vector>

namespace jt::surface {

/// Immutable. Values are read part by part from where they are: memory, a file, or the surfaces
/// that they are computed from, which no step between writes down.
class Surface final : public registry::Object {
public:
    /// Row-major values, as many as the grid has cells. Data error "surface.grid" for an empty grid
    /// or sizes that are not finite and positive; internal error for another number of values.
    Surface(Grid grid, geo::Crs crs, std::vector<float> values);
    Surface(Grid grid, geo::Crs crs, std::vector<double> values);
    Surface(Grid grid, geo::Crs crs, CellsPtr cells);

    registry::Kind kind() const override { return registry::Kind::surface; }
    void write(base::Writer& out) const override;
    static registry::ObjectPtr read(base::Reader& in);

    const Grid& grid() const { return m_grid; }
    const geo::Crs& crs() const { return m_crs; }
    const CellsPtr& cells() const { return m_cells; }
    bool double_precision() const { return m_cells->wide(); }
    /// Values of a window, row by row.
    template <class Value = double>
    std::vector<Value> window(const Window& window) const {
        return read_window<Value>(*m_cells, window);
    }
    /// One cell; NaN = nodata. Loops read windows.
    double at(std::size_t row, std::size_t column) const;
    double at(const Cell& cell) const { return at(cell.row, cell.column); }
    /// Value of the cell that the place lies in; NaN outside.
    double sample(double x, double y) const;
    /// Cells that have a value.
    std::size_t valid_count() const;
    /// Calls body(window) for windows that suit the cells, on all threads.
    void for_windows(const std::function<void(const Window&)>& body) const;

private:
    void check() const;
    Grid m_grid;
    geo::Crs m_crs;
    CellsPtr m_cells;
};

using SurfacePtr = std::shared_ptr<const Surface>;

/// The same values computed once and held in memory.
Surface computed(const Surface& surface);

}  // namespace jt::surface
