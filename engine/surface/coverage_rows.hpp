// Private to coverage*.cpp: what edges add to cells, brought into the order of rows and columns.
#pragma once

#include "surface/coverage.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jt::surface {

/// Moves a coordinate that misses a border of cells by rounding alone onto the border.
inline double onto_border(double value, double tolerance) {
    const double near = std::floor(value + 0.5);
    return std::abs(value - near) <= tolerance ? near : value;
}

/// Part of a grid around a feature; places in columns and rows from its corner on, so that small
/// features far from the corner of the grid keep their digits.
class LocalGrid {
public:
    LocalGrid(const Grid& grid, const geo::Box& box) {
        const auto range = [](double low, double high, std::size_t count, std::size_t& first,
                              std::size_t& size) {
            const double most = static_cast<double>(count);
            const double begin = std::clamp(std::floor(low), 0.0, most - 1);
            first = static_cast<std::size_t>(begin);
            size = static_cast<std::size_t>(
                std::clamp(std::floor(high) + 2 - begin, 0.0, most - begin));
        };
        range((box.min_x - grid.left) / grid.cell_x, (box.max_x - grid.left) / grid.cell_x,
              grid.columns, column, columns);
        range((grid.top - box.max_y) / grid.cell_y, (grid.top - box.min_y) / grid.cell_y, grid.rows,
              row, rows);
        m_x = grid.left + static_cast<double>(column) * grid.cell_x;
        m_y = grid.top - static_cast<double>(row) * grid.cell_y;
        m_cell_x = grid.cell_x;
        m_cell_y = grid.cell_y;
        // Of the rounding of coordinates as large as these.
        constexpr double kRounding = 4 * std::numeric_limits<double>::epsilon();
        const auto largest = [](double a, double b, double c) {
            return std::max({std::abs(a), std::abs(b), std::abs(c)});
        };
        m_near_u = kRounding * largest(box.min_x, box.max_x, m_x) / m_cell_x;
        m_near_v = kRounding * largest(box.min_y, box.max_y, m_y) / m_cell_y;
    }
    double u(double x) const { return onto_border((x - m_x) / m_cell_x, m_near_u); }
    double v(double y) const { return onto_border((m_y - y) / m_cell_y, m_near_v); }

    std::size_t row = 0, column = 0, rows = 0, columns = 0;

private:
    double m_x = 0, m_y = 0, m_cell_x = 1, m_cell_y = 1, m_near_u = 0, m_near_v = 0;
};

/// What an edge adds to one cell; rows and columns of a LocalGrid. cover: to all cells east of it.
struct Touch {
    std::uint32_t row = 0, column = 0;
    double cover = 0, area = 0;
};

/// Touches by row; in a row by column, those of one cell as they came.
class TouchRows {
public:
    TouchRows(const std::vector<Touch>& touches, std::size_t rows)
        : m_starts(rows + 1), m_touches(touches.size()) {
        for (const auto& one : touches) {
            ++m_starts[one.row + 1];
        }
        for (std::size_t r = 0; r < rows; ++r) {
            m_starts[r + 1] += m_starts[r];
        }
        std::vector<std::size_t> next(m_starts.begin(), m_starts.end() - 1);
        for (const auto& one : touches) {
            m_touches[next[one.row]++] = one;
        }
        for (std::size_t r = 0; r < rows; ++r) {
            sort(m_touches.data() + m_starts[r], m_touches.data() + m_starts[r + 1]);
        }
    }
    std::span<const Touch> row(std::size_t r) const {
        return std::span(m_touches).subspan(m_starts[r], m_starts[r + 1] - m_starts[r]);
    }

private:
    static void sort(Touch* begin, Touch* end) {
        const auto west = [](const Touch& a, const Touch& b) { return a.column < b.column; };
        constexpr std::ptrdiff_t kFew = 24;
        if (end - begin > kFew) {
            std::stable_sort(begin, end, west);
            return;
        }
        for (Touch* one = begin; one < end; ++one) {
            const Touch held = *one;
            Touch* place = one;
            for (; place > begin && west(held, place[-1]); --place) {
                *place = place[-1];
            }
            *place = held;
        }
    }
    std::vector<std::size_t> m_starts;
    std::vector<Touch> m_touches;
};

/// Appends the runs of the next row; neighbours of one weight become one run.
class RunWriter {
public:
    RunWriter(Coverage& out, std::size_t first_column) : m_out(out), m_first(first_column) {}
    void add(std::size_t column, std::size_t columns, double weight) {
        const auto at = static_cast<std::uint32_t>(m_first + column);
        const auto size = static_cast<std::uint32_t>(columns);
        if (m_out.runs.size() > m_out.starts.back()) {
            CoveredRun& last = m_out.runs.back();
            if (last.column + last.columns == at && last.weight == weight) {
                last.columns += size;
                return;
            }
        }
        m_out.runs.push_back({at, size, weight});
    }
    void end_row() { m_out.starts.push_back(m_out.runs.size()); }

private:
    Coverage& m_out;
    std::size_t m_first;
};

/// Does the box reach off the grid by more than rounding?
inline bool reaches_beyond(const Grid& grid, const geo::Box& box) {
    constexpr double kSlack = 1e-9;  // of a cell
    const geo::Box all = grid.box();
    const double x = kSlack * grid.cell_x, y = kSlack * grid.cell_y;
    return box.min_x < all.min_x - x || box.max_x > all.max_x + x || box.min_y < all.min_y - y ||
           box.max_y > all.max_y + y;
}

}  // namespace jt::surface
