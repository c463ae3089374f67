#include "surface/coverage.hpp"

#include "surface/coverage_rows.hpp"

namespace jt::surface {
namespace {

constexpr double kOverlap = 1e-6;  // more of a cell than a valid polygon could cover by rounding

/// Adds up what the edges of a polygon cover.
class Scan {
public:
    Scan(const Grid& grid, const geo::Box& box)
        : m_local(grid, box),
          m_rows(static_cast<double>(m_local.rows)),
          m_columns(static_cast<double>(m_local.columns)) {}

    void add_ring(std::span<const double> xy, bool hole) {
        m_uv.clear();
        for (std::size_t k = 0; k + 1 < xy.size(); k += 2) {
            m_uv.push_back(m_local.u(xy[k]));
            m_uv.push_back(m_local.v(xy[k + 1]));
        }
        const double twice = twice_area();
        const double sign = (twice < 0) != hole ? 1 : -1;  // rows run south: a shell turns negative
        m_area += (hole ? -1 : 1) * std::abs(twice) / 2;
        for (std::size_t k = 0; k + 3 < m_uv.size(); k += 2) {
            add_edge(m_uv[k], m_uv[k + 1], m_uv[k + 2], m_uv[k + 3], sign);
        }
    }

    Coverage result() const {
        Coverage out;
        out.first_row = m_local.row;
        const double least = kLeastShare * std::min(1.0, std::max(m_area, 0.0));
        const TouchRows sorted(m_touches, m_local.rows);
        RunWriter writer(out, m_local.column);
        const auto add = [&](std::size_t column, std::size_t columns, double share) {
            out.overlap = out.overlap || share > 1 + kOverlap || share < -kOverlap;
            if (share > least) {
                writer.add(column, columns, share > 1 - kLeastShare ? 1 : share);
            }
        };
        for (std::size_t row = 0; row < m_local.rows; ++row) {
            const auto touches = sorted.row(row);
            double cover = 0;
            std::size_t next = 0;
            for (std::size_t k = 0; k < touches.size();) {
                const std::size_t column = touches[k].column;
                if (column > next) {
                    add(next, column - next, cover);
                }
                double share = cover;
                for (; k < touches.size() && touches[k].column == column; ++k) {
                    share += touches[k].area;
                    cover += touches[k].cover;
                }
                add(column, 1, share);
                next = column + 1;
            }
            if (next < m_local.columns) {
                add(next, m_local.columns - next, cover);
            }
            writer.end_row();
        }
        return out;
    }

private:
    double twice_area() const {
        double twice = 0;
        for (std::size_t k = 2; k + 3 < m_uv.size(); k += 2) {
            const double ax = m_uv[k] - m_uv[0], ay = m_uv[k + 1] - m_uv[1];
            const double bx = m_uv[k + 2] - m_uv[0], by = m_uv[k + 3] - m_uv[1];
            twice += ax * by - ay * bx;
        }
        return twice;
    }

    /// From north to south whatever its direction, so that neighbours find the same numbers.
    void add_edge(double u1, double v1, double u2, double v2, double sign) {
        if (v1 > v2) {
            std::swap(u1, u2);
            std::swap(v1, v2);
            sign = -sign;
        }
        const double low = std::max(v1, 0.0), high = std::min(v2, m_rows);
        if (low >= high) {
            return;
        }
        const double slope = (u2 - u1) / (v2 - v1);
        const auto [west, east] = std::minmax(u1, u2);
        double v = low;
        double u = low == v1 ? u1 : std::clamp(u1 + (v - v1) * slope, west, east);
        for (auto row = static_cast<std::uint32_t>(low); v < high; ++row) {
            const double next = std::min(high, static_cast<double>(row) + 1);
            const double end = next == v2 ? u2 : std::clamp(u1 + (next - v1) * slope, west, east);
            add_piece(row, std::min(u, end), std::max(u, end), next - v, sign);
            v = next;
            u = end;
        }
    }

    /// The piece of an edge within a row, from `left` to `right`.
    void add_piece(std::uint32_t row, double left, double right, double height, double sign) {
        if (left >= m_columns) {
            return;  // nothing of the grid lies east of it
        }
        if (right <= 0) {
            add(row, 0, sign * height, 1);
            return;
        }
        const double slope = height / (right - left);  // not used where it is upright
        if (left < 0) {
            add(row, 0, sign * (-left * slope), 1);
            height += left * slope;
            left = 0;
        }
        auto column = static_cast<std::uint32_t>(left);
        const auto share_east = [&column](double from, double to) {
            return 1 - ((from + to) / 2 - static_cast<double>(column));
        };
        if (right <= static_cast<double>(column) + 1) {
            add(row, column, sign * height, share_east(left, right));
            return;
        }
        for (const double end = std::min(right, m_columns); left < end; ++column) {
            const double next = std::min(end, static_cast<double>(column) + 1);
            add(row, column, sign * ((next - left) * slope), share_east(left, next));
            left = next;
        }
    }

    void add(std::uint32_t row, std::uint32_t column, double cover, double share) {
        if (!m_touches.empty() && m_touches.back().row == row &&
            m_touches.back().column == column) {
            m_touches.back().cover += cover;
            m_touches.back().area += cover * share;
        } else {
            m_touches.push_back({row, column, cover, cover * share});
        }
    }

    LocalGrid m_local;
    double m_rows, m_columns, m_area = 0;  // area in cells
    std::vector<double> m_uv;
    std::vector<Touch> m_touches;
};

}  // namespace

std::size_t Coverage::cells() const {
    std::size_t out = 0;
    for (const auto& run : runs) {
        out += run.columns;
    }
    return out;
}

Coverage polygon_fractions(const Grid& grid, const geo::GeometryArray& polygons,
                           std::size_t feature) {
    const geo::Box box = polygons.box(feature);
    Coverage out;
    if (box.meets(grid.box())) {
        Scan scan(grid, box);
        for (std::size_t p = polygons.parts_begin(feature); p < polygons.parts_end(feature); ++p) {
            const std::size_t shell = polygons.rings_begin(p);
            for (std::size_t r = shell; r < polygons.rings_end(p); ++r) {
                scan.add_ring(polygons.ring(r), r != shell);
            }
        }
        out = scan.result();
    }
    out.beyond = reaches_beyond(grid, box);
    return out;
}

Coverage single_cell(const Cell& cell) {
    Coverage out;
    out.first_row = cell.row;
    out.runs = {{static_cast<std::uint32_t>(cell.column), 1, 1}};
    out.starts = {0, 1};
    return out;
}

}  // namespace jt::surface
