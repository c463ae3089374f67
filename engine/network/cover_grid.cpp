#include "network/cover_grid.hpp"

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
    m_covered = near(occupied, disc(kInscribed * m_per_distance, 1),
                     [](std::int64_t set, std::int64_t) { return set > 0; });
    // Samples stand for what lies within half a cell of them.
    m_inner = near(m_covered, disc(m_per_distance + 0.5, -1),
                   [](std::int64_t set, std::int64_t all) { return set == all; });
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

template <class Decide>
CoverGrid::Mask CoverGrid::near(const Mask& mask, const std::vector<std::int64_t>& reach,
                                Decide&& decide) const {
    const std::int64_t width = m_columns + 1;
    std::vector<std::int32_t> sums(static_cast<std::size_t>(width * m_rows), 0);
    for (std::int64_t row = 0; row < m_rows; ++row) {
        for (std::int64_t column = 0; column < m_columns; ++column) {
            const auto here = static_cast<std::size_t>(row * width + column);
            sums[here + 1] = sums[here] + mask[at(column, row)];
        }
    }
    const auto rows_away = static_cast<std::int64_t>(reach.size()) - 1;
    Mask out(mask.size(), 0);
    for (std::int64_t row = 0; row < m_rows; ++row) {
        for (std::int64_t column = 0; column < m_columns; ++column) {
            std::int64_t set = 0, all = 0;
            for (std::int64_t d = -rows_away; d <= rows_away; ++d) {
                const std::int64_t half = reach[static_cast<std::size_t>(std::abs(d))];
                const std::int64_t low = std::max<std::int64_t>(0, column - half);
                const std::int64_t high = std::min(m_columns, column + half + 1);
                all += half < 0 ? 0 : 2 * half + 1;  // cells off the grid count as not set
                if (half >= 0 && row + d >= 0 && row + d < m_rows) {
                    const std::int64_t base = (row + d) * width;
                    set += sums[static_cast<std::size_t>(base + high)] -
                           sums[static_cast<std::size_t>(base + low)];
                }
            }
            out[at(column, row)] = decide(set, all) ? 1 : 0;
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
    for (std::int64_t row = 0; row < m_rows; ++row) {
        for (std::int64_t column = 0; column < m_columns; ++column) {
            if (m_covered[at(column, row)] == 0) {
                continue;
            }
            const std::int64_t first = column;
            while (column < m_columns && m_covered[at(column, row)] != 0) {
                ++column;
            }
            const double x0 = m_x0 + static_cast<double>(first) * m_cell;
            const double x1 = m_x0 + static_cast<double>(column) * m_cell;
            const double y0 = m_y0 + static_cast<double>(row) * m_cell;
            const double y1 = m_y0 + static_cast<double>(row + 1) * m_cell;
            polygons.add_ring(std::vector<double>{x0, y0, x1, y0, x1, y1, x0, y1, x0, y0});
        }
    }
}

}  // namespace jt::network
