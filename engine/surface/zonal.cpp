#include "surface/zonal.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "base/pool.hpp"
#include "geo/measure.hpp"
#include "geo/topology.hpp"
#include "geo/validity.hpp"
#include "surface/metres.hpp"
#include "surface/zonal_parts.hpp"

#include <atomic>
#include <cmath>
#include <numeric>

namespace jt::surface {
namespace {

constexpr std::size_t kMostSamples = std::size_t{1} << 24U;  // of zones worked on together
constexpr double kMostTouches = 1 << 23;                     // cells on their borders
constexpr std::size_t kMostEntries = std::size_t{1} << 24U;  // values counted tile by tile

/// One call of zonal_statistics().
class Work {
public:
    Work(const Surface& surface, const geo::GeometryArray& features, const ZonalOptions& options)
        : m_surface(surface),
          m_features(features),
          m_options(options),
          m_window(window_tiles(surface)),
          m_out(features.size()) {
        if (options.by_area || options.areas) {
            m_areas = row_areas(surface);
        }
        m_wanted.variance = options.variance;
        m_wanted.classes = options.classes;
        m_wanted.weights = options.by_area ? m_areas.data() : nullptr;
        m_wanted.areas = options.areas ? m_areas.data() : nullptr;
        // Degrees are no length; Web Mercator is refused.
        const geo::Crs& crs = surface.crs();
        if (features.shape() == geo::Shape::line && (crs.geographic() || crs.web_mercator())) {
            m_measure = std::make_unique<geo::Measure>(crs);
        } else if (features.shape() == geo::Shape::line && crs.known()) {
            require_metres(surface, "surface.zone.unit");
        }
    }

    std::vector<ZoneStatistics> run() {
        for (const auto& batch : batches()) {
            m_zones = batch;
            if (m_surface.double_precision()) {
                run_batch<double>();
            } else {
                run_batch<float>();
            }
        }
        return std::move(m_out);
    }

private:
    /// Zones that lie near each other, as many as may be worked on together.
    std::vector<std::vector<std::size_t>> batches() const;
    Coverage covered(std::size_t feature, ZoneStatus& status) const;
    template <class Value>
    void run_batch();
    template <class Value>
    void read_parts(const std::vector<Piece>& pieces, std::vector<Part<Value>>& parts) const;
    template <class Value>
    void finish(std::size_t number, std::span<Part<Value>> parts);
    bool held(const Coverage& zone) const {
        return !m_options.quantiles.empty() && zone.cells() <= kMostSamples;
    }

    const Surface& m_surface;
    const geo::GeometryArray& m_features;
    const ZonalOptions& m_options;
    Block m_window;
    Wanted m_wanted;
    std::vector<double> m_areas;
    std::unique_ptr<geo::Measure> m_measure;
    std::vector<ZoneStatistics> m_out;
    std::vector<std::size_t> m_zones;   // features of the batch
    std::vector<Coverage> m_coverages;  // of each of them
    std::vector<Moments> m_moments;     // of each of them
};

/// Cells that the borders of a feature pass, at most.
double touches(const Grid& grid, const geo::GeometryArray& features, std::size_t feature) {
    const auto xy = features.coordinates(feature);
    double out = static_cast<double>(xy.size());
    for (std::size_t k = 0; k + 3 < xy.size(); k += 2) {
        out += std::abs(xy[k + 2] - xy[k]) / grid.cell_x +
               std::abs(xy[k + 3] - xy[k + 1]) / grid.cell_y;
    }
    return std::isfinite(out) ? out : 0;
}

std::vector<std::vector<std::size_t>> Work::batches() const {
    struct Place {
        std::size_t tile_row = 0;
        double west = 0;
        std::size_t cells = 0;
    };
    const Grid& grid = m_surface.grid();
    const auto in_grid = [](double place, std::size_t count) {
        return static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(count)));
    };
    std::vector<Place> places(m_features.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
        const geo::Box box = m_features.box(i);
        if (m_features.status(i) == geo::Status::ok && box.meets(grid.box())) {
            const std::size_t top = in_grid((grid.top - box.max_y) / grid.cell_y, grid.rows);
            const std::size_t end = in_grid((grid.top - box.min_y) / grid.cell_y + 1, grid.rows);
            const std::size_t west = in_grid((box.min_x - grid.left) / grid.cell_x, grid.columns);
            const std::size_t east =
                in_grid((box.max_x - grid.left) / grid.cell_x + 1, grid.columns);
            places[i] = {top / kTileRows, box.min_x, (end - top) * (east - west)};
        }
    }
    std::vector<std::size_t> order(places.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(places[a].tile_row, places[a].west) <
               std::pair(places[b].tile_row, places[b].west);
    });
    std::vector<std::vector<std::size_t>> out;
    double border = 0;
    std::size_t samples = 0;
    for (const std::size_t i : order) {
        const double more = touches(grid, m_features, i);
        const std::size_t cells =
            m_options.quantiles.empty() ? 0 : std::min(places[i].cells, kMostSamples);
        if (out.empty() || border + more > kMostTouches || samples + cells > kMostSamples) {
            out.emplace_back();
            border = 0;
            samples = 0;
        }
        border += more;
        samples += cells;
        out.back().push_back(i);
    }
    return out;
}

Coverage Work::covered(std::size_t feature, ZoneStatus& status) const {
    const Grid& grid = m_surface.grid();
    status = ZoneStatus::cells;
    if (m_features.status(feature) != geo::Status::ok) {
        status = m_features.status(feature) == geo::Status::invalid ? ZoneStatus::invalid
                                                                    : ZoneStatus::no_geometry;
        return {};
    }
    if (m_features.shape() == geo::Shape::point) {
        return point_cells(grid, m_features, feature);
    }
    if (m_features.shape() == geo::Shape::line) {
        return line_lengths(grid, m_features, feature,
                            [this](double x1, double y1, double x2, double y2) {
                                return m_measure ? m_measure->distance(x1, y1, x2, y2)
                                                 : std::hypot(x2 - x1, y2 - y1);
                            });
    }
    if (m_options.method == ZonalMethod::fractions) {
        const bool valid = geo::certainly_valid(m_features, feature) ||
                           geo::invalid_reason(m_features, feature).empty();
        Coverage out = valid ? polygon_fractions(grid, m_features, feature) : Coverage();
        status = valid && !out.overlap ? status : ZoneStatus::invalid;
        return status == ZoneStatus::invalid ? Coverage() : out;
    }
    Coverage out = polygon_centres(grid, m_features, feature);
    if (out.runs.empty() && m_features.box(feature).meets(grid.box())) {
        double x = 0, y = 0;
        geo::point_on_surface(m_features, feature, x, y);
        if (const auto cell = cell_at(grid, x, y)) {
            status = ZoneStatus::one_cell;
            return single_cell(*cell);
        }
    }
    return out;
}

template <class Value>
void Work::run_batch() {
    m_coverages.assign(m_zones.size(), {});
    m_moments.assign(m_zones.size(), {});
    constexpr std::size_t kGrain = 4;
    base::parallel_blocks(m_zones.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            m_coverages[i] = covered(m_zones[i], m_out[m_zones[i]].status);
        }
    });
    std::vector<Piece> pieces;
    std::vector<std::size_t> starts{0};  // of the pieces of each zone
    for (std::size_t i = 0; i < m_zones.size(); ++i) {
        add_pieces(i, m_coverages[i], pieces);
        starts.push_back(pieces.size());
    }
    std::vector<Part<Value>> parts(pieces.size());
    read_parts(pieces, parts);
    base::parallel_blocks(m_zones.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            finish<Value>(i, std::span(parts).subspan(starts[i], starts[i + 1] - starts[i]));
        }
    });
    for (std::size_t i = 0; i < m_zones.size(); ++i) {
        if (!m_options.quantiles.empty() && !held(m_coverages[i])) {
            m_out[m_zones[i]].quantiles = narrowed_quantiles(m_surface, m_coverages[i], m_wanted,
                                                             m_moments[i], m_options.quantiles);
        }
    }
}

template <class Value>
void Work::read_parts(const std::vector<Piece>& pieces, std::vector<Part<Value>>& parts) const {
    const auto groups = pieces_by_window(pieces, m_window);
    base::Pool<std::vector<Value>> buffers([] { return std::make_unique<std::vector<Value>>(); });
    std::atomic<std::size_t> entries = 0;
    base::parallel_blocks(groups.size(), 1, [&](std::size_t at, std::size_t) {
        buffers.with([&](std::vector<Value>& buffer) {
            const Window window = needed(pieces, groups[at], m_coverages);
            if (buffer.size() < window.cells()) {
                buffer.resize(window.cells());
            }
            m_surface.cells()->read(window, std::span<Value>(buffer.data(), window.cells()));
            const Read<Value> read{window, buffer.data()};
            for (const std::size_t number : groups[at]) {
                const Piece& piece = pieces[number];
                Wanted wanted = m_wanted;
                wanted.samples = held(m_coverages[piece.zone]);
                parts[number] = part_of(m_coverages[piece.zone], piece.tile(), read, wanted);
                entries += parts[number].classes.size();
            }
        });
        if (entries > kMostEntries) {
            throw base::data_error("surface.zone.classes", kMostClasses);
        }
    });
}

template <class Value>
void Work::finish(std::size_t number, std::span<Part<Value>> parts) {
    Moments& all = m_moments[number];
    ZoneStatistics& out = m_out[m_zones[number]];
    std::vector<Sample<Value>> samples;
    for (auto& part : parts) {
        all.add(part.moments);
        merge_classes(out.classes, part.classes);
        samples.insert(samples.end(), part.samples.begin(), part.samples.end());
        part = {};
    }
    if (out.classes.size() > kMostClasses) {
        throw base::data_error("surface.zone.classes", kMostClasses);
    }
    out.beyond = m_coverages[number].beyond;
    out.cells = all.cells;
    out.count = all.count;
    if (all.count > 0) {
        out.sum = all.sum;
        out.mean = all.sum / all.weight;
        out.variance = m_options.variance ? all.squares / all.weight : out.variance;
        out.min = all.min;
        out.max = all.max;
        out.area = m_options.areas ? all.area : out.area;
    } else if (out.status == ZoneStatus::cells || out.status == ZoneStatus::one_cell) {
        out.status = all.nodata > 0 ? ZoneStatus::nodata : ZoneStatus::outside;
    }
    if (all.nodata > 0) {
        out.nodata_share = all.nodata / (all.nodata + all.count);
    }
    out.partial = out.status == ZoneStatus::cells && (all.nodata > 0 || out.beyond);
    if (!m_options.quantiles.empty()) {
        out.quantiles = weighted_quantiles(samples, m_options.quantiles);
    }
}

}  // namespace

std::vector<ZoneStatistics> zonal_statistics(const Surface& surface,
                                             const geo::GeometryArray& features,
                                             const ZonalOptions& options) {
    return Work(surface, features, options).run();
}

std::vector<ZoneStatistics> zonal_statistics(const Surface& surface,
                                             const geo::GeometryArray& polygons) {
    ZonalOptions options;
    options.method = ZonalMethod::centres;
    return zonal_statistics(surface, polygons, options);
}

}  // namespace jt::surface
