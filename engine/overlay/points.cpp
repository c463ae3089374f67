#include "overlay/points.hpp"

#include "base/parallel.hpp"
#include "geo/slabs.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace jt::overlay {
namespace {

/// Coordinates of points by the cell they lie in, row by row; some four to a cell.
class PointGrid {
public:
    explicit PointGrid(const geo::GeometryArray& points) : m_points(points), m_all(points.box()) {
        std::size_t count = 0;
        std::vector<double> xs, ys;
        for_usable([&](std::size_t, double x, double y) {
            if (count++ % 16 == 0) {
                xs.push_back(x);
                ys.push_back(y);
            }
        });
        m_box = {quantile(xs, 0.01), quantile(ys, 0.01), quantile(xs, 0.99), quantile(ys, 0.99)};
        const double side = std::sqrt(static_cast<double>(count) / 4);
        m_columns = m_rows = std::clamp<std::size_t>(static_cast<std::size_t>(side), 1, 4096);
        m_starts.assign(m_columns * m_rows + 1, 0);
        for_usable([&](std::size_t, double x, double y) { ++m_starts[cell(x, y) + 1]; });
        for (std::size_t i = 1; i < m_starts.size(); ++i) {
            m_starts[i] += m_starts[i - 1];
        }
        m_items.resize(count);
        std::vector<std::size_t> next(m_starts.begin(), m_starts.end() - 1);
        for_usable([&](std::size_t i, double x, double y) {
            m_items[next[cell(x, y)]++] = {x, y, static_cast<std::uint32_t>(i)};
        });
    }

    /// Calls with feature, x and y of every coordinate in the cells that the box meets.
    template <class Visit>
    void visit(const geo::Box& box, Visit&& visit) const {
        if (!m_all.meets(box)) {
            return;
        }
        const std::size_t first = column(box.min_x), last = column(box.max_x);
        for (std::size_t r = row(box.min_y); r <= row(box.max_y); ++r) {
            const std::size_t end = m_starts[r * m_columns + last + 1];
            for (std::size_t i = m_starts[r * m_columns + first]; i < end; ++i) {
                visit(m_items[i].feature, m_items[i].x, m_items[i].y);
            }
        }
    }

private:
    struct Item {
        double x, y;
        std::uint32_t feature;
    };

    static double quantile(std::vector<double>& values, double share) {
        if (values.empty()) {
            return 0;
        }
        const auto place = values.begin() + static_cast<std::ptrdiff_t>(
                                                share * static_cast<double>(values.size() - 1));
        std::nth_element(values.begin(), place, values.end());
        return *place;
    }

    template <class Visit>
    void for_usable(Visit&& visit) const {
        for (std::size_t i = 0; i < m_points.size(); ++i) {
            if (m_points.status(i) == geo::Status::ok) {
                const auto xy = m_points.coordinates(i);
                for (std::size_t k = 0; k + 1 < xy.size(); k += 2) {
                    visit(i, xy[k], xy[k + 1]);
                }
            }
        }
    }
    static std::size_t place(double value, double low, double high, std::size_t count) {
        const double share = high > low ? (value - low) / (high - low) : 0;
        const double at = std::clamp(share, 0.0, 1.0) * static_cast<double>(count);
        return std::min(static_cast<std::size_t>(at), count - 1);
    }
    std::size_t column(double x) const { return place(x, m_box.min_x, m_box.max_x, m_columns); }
    std::size_t row(double y) const { return place(y, m_box.min_y, m_box.max_y, m_rows); }
    std::size_t cell(double x, double y) const { return row(y) * m_columns + column(x); }

    const geo::GeometryArray& m_points;
    /// All points, and the box of the cells: without the outermost hundredths, so that a stray
    /// point does not put all others into one cell. What lies outside is in the outermost cells.
    geo::Box m_all, m_box;
    std::size_t m_columns = 1, m_rows = 1;
    std::vector<std::size_t> m_starts;
    std::vector<Item> m_items;
};

}  // namespace

std::vector<Hit> points_in_polygons(const geo::GeometryArray& points,
                                    const geo::GeometryArray& polygons) {
    constexpr std::size_t kGrain = 8;
    const PointGrid grid(points);
    std::vector<std::vector<std::size_t>> found(polygons.size());
    base::parallel_blocks(polygons.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t j = begin; j < end; ++j) {
            if (polygons.status(j) != geo::Status::ok) {
                continue;
            }
            const geo::Slabs polygon(polygons, j);
            grid.visit(polygon.box(), [&](std::size_t i, double x, double y) {
                if (polygon.contains(x, y)) {
                    found[j].push_back(i);
                }
            });
            std::sort(found[j].begin(), found[j].end());  // of several places of a feature, one
            found[j].erase(std::unique(found[j].begin(), found[j].end()), found[j].end());
        }
    });
    std::vector<Hit> out;
    for (std::size_t j = 0; j < found.size(); ++j) {
        for (const std::size_t i : found[j]) {
            out.push_back({j, i});
        }
    }
    return out;
}

}  // namespace jt::overlay
