#include "surface/resample.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "surface/memory.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jt::surface {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kSnap = 1e-9;  // cells; closer to a border is on it

/// Cells along an axis that a new cell lies on, and how much of each.
struct Span {
    std::size_t begin = 0;
    std::vector<double> shares;
};

Span span_of(double low, double high, std::size_t count) {
    const auto snapped = [](double at) {
        return std::abs(at - std::round(at)) < kSnap ? std::round(at) : at;
    };
    low = std::max(0.0, snapped(low));
    high = std::min(static_cast<double>(count), snapped(high));
    Span out;
    if (!(low < high)) {
        return out;
    }
    out.begin = static_cast<std::size_t>(low);
    for (double at = std::floor(low); at < high; ++at) {
        out.shares.push_back(std::min(high, at + 1) - std::max(low, at));
    }
    return out;
}

/// A part of the source that was read.
struct Part {
    Window window;
    std::vector<double> values;
    double at(std::size_t row, std::size_t column) const {
        return values[(row - window.row) * window.columns + column - window.column];
    }
};

double mean_of(const Part& part, const Span& rows, const Span& columns) {
    double sum = 0, weight = 0;
    for (std::size_t r = 0; r < rows.shares.size(); ++r) {
        for (std::size_t c = 0; c < columns.shares.size(); ++c) {
            const double value = part.at(rows.begin + r, columns.begin + c);
            if (!std::isnan(value)) {
                sum += rows.shares[r] * columns.shares[c] * value;
                weight += rows.shares[r] * columns.shares[c];
            }
        }
    }
    return weight > 0 ? sum / weight : kNaN;
}

double majority_of(const Part& part, const Span& rows, const Span& columns) {
    std::vector<std::pair<double, double>> areas;  // value, area
    for (std::size_t r = 0; r < rows.shares.size(); ++r) {
        for (std::size_t c = 0; c < columns.shares.size(); ++c) {
            const double value = part.at(rows.begin + r, columns.begin + c);
            if (!std::isnan(value)) {
                areas.emplace_back(value, rows.shares[r] * columns.shares[c]);
            }
        }
    }
    std::ranges::stable_sort(areas, {}, [](const auto& one) { return one.first; });
    double best = kNaN, most = 0;
    for (std::size_t i = 0; i < areas.size();) {
        const double value = areas[i].first;
        double area = 0;
        for (; i < areas.size() && areas[i].first == value; ++i) {
            area += areas[i].second;
        }
        if (area > most * (1 + kSnap)) {
            most = area;
            best = value;
        }
    }
    return best;
}

/// `x`, `y`: in columns and rows of the source, from its corner.
double nearest_of(const Part& part, double x, double y) {
    return part.at(static_cast<std::size_t>(y), static_cast<std::size_t>(x));
}

double bilinear_of(const Part& part, const Grid& source, double x, double y) {
    const auto around = [](double at, std::size_t count) {
        const double centre = std::clamp(at - 0.5, 0.0, static_cast<double>(count) - 1);
        const double floor = std::floor(centre);
        return std::pair{static_cast<std::size_t>(floor), centre - floor};
    };
    const auto [row, down] = around(y, source.rows);
    const auto [column, right] = around(x, source.columns);
    double out = 0;
    for (const std::size_t r : {0U, 1U}) {
        for (const std::size_t c : {0U, 1U}) {
            const double weight = (r == 0 ? 1 - down : down) * (c == 0 ? 1 - right : right);
            if (weight > 0) {
                out += weight * part.at(row + r, column + c);
            }
        }
    }
    return out;
}

class Resampler {
public:
    Resampler(const Surface& surface, const Grid& grid, const geo::Crs& crs, ResampleMethod method)
        : m_surface(surface),
          m_source(surface.grid()),
          m_grid(grid),
          m_back(crs, surface.crs()),
          m_method(method) {
        const bool areas = method == ResampleMethod::mean || method == ResampleMethod::majority;
        if (areas && !m_back.identity()) {
            throw base::data_error("surface.resample.crs", surface.crs().label(), crs.label());
        }
    }
    /// Rows and columns of new cells that together need no more than some millions of the source.
    Block block() const {
        constexpr double kSide = 1024;
        const double most = m_back.identity() ? 256 : 64;
        const auto side = [&](double ratio) {
            return static_cast<std::size_t>(
                std::isfinite(ratio) ? std::clamp(kSide / ratio, 1.0, most) : most);
        };
        const auto [down, across] = ratios();
        return {side(down), side(across)};
    }
    /// Cells of the source across a new one, in the middle of the new grid.
    std::pair<double, double> ratios() const {
        const geo::Box box = m_grid.box();
        const double x = (box.min_x + box.max_x) / 2, y = (box.min_y + box.max_y) / 2;
        std::vector<double> xy{x, y, x + m_grid.cell_x, y, x, y + m_grid.cell_y};
        m_back.apply(xy);
        const auto longer = [&](std::size_t axis) {
            return std::max(std::abs(xy[2 + axis] - xy[axis]), std::abs(xy[4 + axis] - xy[axis]));
        };
        return {longer(1) / m_source.cell_y, longer(0) / m_source.cell_x};
    }
    template <class Value>
    std::vector<Value> values() const {
        require_memory(m_grid, sizeof(Value));
        std::vector<Value> out(m_grid.cells());
        // Not for_windows(): it makes windows larger, and so what they need of the source.
        const Block side = block();
        const std::size_t across = (m_grid.columns + side.columns - 1) / side.columns;
        const std::size_t down = (m_grid.rows + side.rows - 1) / side.rows;
        base::parallel_blocks(across * down, 1, [&](std::size_t begin, std::size_t end) {
            for (std::size_t at = begin; at < end; ++at) {
                const std::size_t row = at / across * side.rows;
                const std::size_t column = at % across * side.columns;
                const Window window{row, column, std::min(side.rows, m_grid.rows - row),
                                    std::min(side.columns, m_grid.columns - column)};
                const auto part = of_window(window);
                for (std::size_t i = 0; i < part.size(); ++i) {
                    out[(window.row + i / window.columns) * m_grid.columns + window.column +
                        i % window.columns] = static_cast<Value>(part[i]);
                }
            }
        });
        return out;
    }

private:
    std::vector<double> of_window(const Window& window) const {
        return m_method == ResampleMethod::nearest || m_method == ResampleMethod::bilinear
                   ? at_centres(window)
                   : of_areas(window);
    }
    std::vector<double> at_centres(const Window& window) const {
        std::vector<double> xy;
        for (std::size_t i = 0; i < window.cells(); ++i) {
            xy.push_back(m_grid.x(window.column + i % window.columns));
            xy.push_back(m_grid.y(window.row + i / window.columns));
        }
        m_back.apply(xy);
        const auto columns = static_cast<double>(m_source.columns);
        const auto rows = static_cast<double>(m_source.rows);
        double west = columns, east = -1, north = rows, south = -1;
        for (std::size_t i = 0; i < xy.size(); i += 2) {
            double& x = xy[i] = (xy[i] - m_source.left) / m_source.cell_x;
            double& y = xy[i + 1] = (m_source.top - xy[i + 1]) / m_source.cell_y;
            if (x >= 0 && x < columns && y >= 0 && y < rows) {
                west = std::min(west, x);
                east = std::max(east, x);
                north = std::min(north, y);
                south = std::max(south, y);
            } else {
                x = kNaN;
            }
        }
        std::vector<double> out(window.cells(), kNaN);
        if (east < west) {
            return out;
        }
        const Part part =
            read({static_cast<std::size_t>(north), static_cast<std::size_t>(west),
                  static_cast<std::size_t>(south) - static_cast<std::size_t>(north) + 1,
                  static_cast<std::size_t>(east) - static_cast<std::size_t>(west) + 1});
        for (std::size_t i = 0; i < out.size(); ++i) {
            const double x = xy[2 * i], y = xy[2 * i + 1];
            if (!std::isnan(x)) {
                out[i] = m_method == ResampleMethod::nearest ? nearest_of(part, x, y)
                                                             : bilinear_of(part, m_source, x, y);
            }
        }
        return out;
    }
    std::vector<double> of_areas(const Window& window) const {
        std::vector<Span> rows, columns;
        for (std::size_t r = window.row; r < window.row + window.rows; ++r) {
            const auto edge = [&](std::size_t at) {
                return (m_source.top - m_grid.top + static_cast<double>(at) * m_grid.cell_y) /
                       m_source.cell_y;
            };
            rows.push_back(span_of(edge(r), edge(r + 1), m_source.rows));
        }
        for (std::size_t c = window.column; c < window.column + window.columns; ++c) {
            const auto edge = [&](std::size_t at) {
                return (m_grid.left - m_source.left + static_cast<double>(at) * m_grid.cell_x) /
                       m_source.cell_x;
            };
            columns.push_back(span_of(edge(c), edge(c + 1), m_source.columns));
        }
        const auto range = [](const std::vector<Span>& spans) {
            std::size_t begin = static_cast<std::size_t>(-1), end = 0;
            for (const Span& span : spans) {
                if (!span.shares.empty()) {
                    begin = std::min(begin, span.begin);
                    end = std::max(end, span.begin + span.shares.size());
                }
            }
            return std::pair{begin, end};
        };
        const auto [north, south] = range(rows);
        const auto [west, east] = range(columns);
        std::vector<double> out(window.cells(), kNaN);
        if (south == 0 || east == 0) {
            return out;
        }
        const Part part{{north, west, south - north, east - west},
                        m_surface.window<double>({north, west, south - north, east - west})};
        for (std::size_t i = 0; i < out.size(); ++i) {
            const Span &row = rows[i / window.columns], &column = columns[i % window.columns];
            out[i] = m_method == ResampleMethod::mean ? mean_of(part, row, column)
                                                      : majority_of(part, row, column);
        }
        return out;
    }
    /// A window and one cell around it.
    Part read(const Window& window) const {
        const Window wide = widened(window, 1, m_source);
        return {wide, m_surface.window<double>(wide)};
    }
    const Surface& m_surface;
    const Grid m_source, m_grid;
    geo::Transform m_back;
    ResampleMethod m_method;
};

}  // namespace

Surface resampled(const Surface& surface, const Grid& grid, const geo::Crs& crs,
                  ResampleMethod method) {
    const Resampler resampler(surface, grid, crs, method);
    return {grid, crs,
            surface.double_precision() ? cells_of(grid, resampler.values<double>())
                                       : cells_of(grid, resampler.values<float>())};
}

}  // namespace jt::surface
