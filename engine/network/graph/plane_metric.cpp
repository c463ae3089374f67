#include "network/graph/plane_metric.hpp"

#include "base/parallel.hpp"
#include "geo/vectors.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jt::network {
namespace {

constexpr double kTile = 8192;               // m
constexpr double kLongest = 200;             // m: the form of the middle stands for the segment
constexpr double kBase = 100;                // m, to either side of a sample
constexpr std::uint32_t kFewest = 512;       // coordinates that make sampling a tile worth while
constexpr std::size_t kLookedAt = 32;        // one coordinate in so many is looked at to choose
constexpr std::size_t kMostCells = 1 << 20;  // of the box: wider networks are measured
constexpr std::size_t kBlock = 256;          // segments measured at a time
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint32_t kNoTile = 0xFFFFFFFFU;

std::int64_t cell(double metres) { return static_cast<std::int64_t>(std::floor(metres / kTile)); }

/// Coefficients of 1, t, t^2 through the values at t = -1, 0, 1.
std::array<double, 3> parabola(double low, double middle, double high) {
    return {middle, (high - low) / 2, (high + low) / 2 - middle};
}

using Form = std::array<double, 3>;

inline double value_at(const std::array<Form, 9>& p, std::size_t k, double u, double v) {
    const double low = p[0][k] + u * (p[1][k] + u * p[2][k]);
    const double middle = p[3][k] + u * (p[4][k] + u * p[5][k]);
    const double high = p[6][k] + u * (p[7][k] + u * p[8][k]);
    return low + v * (middle + v * high);
}

/// Coordinates that follow each other, and the segments between them: the cell of the middle, NaN
/// for long ones, and the length.
struct Segments {
    std::array<double, kBlock + 1> x{}, y{};
    std::array<double, kBlock> column{}, row{}, length{};
};

/// All of the block, used or not.
JT_VECTORS void find_cells(Segments& s) {
    for (std::size_t i = 0; i < kBlock; ++i) {
        const double dx = s.x[i + 1] - s.x[i], dy = s.y[i + 1] - s.y[i];
        const bool small = dx * dx + dy * dy <= kLongest * kLongest;
        const double column = std::floor((s.x[i] + s.x[i + 1]) / (2 * kTile));
        s.column[i] = small ? column : kNaN;
        s.row[i] = std::floor((s.y[i] + s.y[i + 1]) / (2 * kTile));
    }
}

/// Segments of one tile.
JT_VECTORS void measure_run(const std::array<Form, 9>& power, double column, double row,
                            Segments& s, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
        const double dx = s.x[i + 1] - s.x[i], dy = s.y[i + 1] - s.y[i];
        const double u = 2 * ((s.x[i] + s.x[i + 1]) / (2 * kTile) - column) - 1;
        const double v = 2 * ((s.y[i] + s.y[i + 1]) / (2 * kTile) - row) - 1;
        const double e = value_at(power, 0, u, v), f = value_at(power, 1, u, v),
                     g = value_at(power, 2, u, v);
        s.length[i] = std::sqrt(e * dx * dx + 2 * f * dx * dy + g * dy * dy);
    }
}

}  // namespace

PlaneMetric::PlaneMetric(const geo::Crs& crs, std::span<const double> xy) : m_measure(crs) {
    choose_tiles(xy);
    m_tiles.resize(m_cells.size());
    base::parallel_blocks(m_tiles.size(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t t = begin; t < end; ++t) {
            sample(t);
        }
    });
}

void PlaneMetric::choose_tiles(std::span<const double> xy) {
    if (xy.size() < 2) {
        return;
    }
    geo::Box box;
    for (std::size_t i = 0; i + 1 < xy.size(); i += 2 * kLookedAt) {
        box.add(xy[i], xy[i + 1]);
    }
    m_column = cell(box.min_x);
    m_row = cell(box.min_y);
    m_columns = cell(box.max_x) - m_column + 1;
    m_rows = cell(box.max_y) - m_row + 1;
    if (static_cast<double>(m_columns) * static_cast<double>(m_rows) >
        static_cast<double>(kMostCells)) {
        m_columns = m_rows = 0;
        return;
    }
    std::vector<std::uint32_t> count(static_cast<std::size_t>(m_columns * m_rows), 0);
    for (std::size_t i = 0; i + 1 < xy.size(); i += 2 * kLookedAt) {
        const std::int64_t at = (cell(xy[i + 1]) - m_row) * m_columns + cell(xy[i]) - m_column;
        count[static_cast<std::size_t>(at)] += kLookedAt;
    }
    m_number.assign(count.size(), kNoTile);
    for (std::uint32_t c = 0; c < count.size(); ++c) {
        if (count[c] >= kFewest) {
            m_number[c] = static_cast<std::uint32_t>(m_cells.size());
            m_cells.push_back(c);
        }
    }
}

PlaneMetric::Form PlaneMetric::form_at(double x, double y) const {
    const auto squared = [&](double dx, double dy) {
        const double d = m_measure.distance(x - dx, y - dy, x + dx, y + dy) / (2 * kBase);
        return d * d;
    };
    const double e = squared(kBase, 0), g = squared(0, kBase);
    return {e, (squared(kBase, kBase) - e - g) / 2, g};
}

void PlaneMetric::sample(std::size_t t) {
    Tile& tile = m_tiles[t];
    const double half = kTile / 2;
    const double x = (static_cast<double>(m_column + m_cells[t] % m_columns) + 0.5) * kTile;
    const double y = (static_cast<double>(m_row + m_cells[t] / m_columns) + 0.5) * kTile;
    std::array<Form, 9> at{};
    for (std::size_t j = 0; j < 3; ++j) {
        for (std::size_t i = 0; i < 3; ++i) {
            at[3 * j + i] = form_at(x + (static_cast<double>(i) - 1) * half,
                                    y + (static_cast<double>(j) - 1) * half);
        }
    }
    for (std::size_t k = 0; k < 3; ++k) {
        std::array<std::array<double, 3>, 3> rows{};
        for (std::size_t j = 0; j < 3; ++j) {
            rows[j] = parabola(at[3 * j][k], at[3 * j + 1][k], at[3 * j + 2][k]);
        }
        for (std::size_t i = 0; i < 3; ++i) {
            const auto column = parabola(rows[0][i], rows[1][i], rows[2][i]);
            for (std::size_t j = 0; j < 3; ++j) {
                tile.power[3 * j + i][k] = column[j];
            }
        }
    }
    tile.good = true;
    for (const auto& [u, v] :
         {std::pair(-0.5, -0.5), std::pair(0.5, -0.5), std::pair(-0.5, 0.5), std::pair(0.5, 0.5)}) {
        const Form wanted = form_at(x + u * half, y + v * half), found = form_in(tile, u, v);
        for (std::size_t k = 0; k < 3; ++k) {  // false for NaN too
            tile.good = tile.good && std::abs(found[k] - wanted[k]) < kError / 2;
        }
    }
}

PlaneMetric::Form PlaneMetric::form_in(const Tile& tile, double u, double v) {
    Form out{};
    for (std::size_t k = 0; k < 3; ++k) {
        out[k] = value_at(tile.power, k, u, v);
    }
    return out;
}

const PlaneMetric::Tile* PlaneMetric::tile_at(std::int64_t column, std::int64_t row) const {
    if (column < 0 || row < 0 || column >= m_columns || row >= m_rows) {
        return nullptr;
    }
    const std::uint32_t number = m_number[static_cast<std::size_t>(row * m_columns + column)];
    return number != kNoTile && m_tiles[number].good ? &m_tiles[number] : nullptr;
}

void PlaneMetric::segments(std::span<const double> xy, std::span<double> out) const {
    Segments block;
    for (std::size_t first = 0; first < out.size(); first += kBlock) {
        const std::size_t count = std::min(kBlock, out.size() - first);
        for (std::size_t i = 0; i <= count; ++i) {
            block.x[i] = xy[2 * (first + i)];
            block.y[i] = xy[2 * (first + i) + 1];
        }
        std::fill(block.x.begin() + static_cast<std::ptrdiff_t>(count + 1), block.x.end(), 0.0);
        std::fill(block.y.begin() + static_cast<std::ptrdiff_t>(count + 1), block.y.end(), 0.0);
        find_cells(block);
        for (std::size_t i = 0, next = 0; i < count; i = next) {
            for (next = i + 1; next < count && block.column[next] == block.column[i] &&
                               block.row[next] == block.row[i];) {
                ++next;
            }
            const double column = block.column[i], row = block.row[i];
            const Tile* tile = !std::isnan(column)
                                   ? tile_at(static_cast<std::int64_t>(column) - m_column,
                                             static_cast<std::int64_t>(row) - m_row)
                                   : nullptr;
            if (tile != nullptr) {
                measure_run(tile->power, column, row, block, i, next);
            } else {
                std::fill_n(block.length.begin() + static_cast<std::ptrdiff_t>(i), next - i, kNaN);
            }
        }
        std::copy_n(block.length.begin(), count, out.begin() + static_cast<std::ptrdiff_t>(first));
    }
}

double PlaneMetric::length(std::span<const double> xy, std::span<const double> segments) const {
    double sum = 0;
    for (std::size_t i = 0; 2 * i + 3 < xy.size(); ++i) {
        sum += std::isnan(segments[i]) ? m_measure.length(xy.subspan(2 * i, 4)) : segments[i];
    }
    return sum;
}

double PlaneMetric::length(std::span<const double> xy) const {
    std::vector<double> out(xy.size() < 4 ? 0 : xy.size() / 2 - 1);
    segments(xy, out);
    return length(xy, out);
}

}  // namespace jt::network
