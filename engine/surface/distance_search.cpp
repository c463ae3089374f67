#include "geo/vectors.hpp"
#include "surface/distance_rows.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jt::surface {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr std::size_t kChunk = 512;              // cells that are tried together
constexpr std::uint32_t kStep = 4, kReach = 96;  // columns on both sides, tried so many at once
constexpr std::uint32_t kLargest = 40000;        // its square and that of kReach fit 32 bits
constexpr unsigned char kWait = 8;

/// rows^2, or that of kLargest where it is more or does not count; the largest of them.
JT_VECTORS void square(const std::uint32_t* __restrict near, std::uint32_t limit, std::size_t count,
                       std::uint32_t* __restrict out) {
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t rows = near[i] > limit ? kLargest : near[i];
        out[i] = rows * rows;
    }
}

/// Tries the columns k to k + 3 on both sides; the largest that is left.
JT_VECTORS std::uint32_t try_columns(const std::uint32_t* __restrict squares, std::uint32_t k,
                                     std::size_t count, std::uint32_t* __restrict best) {
    std::uint32_t largest = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t *west = squares + i - k, *east = squares + i + k;
        const std::uint32_t a = std::min(west[0], east[0]) + k * k;
        const std::uint32_t b = std::min(west[-1], east[1]) + (k + 1) * (k + 1);
        const std::uint32_t c = std::min(west[-2], east[2]) + (k + 2) * (k + 2);
        const std::uint32_t d = std::min(west[-3], east[3]) + (k + 3) * (k + 3);
        best[i] = std::min(best[i], std::min(std::min(a, b), std::min(c, d)));
        largest = std::max(largest, best[i]);
    }
    return largest;
}

JT_VECTORS void roots(const std::uint32_t* __restrict squares, std::size_t count, double scale,
                      double max, float* __restrict out) {
    for (std::size_t i = 0; i < count; ++i) {
        const double metres =
            scale * std::sqrt(static_cast<double>(static_cast<std::int32_t>(squares[i])));
        out[i] = metres > max ? kNaN : static_cast<float>(metres);
    }
}

JT_VECTORS std::uint32_t largest_of(const std::uint32_t* values, std::size_t count) {
    std::uint32_t out = 0;
    for (std::size_t i = 0; i < count; ++i) {
        out = std::max(out, values[i]);
    }
    return out;
}

}  // namespace

RowSearch::RowSearch(std::size_t columns)
    : m_place(columns), m_height(columns), m_edge_x(columns), m_edge_y(columns), m_owner(columns) {}

// (x - u)^2 + g(u)^2 = x^2 + (u^2 + g(u)^2) - 2xu: the column that is nearest to x is the vertex
// of the lower convex hull of the points (u, u^2 + g(u)^2) where a line of slope 2x touches it.
std::size_t RowSearch::hull(const std::uint32_t* near, Weights weights, std::uint32_t limit,
                            Range among) {
    double *place = m_place.data(), *height = m_height.data();
    double *edge_x = m_edge_x.data(), *edge_y = m_edge_y.data();  // from the vertex before
    std::size_t count = 0;
    for (std::size_t u = among.begin; u < among.end; ++u) {
        if (near[u] > limit) {
            continue;
        }
        const auto x = static_cast<double>(u), g = static_cast<double>(near[u]);
        const double y = weights.x * (x * x) + weights.y * (g * g);
        double dx = 0, dy = 0;
        while (count > 0) {
            dx = x - place[count - 1];
            dy = y - height[count - 1];
            if (count == 1 || edge_y[count - 1] * dx < dy * edge_x[count - 1]) {
                break;
            }
            --count;
        }
        place[count] = x;
        height[count] = y;
        edge_x[count] = dx;
        edge_y[count] = dy;
        ++count;
    }
    return count;
}

std::span<const std::uint32_t> RowSearch::owners(const std::uint32_t* near, Weights weights,
                                                 std::uint32_t limit, Range cells, Range among) {
    const std::size_t count = hull(near, weights, limit, among);
    if (count == 0) {
        return {};
    }
    std::size_t k = 0;
    auto owner = static_cast<std::uint32_t>(m_place[0]);
    for (std::size_t i = cells.begin; i < cells.end; ++i) {
        const double slope = 2 * weights.x * static_cast<double>(i);
        while (k + 1 < count && m_edge_y[k + 1] < slope * m_edge_x[k + 1]) {
            owner = static_cast<std::uint32_t>(m_place[++k]);
        }
        m_owner[i - cells.begin] = owner;
    }
    return std::span(m_owner).first(cells.end - cells.begin);
}

JT_VECTORS void distances(std::span<const std::uint32_t> owners, std::size_t first,
                          const std::uint32_t* near, Weights weights, double scale, double max,
                          float* __restrict out) {
    const std::uint32_t* owner = owners.data();
    for (std::size_t i = 0; i < owners.size(); ++i) {
        const auto across = static_cast<double>(static_cast<std::int32_t>(first + i) -
                                                static_cast<std::int32_t>(owner[i]));
        const auto down = static_cast<double>(static_cast<std::int32_t>(near[owner[i]]));
        const double squares = weights.x * (across * across) + weights.y * (down * down);
        const double metres = scale * std::sqrt(squares);
        out[i] = metres > max ? kNaN : static_cast<float>(metres);
    }
}

SquareSearch::SquareSearch(std::size_t columns)
    : m_columns(columns),
      m_squares(columns + 2 * kReach, kLargest * kLargest),
      m_best(kChunk),
      m_wait(columns / kChunk + 1, 0) {}

/// Whether the sources of all cells of a chunk are among the columns tried; then they are in
/// m_best.
bool SquareSearch::close(Range chunk, std::uint32_t limit) {
    const std::uint32_t* squares = m_squares.data() + kReach + chunk.begin;
    const std::size_t count = chunk.end - chunk.begin;
    std::copy_n(squares, count, m_best.begin());
    std::uint32_t largest = largest_of(m_best.data(), count);
    for (std::uint32_t k = 1; largest > k * k && k <= limit; k += kStep) {
        if (k + kStep > kReach) {
            return false;
        }
        largest = try_columns(squares, k, count, m_best.data());
    }
    return true;
}

void SquareSearch::distances(const std::uint32_t* near, std::uint32_t limit, double scale,
                             double max, RowSearch& search, float* out) {
    square(near, std::min(limit, kLargest), m_columns, m_squares.data() + kReach);
    const auto far = [&](Range cells) {
        const std::uint32_t most =
            largest_of(m_squares.data() + kReach + cells.begin, cells.end - cells.begin);
        Range among{0, m_columns};
        if (most < kLargest * kLargest) {  // a source so near in its own column: none beyond counts
            const auto reach = static_cast<std::size_t>(std::sqrt(static_cast<double>(most))) + 1;
            among = {cells.begin - std::min(cells.begin, reach),
                     std::min(m_columns, cells.end + reach)};
        }
        const auto owners = search.owners(near, {}, limit, cells, among);
        if (owners.empty()) {
            std::fill(out + cells.begin, out + cells.end, kNaN);
        }
        surface::distances(owners, cells.begin, near, {}, scale, max, out + cells.begin);
    };
    Range left;  // chunks that are left to the search, side by side
    for (std::size_t begin = 0; begin < m_columns; begin += kChunk) {
        const Range chunk{begin, std::min(begin + kChunk, m_columns)};
        unsigned char& wait = m_wait[begin / kChunk];
        if (wait == 0 && close(chunk, limit)) {
            roots(m_best.data(), chunk.end - begin, scale, max, out + begin);
            if (left.end > left.begin) {
                far(left);
            }
            left = {chunk.end, chunk.end};
            continue;
        }
        wait = static_cast<unsigned char>(wait == 0 ? kWait : wait - 1);
        left.end = chunk.end;
    }
    if (left.end > left.begin) {
        far(left);
    }
}

}  // namespace jt::surface
