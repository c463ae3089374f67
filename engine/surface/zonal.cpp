#include "surface/zonal.hpp"

#include "base/parallel.hpp"
#include "geo/topology.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jt::surface {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/// An index range [first, last) of `count` cells whose centres `first_centre + i * step` lie in
/// [low, high).
std::pair<std::size_t, std::size_t> centres_between(double low, double high, double first_centre,
                                                    double step, std::size_t count) {
    const auto bound = [&](double value) {
        const double index = std::ceil((value - first_centre) / step);
        return static_cast<std::size_t>(std::clamp(index, 0.0, static_cast<double>(count)));
    };
    return {bound(low), bound(high)};
}

/// x of every crossing of the feature's edges with a horizontal line, ascending. An edge counts
/// when its lower end lies below the line and its upper end on or above it, so a vertex on the line
/// counts once and the polygon's northern border is inside, the southern one is not.
void crossings(const geo::GeometryArray& polygons, std::size_t feature, double y,
               std::vector<double>& out) {
    out.clear();
    for (std::size_t part = polygons.parts_begin(feature); part < polygons.parts_end(feature);
         ++part) {
        for (std::size_t r = polygons.rings_begin(part); r < polygons.rings_end(part); ++r) {
            const auto xy = polygons.ring(r);
            for (std::size_t k = 0; k + 3 < xy.size(); k += 2) {
                const double y1 = xy[k + 1];
                const double y2 = xy[k + 3];
                if ((y1 < y) != (y2 < y)) {
                    // From the lower end, so that two polygons that share the edge agree.
                    const bool up = y1 < y2;
                    const double x1 = up ? xy[k] : xy[k + 2];
                    const double x2 = up ? xy[k + 2] : xy[k];
                    const double low = up ? y1 : y2;
                    const double high = up ? y2 : y1;
                    out.push_back(x1 + (x2 - x1) * ((y - low) / (high - low)));
                }
            }
        }
    }
    std::ranges::sort(out);
}

template <class Visit>
void for_cells(const Grid& grid, const geo::GeometryArray& polygons, std::size_t feature,
               const Visit& visit) {
    const geo::Box box = polygons.box(feature);
    if (!box.meets(grid.box())) {
        return;
    }
    // One row more on both sides: rounding must not lose a row whose centres touch the border.
    const auto [first, last] =
        centres_between(grid.top - box.max_y - grid.cell_y, grid.top - box.min_y + grid.cell_y,
                        grid.cell_y / 2, grid.cell_y, grid.rows);
    std::vector<double> xs;
    for (std::size_t row = first; row < last; ++row) {
        crossings(polygons, feature, grid.y(row), xs);
        for (std::size_t k = 0; k + 1 < xs.size(); k += 2) {  // even-odd: between pairs is inside
            const auto [begin, end] =
                centres_between(xs[k], xs[k + 1], grid.x(0), grid.cell_x, grid.columns);
            for (std::size_t column = begin; column < end; ++column) {
                visit(Cell{row, column});
            }
        }
    }
}

class Summary {
public:
    void add(double value) {
        ++m_seen;
        if (!std::isnan(value)) {
            m_sum += value;
            m_min = m_count == 0 ? value : std::min(m_min, value);
            m_max = m_count == 0 ? value : std::max(m_max, value);
            ++m_count;
        }
    }
    bool seen() const { return m_seen > 0; }
    ZoneStatistics result(ZoneStatus status) const {
        if (m_count == 0) {
            return {m_seen > 0 ? ZoneStatus::nodata : ZoneStatus::outside, 0, kMissing, kMissing,
                    kMissing};
        }
        return {status, m_count, m_sum / static_cast<double>(m_count),
                m_min,  m_max,   m_count < m_seen};
    }

private:
    std::size_t m_seen = 0, m_count = 0;
    double m_sum = 0, m_min = 0, m_max = 0;
};

ZoneStatistics statistics(const Surface& surface, const geo::GeometryArray& polygons,
                          std::size_t feature) {
    if (polygons.status(feature) != geo::Status::ok) {
        return {ZoneStatus::no_geometry, 0, kMissing, kMissing, kMissing};
    }
    Summary summary;
    for_cells(surface.grid(), polygons, feature,
              [&](const Cell& cell) { summary.add(surface.at(cell)); });
    if (summary.seen()) {
        ZoneStatistics out = summary.result(ZoneStatus::cells);
        const geo::Box zone = polygons.box(feature), raster = surface.grid().box();
        const bool beyond = zone.min_x < raster.min_x || zone.max_x > raster.max_x ||
                            zone.min_y < raster.min_y || zone.max_y > raster.max_y;
        out.partial = out.count > 0 && (out.partial || beyond);
        return out;
    }
    double x = kMissing;
    double y = kMissing;
    geo::point_on_surface(polygons, feature, x, y);
    if (const auto cell = cell_at(surface.grid(), x, y)) {
        summary.add(surface.at(*cell));
    }
    return summary.result(ZoneStatus::one_cell);
}

}  // namespace

std::vector<Cell> cells_inside(const Grid& grid, const geo::GeometryArray& polygons,
                               std::size_t feature) {
    std::vector<Cell> out;
    for_cells(grid, polygons, feature, [&](const Cell& cell) { out.push_back(cell); });
    return out;
}

std::vector<ZoneStatistics> zonal_statistics(const Surface& surface,
                                             const geo::GeometryArray& polygons) {
    constexpr std::size_t kGrain = 4;
    std::vector<ZoneStatistics> out(polygons.size());
    base::parallel_blocks(polygons.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            out[i] = statistics(surface, polygons, i);
        }
    });
    return out;
}

}  // namespace jt::surface
