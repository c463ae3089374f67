#include "network/reach/cover_grid.hpp"

#include <algorithm>
#include <cmath>

namespace jt::network {
namespace {

constexpr double kFewestPerDistance = 3;
constexpr double kMostCells = 8e6;
/// Buffers are polygons inside the true circle (8 segments to a quarter: 0.9952 of the radius).
constexpr double kInscribed = 0.99;

/// Half widths in cells of a disc of rows, by the row's distance: cells whose farthest (grow = 1)
/// or nearest (grow = -1) points from a cell are within the radius.
std::vector<std::int64_t> disc(double radius, int grow) {
    std::vector<std::int64_t> reach;
    const auto apart = [&](std::int64_t d) {
        return std::max(0.0, static_cast<double>(d) + (d == 0 && grow < 0 ? 0 : grow));
    };
    for (std::int64_t dy = 0; apart(dy) <= radius; ++dy) {
        std::int64_t dx = -1;
        while (std::hypot(apart(dx + 1), apart(dy)) <= radius) {
            ++dx;
        }
        reach.push_back(dx);
    }
    return reach;
}

}  // namespace

CoverGrid::CoverGrid(const geo::GeometryArray& lines, double distance) : m_lines(lines) {
    geo::Box box;
    double columns = 0, rows = 0;
    const auto measure = [&] {
        m_cell = distance / m_per_distance;
        box = lines.box().grown(distance + 2 * m_cell);
        columns = std::ceil((box.max_x - box.min_x) / m_cell);
        rows = std::ceil((box.max_y - box.min_y) / m_cell);
    };
    measure();
    while (!(columns * rows <= kMostCells) && m_per_distance > kFewestPerDistance) {
        m_per_distance /= 2;
        measure();
    }
    if (lines.size() == 0 || !(columns * rows <= kMostCells)) {
        return;
    }
    m_x0 = box.min_x;
    m_y0 = box.min_y;
    m_columns = static_cast<std::int64_t>(columns) + 1;
    m_rows = static_cast<std::int64_t>(rows) + 1;
    Mask occupied(static_cast<std::size_t>(m_columns * m_rows), 0);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        sample(i, [&](std::size_t cell) {
            occupied[cell] = 1;
            return true;
        });
    }
    m_covered = grown(occupied, disc(kInscribed * m_per_distance, 1));
    // Samples stand for what lies within half a cell of them.
    m_inner = surrounded(occupied, disc(m_per_distance + 0.5, -1));
}

template <class Visit>
void CoverGrid::sample(std::size_t line, Visit&& visit) const {
    const auto xy = m_lines.coordinates(line);
    for (std::size_t i = 0; i + 3 < xy.size(); i += 2) {
        const double dx = xy[i + 2] - xy[i], dy = xy[i + 3] - xy[i + 1];
        const double steps = std::max(1.0, std::ceil(2 * std::hypot(dx, dy) / m_cell));
        for (double k = 0; k <= steps; ++k) {
            const auto column = static_cast<std::int64_t>((xy[i] + dx * k / steps - m_x0) / m_cell);
            const auto row =
                static_cast<std::int64_t>((xy[i + 1] + dy * k / steps - m_y0) / m_cell);
            if (!visit(at(column, row))) {
                return;
            }
        }
    }
}

template <class Visit>
void CoverGrid::for_runs(const Mask& mask, Visit&& visit) const {
    for (std::int64_t row = 0; row < m_rows; ++row) {
        for (std::int64_t column = 0; column < m_columns; ++column) {
            if (mask[at(column, row)] == 0) {
                continue;
            }
            const std::int64_t first = column;
            while (column < m_columns && mask[at(column, row)] != 0) {
                ++column;
            }
            visit(row, first, column);
        }
    }
}

CoverGrid::Mask CoverGrid::grown(const Mask& mask, const std::vector<std::int64_t>& reach) const {
    // Each run of set cells opens and closes one stretch in every row it reaches.
    const std::int64_t width = m_columns + 1;
    std::vector<std::int32_t> opened(static_cast<std::size_t>(width * m_rows), 0);
    const auto rows_away = static_cast<std::int64_t>(reach.size()) - 1;
    for_runs(mask, [&](std::int64_t row, std::int64_t first, std::int64_t end) {
        const std::int64_t top = std::min(m_rows - 1, row + rows_away);
        for (std::int64_t r = std::max<std::int64_t>(0, row - rows_away); r <= top; ++r) {
            const std::int64_t half = reach[static_cast<std::size_t>(std::abs(r - row))];
            if (half >= 0) {
                const std::int64_t low = std::max<std::int64_t>(0, first - half);
                const std::int64_t high = std::min(m_columns, end + half);
                opened[static_cast<std::size_t>(r * width + low)] += 1;
                opened[static_cast<std::size_t>(r * width + high)] -= 1;
            }
        }
    });
    Mask out(mask.size(), 0);
    for (std::int64_t row = 0; row < m_rows; ++row) {
        std::int32_t open = 0;
        for (std::int64_t column = 0; column < m_columns; ++column) {
            open += opened[static_cast<std::size_t>(row * width + column)];
            out[at(column, row)] = open > 0 ? 1 : 0;
        }
    }
    return out;
}

CoverGrid::Mask CoverGrid::surrounded(const Mask& asked,
                                      const std::vector<std::int64_t>& reach) const {
    const std::int64_t width = m_columns + 1;
    std::vector<std::int32_t> sums(static_cast<std::size_t>(width * m_rows), 0);
    for (std::int64_t row = 0; row < m_rows; ++row) {
        for (std::int64_t column = 0; column < m_columns; ++column) {
            const auto here = static_cast<std::size_t>(row * width + column);
            sums[here + 1] = sums[here] + m_covered[at(column, row)];
        }
    }
    const auto all_covered = [&](std::int64_t column, std::int64_t row) {
        for (std::size_t d = 0; d < reach.size(); ++d) {
            const std::int64_t half = reach[d], away = static_cast<std::int64_t>(d);
            const std::int64_t low = column - half, high = column + half + 1;
            if (half < 0) {
                continue;
            }
            if (low < 0 || high > m_columns || row < away || row + away >= m_rows) {
                return false;  // cells off the grid are not covered
            }
            for (const std::int64_t r : {row - away, row + away}) {
                const std::int64_t base = r * width;
                if (sums[static_cast<std::size_t>(base + high)] -
                        sums[static_cast<std::size_t>(base + low)] !=
                    high - low) {
                    return false;
                }
            }
        }
        return true;
    };
    Mask out(asked.size(), 0);
    for (std::int64_t row = 0; row < m_rows; ++row) {
        for (std::int64_t column = 0; column < m_columns; ++column) {
            const std::size_t cell = at(column, row);
            out[cell] = asked[cell] != 0 && all_covered(column, row) ? 1 : 0;
        }
    }
    return out;
}

std::vector<std::size_t> CoverGrid::outer() const {
    std::vector<std::size_t> lines;
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        bool inner = !m_inner.empty();
        if (inner) {
            sample(i, [&](std::size_t cell) { return inner = m_inner[cell] != 0; });
        }
        if (!inner) {
            lines.push_back(i);
        }
    }
    return lines;
}

void CoverGrid::append_cells(geo::GeometryArray& polygons) const {
    if (m_covered.empty()) {
        return;
    }
    for_runs(m_covered, [&](std::int64_t row, std::int64_t first, std::int64_t end) {
        const double x0 = m_x0 + static_cast<double>(first) * m_cell;
        const double x1 = m_x0 + static_cast<double>(end) * m_cell;
        const double y0 = m_y0 + static_cast<double>(row) * m_cell;
        const double y1 = m_y0 + static_cast<double>(row + 1) * m_cell;
        polygons.add_ring(std::vector<double>{x0, y0, x1, y0, x1, y1, x0, y1, x0, y0});
    });
}

}  // namespace jt::network
