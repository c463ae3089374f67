// A raster that tells which parts of a dense set of lines cannot touch the border of their buffer.
#pragma once

#include "geo/geometry.hpp"

#include <cstdint>
#include <vector>

namespace jt::network {

/// Cells of a twelfth of the buffer distance, coarser where that makes too many. A cell is covered
/// when it lies wholly within the distance of some line; a line is inner when everything within the
/// distance of it is covered. So the union of the covered cells and the buffers of the lines that
/// are not inner is the buffer of all lines, at a small part of the work. Where the grid would be
/// too large nothing is covered and no line is inner.
class CoverGrid {
public:
    CoverGrid(const geo::GeometryArray& lines, double distance);

    /// Lines that are not inner, ascending.
    std::vector<std::size_t> outer() const;
    /// Appends the covered cells as rectangles, one for each run of a row.
    void append_cells(geo::GeometryArray& polygons) const;

private:
    using Mask = std::vector<std::uint8_t>;
    std::size_t at(std::int64_t column, std::int64_t row) const {
        return static_cast<std::size_t>(row * m_columns + column);
    }
    template <class Visit>
    void sample(std::size_t line, Visit&& visit) const;
    /// Visits each run of set cells of a row: row, first column, column after the last.
    template <class Visit>
    void for_runs(const Mask& mask, Visit&& visit) const;
    /// Cells with a set cell of the mask in reach, where reach[d] is the half width of the
    /// neighbourhood d rows away (-1: none).
    Mask grown(const Mask& mask, const std::vector<std::int64_t>& reach) const;
    /// Cells among those asked for with nothing but covered cells in reach.
    Mask surrounded(const Mask& asked, const std::vector<std::int64_t>& reach) const;

    const geo::GeometryArray& m_lines;
    double m_per_distance = 12;  ///< cells in the distance
    double m_cell = 1, m_x0 = 0, m_y0 = 0;
    std::int64_t m_columns = 0, m_rows = 0;
    Mask m_covered, m_inner;
};

}  // namespace jt::network
