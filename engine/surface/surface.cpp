#include "surface/surface.hpp"

#include "base/error.hpp"
#include "geo/crs_stored.hpp"
#include "surface/derived.hpp"

#include <atomic>
#include <cmath>
#include <limits>

namespace jt::surface {
namespace {

std::size_t size_of(std::int64_t value) { return static_cast<std::size_t>(value); }

template <class Value>
CellsPtr held(const Surface& surface) {
    const Grid& grid = surface.grid();
    std::vector<Value> values(grid.cells());
    surface.for_windows([&](const Window& window) {
        const auto part = surface.window<Value>(window);
        for (std::size_t r = 0; r < window.rows; ++r) {
            std::copy_n(
                part.begin() + static_cast<std::ptrdiff_t>(r * window.columns), window.columns,
                values.begin() +
                    static_cast<std::ptrdiff_t>((window.row + r) * grid.columns + window.column));
        }
    });
    return cells_of(grid, std::move(values));
}

}  // namespace

Surface::Surface(Grid grid, geo::Crs crs, std::vector<float> values)
    : Surface(grid, std::move(crs), cells_of(grid, std::move(values))) {}

Surface::Surface(Grid grid, geo::Crs crs, std::vector<double> values)
    : Surface(grid, std::move(crs), cells_of(grid, std::move(values))) {}

Surface::Surface(Grid grid, geo::Crs crs, CellsPtr cells)
    : m_grid(grid), m_crs(std::move(crs)), m_cells(std::move(cells)) {
    check();
}

void Surface::check() const {
    const bool good = m_grid.columns > 0 && m_grid.rows > 0 && std::isfinite(m_grid.left) &&
                      std::isfinite(m_grid.top) && std::isfinite(m_grid.cell_x) &&
                      std::isfinite(m_grid.cell_y) && m_grid.cell_x > 0 && m_grid.cell_y > 0;
    if (!good) {
        throw base::data_error("surface.grid", m_grid.columns, m_grid.rows, m_grid.cell_x,
                               m_grid.cell_y);
    }
}

void Surface::write(base::Writer& out) const {
    out.integer(static_cast<std::int64_t>(m_grid.columns));
    out.integer(static_cast<std::int64_t>(m_grid.rows));
    for (const double value : {m_grid.left, m_grid.top, m_grid.cell_x, m_grid.cell_y}) {
        out.real(value);
    }
    geo::write_crs(out, m_crs);
    m_cells->write(out);
}

registry::ObjectPtr Surface::read(base::Reader& in) {
    Grid grid;
    grid.columns = size_of(in.integer());
    grid.rows = size_of(in.integer());
    grid.left = in.real();
    grid.top = in.real();
    grid.cell_x = in.real();
    grid.cell_y = in.real();
    geo::Crs crs = geo::read_crs(in);
    return std::make_shared<Surface>(grid, std::move(crs), read_cells(in, grid));
}

double Surface::at(std::size_t row, std::size_t column) const {
    double out = 0;
    m_cells->read({row, column, 1, 1}, std::span<double>(&out, 1));
    return out;
}

double Surface::sample(double x, double y) const {
    const auto cell = cell_at(m_grid, x, y);
    return cell ? at(*cell) : std::numeric_limits<double>::quiet_NaN();
}

std::size_t Surface::valid_count() const {
    std::atomic<std::size_t> count = 0;
    for_windows([&](const Window& part) {
        const auto values = window<double>(part);
        count += static_cast<std::size_t>(
            std::ranges::count_if(values, [](double value) { return !std::isnan(value); }));
    });
    return count;
}

void Surface::for_windows(const std::function<void(const Window&)>& body) const {
    surface::for_windows(m_grid, m_cells->block(), m_cells->reach(), body);
}

Surface computed(const Surface& surface) {
    return {surface.grid(), surface.crs(),
            surface.double_precision() ? held<double>(surface) : held<float>(surface)};
}

}  // namespace jt::surface
