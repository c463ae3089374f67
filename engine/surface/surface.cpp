#include "surface/surface.hpp"

#include "base/error.hpp"
#include "geo/crs_stored.hpp"

#include <cmath>
#include <limits>

namespace jt::surface {
namespace {

std::size_t size_of(std::int64_t value) { return static_cast<std::size_t>(value); }

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

Surface::Surface(Grid grid, geo::Crs crs, std::vector<float> values)
    : m_grid(grid), m_crs(std::move(crs)), m_floats(std::move(values)) {
    check(m_floats.size());
}

Surface::Surface(Grid grid, geo::Crs crs, std::vector<double> values)
    : m_grid(grid), m_crs(std::move(crs)), m_doubles(std::move(values)) {
    check(m_doubles.size());
}

void Surface::check(std::size_t count) const {
    const bool good = m_grid.columns > 0 && m_grid.rows > 0 && std::isfinite(m_grid.left) &&
                      std::isfinite(m_grid.top) && std::isfinite(m_grid.cell_x) &&
                      std::isfinite(m_grid.cell_y) && m_grid.cell_x > 0 && m_grid.cell_y > 0;
    if (!good) {
        throw base::data_error("surface.grid", m_grid.columns, m_grid.rows, m_grid.cell_x,
                               m_grid.cell_y);
    }
    if (count != m_grid.cells()) {
        throw base::internal_error("surface.values", count, m_grid.cells());
    }
}

void Surface::write(base::Writer& out) const {
    out.integer(static_cast<std::int64_t>(m_grid.columns));
    out.integer(static_cast<std::int64_t>(m_grid.rows));
    for (const double value : {m_grid.left, m_grid.top, m_grid.cell_x, m_grid.cell_y}) {
        out.real(value);
    }
    geo::write_crs(out, m_crs);
    out.integer(double_precision() ? 64 : 32);
    if (double_precision()) {
        out.values(m_doubles);
    } else {
        out.values(m_floats);
    }
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
    if (in.integer() == 64) {
        return std::make_shared<Surface>(grid, std::move(crs), in.values<double>());
    }
    return std::make_shared<Surface>(grid, std::move(crs), in.values<float>());
}

double Surface::sample(double x, double y) const {
    const auto cell = cell_at(m_grid, x, y);
    return cell ? at(*cell) : std::numeric_limits<double>::quiet_NaN();
}

std::size_t Surface::valid_count() const {
    std::size_t count = 0;
    for (std::size_t row = 0; row < m_grid.rows; ++row) {
        for (std::size_t column = 0; column < m_grid.columns; ++column) {
            count += std::isnan(at(row, column)) ? 0 : 1;
        }
    }
    return count;
}

}  // namespace jt::surface
