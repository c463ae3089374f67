#include "surface/coverage.hpp"
#include "surface/coverage_rows.hpp"

namespace jt::surface {
namespace {

/// First of `count` centres `first_centre + i * step` that is not below `value`.
std::size_t centre_from(double value, double first_centre, double step, std::size_t count) {
    const double index = std::ceil((value - first_centre) / step);
    return static_cast<std::size_t>(std::clamp(index, 0.0, static_cast<double>(count)));
}

/// Where edges cross the line through the centres of a row: `cover` of the Touch holds x.
class Crossings {
public:
    explicit Crossings(const Grid& grid) : m_grid(grid) {}

    /// An edge counts when its lower end lies below the line and its upper end on or above it, so a
    /// vertex on the line counts once and the northern border is inside, the southern one is not.
    void add_edge(double x1, double y1, double x2, double y2) {
        if (y1 > y2) {  // from the lower end, so that two polygons that share the edge agree
            std::swap(x1, x2);
            std::swap(y1, y2);
        }
        const auto row_of = [this](double y, double more) {
            const double row = std::floor((m_grid.top - y) / m_grid.cell_y - 0.5) + more;
            return static_cast<std::size_t>(std::clamp(row, 0.0, static_cast<double>(m_grid.rows)));
        };
        // One row more on both sides: rounding must not lose a row whose centres touch an end.
        const std::size_t last = row_of(y1, 3);
        for (std::size_t row = row_of(y2, -1); row < last; ++row) {
            const double y = m_grid.y(row);
            if (y1 < y && y2 >= y) {
                m_found.push_back({static_cast<std::uint32_t>(row), 0,
                                   x1 + (x2 - x1) * ((y - y1) / (y2 - y1)), 0});
            }
        }
    }

    Coverage result() {
        Coverage out;
        if (m_found.empty()) {
            return out;
        }
        const auto [low, high] =
            std::minmax_element(m_found.begin(), m_found.end(),
                                [](const Touch& a, const Touch& b) { return a.row < b.row; });
        out.first_row = low->row;
        const std::size_t rows = high->row - out.first_row + 1;
        for (auto& one : m_found) {
            one.row -= static_cast<std::uint32_t>(out.first_row);
        }
        const TouchRows by_row(m_found, rows);
        RunWriter writer(out, 0);
        std::vector<double> xs;
        for (std::size_t row = 0; row < rows; ++row) {
            xs.clear();
            for (const auto& one : by_row.row(row)) {
                xs.push_back(one.cover);
            }
            std::sort(xs.begin(), xs.end());
            for (std::size_t k = 0; k + 1 < xs.size(); k += 2) {  // between pairs is inside
                const std::size_t begin = column_from(xs[k]), end = column_from(xs[k + 1]);
                if (begin < end) {
                    writer.add(begin, end - begin, 1);
                }
            }
            writer.end_row();
        }
        return out;
    }

private:
    std::size_t column_from(double x) const {
        return centre_from(x, m_grid.x(0), m_grid.cell_x, m_grid.columns);
    }
    const Grid& m_grid;
    std::vector<Touch> m_found;
};

}  // namespace

Coverage polygon_centres(const Grid& grid, const geo::GeometryArray& polygons,
                         std::size_t feature) {
    const geo::Box box = polygons.box(feature);
    Coverage out;
    if (box.meets(grid.box())) {
        Crossings crossings(grid);
        for (std::size_t p = polygons.parts_begin(feature); p < polygons.parts_end(feature); ++p) {
            for (std::size_t r = polygons.rings_begin(p); r < polygons.rings_end(p); ++r) {
                const auto xy = polygons.ring(r);
                for (std::size_t k = 0; k + 3 < xy.size(); k += 2) {
                    crossings.add_edge(xy[k], xy[k + 1], xy[k + 2], xy[k + 3]);
                }
            }
        }
        out = crossings.result();
    }
    out.beyond = reaches_beyond(grid, box);
    return out;
}

}  // namespace jt::surface
