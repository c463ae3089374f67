#include "geo/validity.hpp"

#include "geo/vectors.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace jt::geo {
namespace {

/// The segments of all rings of a polygon, coordinate by coordinate, so that the processor compares
/// several at a time.
struct Segments {
    std::vector<double> ax, ay, bx, by, low_x, high_x, low_y, high_y;
    std::vector<std::uint32_t> first, last;  ///< of the segment's ring
    std::vector<std::uint32_t> order;        ///< by low_x, for large polygons
    std::size_t count = 0;

    /// Makes room for this many; what there was is gone.
    void start(std::size_t most) {
        count = 0;
        if (ax.size() < most) {
            for (auto* list : {&ax, &ay, &bx, &by, &low_x, &high_x, &low_y, &high_y}) {
                list->resize(most);
            }
            first.resize(most);
            last.resize(most);
        }
    }
    void add(double x0, double y0, double x1, double y1) {
        ax[count] = x0;
        ay[count] = y0;
        bx[count] = x1;
        by[count] = y1;
        low_x[count] = std::min(x0, x1);
        high_x[count] = std::max(x0, x1);
        low_y[count] = std::min(y0, y1);
        high_y[count] = std::max(y0, y1);
        ++count;
    }
};

/// Which side of the line a-b the point lies on: 1 left, -1 right, 0 where rounding forbids to say
/// (the error bound of Shewchuk 1997, orient2d's first filter).
int side_of(double ax, double ay, double bx, double by, double px, double py) {
    constexpr double kBound = 3.3306690738754716e-16;
    const double left = (ax - px) * (by - py), right = (ay - py) * (bx - px);
    const double det = left - right;
    const double bound = kBound * (std::fabs(left) + std::fabs(right));
    return det > bound ? 1 : det < -bound ? -1 : 0;
}

bool certainly_apart(const Segments& s, std::size_t i, std::size_t j) {
    const int a = side_of(s.ax[i], s.ay[i], s.bx[i], s.by[i], s.ax[j], s.ay[j]);
    const int b = side_of(s.ax[i], s.ay[i], s.bx[i], s.by[i], s.bx[j], s.by[j]);
    if (a != 0 && a == b) {
        return true;
    }
    const int c = side_of(s.ax[j], s.ay[j], s.bx[j], s.by[j], s.ax[i], s.ay[i]);
    const int d = side_of(s.ax[j], s.ay[j], s.bx[j], s.by[j], s.bx[i], s.by[i]);
    return c != 0 && c == d;
}

/// Do two segments that follow each other meet in nothing but the point they share?
bool turns(const Segments& s, std::size_t i, std::size_t next) {
    if (side_of(s.ax[i], s.ay[i], s.bx[i], s.by[i], s.bx[next], s.by[next]) != 0) {
        return true;
    }
    const double forward = (s.bx[i] - s.ax[i]) * (s.bx[next] - s.ax[next]) +
                           (s.by[i] - s.ay[i]) * (s.by[next] - s.ay[next]);
    return forward > 0;  // straight on; otherwise it may run back over itself
}

bool neighbours(const Segments& s, std::size_t i, std::size_t j) {
    return s.first[i] == s.first[j] &&
           (i + 1 == j || j + 1 == i || (i == s.first[i] && j == s.last[i]) ||
            (j == s.first[j] && i == s.last[j]));
}

bool clear_of(const Segments& s, std::size_t i, std::size_t j) {
    return neighbours(s, i, j) || certainly_apart(s, i, j);
}

/// Of the boxes from begin to end: how many meet the box of segment i. Without branches, so that
/// compilers make vector code of it.
JT_VECTORS std::size_t boxes_met(const double* low_x, const double* high_x, const double* low_y,
                                 const double* high_y, std::size_t i, std::size_t begin,
                                 std::size_t end) {
    const double west = low_x[i], east = high_x[i], south = low_y[i], north = high_y[i];
    std::int64_t met = 0;
    for (std::size_t j = begin; j < end; ++j) {
        met += static_cast<std::int64_t>((low_x[j] <= east) & (high_x[j] >= west) &
                                         (low_y[j] <= north) & (high_y[j] >= south));
    }
    return static_cast<std::size_t>(met);
}

/// All pairs; most are settled by their boxes.
bool all_apart(const Segments& s) {
    for (std::size_t i = 0; i < s.count; ++i) {
        const std::size_t begin = i == s.last[i] ? i + 1 : i + 2;  // the next one shares a point
        std::size_t met = boxes_met(s.low_x.data(), s.high_x.data(), s.low_y.data(),
                                    s.high_y.data(), i, begin, s.count);
        for (std::size_t j = begin; met > 0 && j < s.count; ++j) {
            const bool meets = s.low_x[j] <= s.high_x[i] && s.high_x[j] >= s.low_x[i] &&
                               s.low_y[j] <= s.high_y[i] && s.high_y[j] >= s.low_y[i];
            if (meets && !clear_of(s, i, j)) {
                return false;
            }
            met -= meets ? 1 : 0;
        }
    }
    return true;
}

/// The same for many segments: in order of their western ends, each against those that begin
/// before it ends.
bool all_apart_sweep(Segments& s) {
    s.order.resize(s.count);
    for (std::uint32_t i = 0; i < s.order.size(); ++i) {
        s.order[i] = i;
    }
    std::sort(s.order.begin(), s.order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return s.low_x[a] != s.low_x[b] ? s.low_x[a] < s.low_x[b] : a < b;
    });
    std::size_t work = 0;
    const std::size_t most = 2000 * s.count;  // combs and long corridors are left to GEOS
    for (std::size_t k = 0; k < s.order.size(); ++k) {
        const std::size_t i = s.order[k];
        if (work > most) {
            return false;
        }
        for (std::size_t m = k + 1; m < s.order.size(); ++m) {
            const std::size_t j = s.order[m];
            if (s.low_x[j] > s.high_x[i]) {
                break;
            }
            ++work;
            if (s.low_y[j] <= s.high_y[i] && s.high_y[j] >= s.low_y[i] && !clear_of(s, i, j)) {
                return false;
            }
        }
    }
    return true;
}

/// Adds the ring's segments without those of no length; false where it is too short or open.
bool add_ring(std::span<const double> xy, Segments& s) {
    const std::size_t first = s.count;
    if (xy.size() < 8 || xy[0] != xy[xy.size() - 2] || xy[1] != xy[xy.size() - 1]) {
        return false;
    }
    for (std::size_t k = 2; k < xy.size(); k += 2) {
        if (xy[k] != xy[k - 2] || xy[k + 1] != xy[k - 1]) {
            s.add(xy[k - 2], xy[k - 1], xy[k], xy[k + 1]);
        }
    }
    if (s.count < first + 3) {
        return false;
    }
    for (std::size_t i = first; i < s.count; ++i) {
        s.first[i] = static_cast<std::uint32_t>(first);
        s.last[i] = static_cast<std::uint32_t>(s.count - 1);
        if (!turns(s, i, i + 1 < s.count ? i + 1 : first)) {
            return false;
        }
    }
    return true;
}

enum class Place { inside, outside, doubtful };

/// Even-odd.
Place place_in(std::span<const double> ring, double x, double y) {
    bool in = false;
    for (std::size_t k = 0; k + 3 < ring.size(); k += 2) {
        const double ax = ring[k], ay = ring[k + 1], bx = ring[k + 2], by = ring[k + 3];
        if ((ay > y) != (by > y)) {
            const int side = side_of(ax, ay, bx, by, x, y);
            if (side == 0) {
                return Place::doubtful;
            }
            in = in != ((side > 0) == (by > ay));
        }
    }
    return in ? Place::inside : Place::outside;
}

/// Holes inside the shell and outside each other, where no two rings touch.
bool nested_well(const GeometryArray& geometry, std::size_t part) {
    constexpr std::size_t kMostWork = 10'000'000;  // more than that GEOS does better
    const std::size_t shell = geometry.rings_begin(part), end = geometry.rings_end(part);
    std::size_t points = 0;
    for (std::size_t r = shell; r < end; ++r) {
        points += geometry.ring(r).size() / 2;
    }
    if ((end - shell - 1) * points > kMostWork) {
        return false;
    }
    for (std::size_t r = shell + 1; r < end; ++r) {
        const auto hole = geometry.ring(r);
        for (std::size_t other = shell; other < end; ++other) {
            const Place wanted = other == shell ? Place::inside : Place::outside;
            if (other != r && place_in(geometry.ring(other), hole[0], hole[1]) != wanted) {
                return false;
            }
        }
    }
    return true;
}

bool polygon_valid(const GeometryArray& geometry, std::size_t feature) {
    constexpr std::size_t kFew = 96;
    thread_local Segments segments;
    const std::size_t part = geometry.parts_begin(feature);
    segments.start(geometry.coordinates(feature).size() / 2);
    for (std::size_t r = geometry.rings_begin(part); r < geometry.rings_end(part); ++r) {
        if (!add_ring(geometry.ring(r), segments)) {
            return false;
        }
    }
    const bool apart = segments.count <= kFew ? all_apart(segments) : all_apart_sweep(segments);
    return apart && nested_well(geometry, part);
}

bool line_valid(const GeometryArray& geometry, std::size_t feature) {
    for (std::size_t p = geometry.parts_begin(feature); p < geometry.parts_end(feature); ++p) {
        const auto xy = geometry.ring(geometry.rings_begin(p));
        bool moved = false;
        for (std::size_t k = 2; k < xy.size() && !moved; k += 2) {
            moved = xy[k] != xy[0] || xy[k + 1] != xy[1];
        }
        if (!moved) {
            return false;
        }
    }
    return true;
}

}  // namespace

bool certainly_valid(const GeometryArray& geometry, std::size_t feature) {
    if (geometry.status(feature) != Status::ok) {
        return false;
    }
    const std::size_t parts = geometry.parts_end(feature) - geometry.parts_begin(feature);
    switch (geometry.shape()) {
        case Shape::point: return true;
        case Shape::line: return line_valid(geometry, feature);
        case Shape::polygon: return parts == 1 && polygon_valid(geometry, feature);
        default: return false;
    }
}

}  // namespace jt::geo
