#include "surface/coverage.hpp"
#include "surface/coverage_rows.hpp"

namespace jt::surface {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

/// Along one axis of a segment: the next border of cells that it crosses.
class Borders {
public:
    Borders(double from, double to, double start) : m_from(from), m_by(to - from) {
        const double place = m_from + start * m_by;
        m_next = m_by > 0 ? std::floor(place) + 1 : std::ceil(place) - 1;
    }
    double next() const { return m_by == 0 ? kNever : (m_next - m_from) / m_by; }
    void step() { m_next += m_by > 0 ? 1 : -1; }
    double at(double t) const { return m_from + t * m_by; }

private:
    double m_from, m_by, m_next;
};

/// Keeps of [begin, end] what lies between 0 and `most` (Liang and Barsky 1984).
void clip(double from, double to, double most, double& begin, double& end) {
    const double by = to - from;
    if (by == 0) {
        end = from < 0 || from > most ? -1 : end;
        return;
    }
    const double a = (0 - from) / by, b = (most - from) / by;
    begin = std::max(begin, std::min(a, b));
    end = std::min(end, std::max(a, b));
}

class Walk {
public:
    Walk(const Grid& grid, const geo::Box& box) : m_local(grid, box) {}

    void add_segment(const double* xy, double length) {
        const double u1 = m_local.u(xy[0]), v1 = m_local.v(xy[1]);
        const double u2 = m_local.u(xy[2]), v2 = m_local.v(xy[3]);
        double t = 0, end = 1;
        clip(u1, u2, static_cast<double>(m_local.columns), t, end);
        clip(v1, v2, static_cast<double>(m_local.rows), t, end);
        const double least = kLeastShare * std::min(1.0, 1 / std::hypot(u2 - u1, v2 - v1));
        Borders u(u1, u2, t), v(v1, v2, t);
        while (t < end) {
            const double next = std::min({u.next(), v.next(), end});
            if (next - t > least) {
                add(u.at((t + next) / 2), v.at((t + next) / 2), (next - t) * length);
            }
            if (u.next() <= next) {
                u.step();
            }
            if (v.next() <= next) {
                v.step();
            }
            t = std::max(t, next);
        }
    }

    Coverage result() const {
        Coverage out;
        out.first_row = m_local.row;
        const TouchRows sorted(m_touches, m_local.rows);
        RunWriter writer(out, m_local.column);
        for (std::size_t row = 0; row < m_local.rows; ++row) {
            const auto touches = sorted.row(row);
            for (std::size_t k = 0; k < touches.size();) {
                const std::size_t column = touches[k].column;
                double sum = 0;
                for (; k < touches.size() && touches[k].column == column; ++k) {
                    sum += touches[k].area;
                }
                writer.add(column, 1, sum);
            }
            writer.end_row();
        }
        return out;
    }

    void add(double u, double v, double weight) {
        if (u >= 0 && v >= 0 && u < static_cast<double>(m_local.columns) &&
            v < static_cast<double>(m_local.rows) && weight > 0) {
            m_touches.push_back(
                {static_cast<std::uint32_t>(v), static_cast<std::uint32_t>(u), 0, weight});
        }
    }
    const LocalGrid& local() const { return m_local; }

private:
    LocalGrid m_local;
    std::vector<Touch> m_touches;
};

}  // namespace

Coverage line_lengths(const Grid& grid, const geo::GeometryArray& lines, std::size_t feature,
                      const SegmentLength& length) {
    const geo::Box box = lines.box(feature);
    Coverage out;
    if (box.meets(grid.box())) {
        Walk walk(grid, box);
        for (std::size_t p = lines.parts_begin(feature); p < lines.parts_end(feature); ++p) {
            for (std::size_t r = lines.rings_begin(p); r < lines.rings_end(p); ++r) {
                const auto xy = lines.ring(r);
                for (std::size_t k = 0; k + 3 < xy.size(); k += 2) {
                    walk.add_segment(xy.data() + k, length(xy[k], xy[k + 1], xy[k + 2], xy[k + 3]));
                }
            }
        }
        out = walk.result();
    }
    out.beyond = reaches_beyond(grid, box);
    return out;
}

Coverage point_cells(const Grid& grid, const geo::GeometryArray& points, std::size_t feature) {
    const geo::Box box = points.box(feature);
    Walk walk(grid, box);
    bool beyond = false;
    const auto xy = points.coordinates(feature);
    for (std::size_t k = 0; k + 1 < xy.size(); k += 2) {
        const auto cell = cell_at(grid, xy[k], xy[k + 1]);
        beyond = beyond || !cell;
        if (cell) {
            walk.add(static_cast<double>(cell->column - walk.local().column) + 0.5,
                     static_cast<double>(cell->row - walk.local().row) + 0.5, 1);
        }
    }
    Coverage out = walk.result();
    out.beyond = beyond;
    return out;
}

}  // namespace jt::surface
