#include "network/reach/lattice.hpp"

#include <limits>
#include <utility>

namespace jt::network {
namespace {

int sign(Wide value) { return value > 0 ? 1 : value < 0 ? -1 : 0; }

std::int64_t divide_rounded(Wide numerator, Wide denominator) {
    if (denominator < 0) {
        numerator = -numerator;
        denominator = -denominator;
    }
    const Wide half = denominator / 2;
    return static_cast<std::int64_t>(numerator >= 0 ? (numerator + half) / denominator
                                                    : -((-numerator + half) / denominator));
}

std::uint64_t spread(std::uint64_t v) {
    v &= 0xFFFFFFFFULL;
    v = (v | (v << 16)) & 0x0000FFFF0000FFFFULL;
    v = (v | (v << 8)) & 0x00FF00FF00FF00FFULL;
    v = (v | (v << 4)) & 0x0F0F0F0F0F0F0F0FULL;
    v = (v | (v << 2)) & 0x3333333333333333ULL;
    v = (v | (v << 1)) & 0x5555555555555555ULL;
    return v;
}

}  // namespace

Point crossing_point(Point p0, Point p1, Point q0, Point q1) {
    if (p1 < p0) {
        std::swap(p0, p1);
    }
    if (q1 < q0) {
        std::swap(q0, q1);
    }
    if (std::pair(q0, q1) < std::pair(p0, p1)) {
        std::swap(p0, q0);
        std::swap(p1, q1);
    }
    const Wide down = Wide(p1.x - p0.x) * (q1.y - q0.y) - Wide(p1.y - p0.y) * (q1.x - q0.x);
    const Wide up = Wide(q0.x - p0.x) * (q1.y - q0.y) - Wide(q0.y - p0.y) * (q1.x - q0.x);
    return {p0.x + divide_rounded(up * (p1.x - p0.x), down),
            p0.y + divide_rounded(up * (p1.y - p0.y), down)};
}

bool properly_cross(Point p0, Point p1, Point q0, Point q1) {
    return sign(cross(p0, p1, q0)) * sign(cross(p0, p1, q1)) < 0 &&
           sign(cross(q0, q1, p0)) * sign(cross(q0, q1, p1)) < 0;
}

Point nearest_on_segment(Point p, Point a, Point b) {
    const Wide length2 = distance2(a, b);
    const Wide along = dot(a, b, p);
    if (along <= 0 || length2 == 0) {
        return a;
    }
    if (along >= length2) {
        return b;
    }
    const double share = static_cast<double>(along) / static_cast<double>(length2);
    return {a.x + std::llround(share * static_cast<double>(b.x - a.x)),
            a.y + std::llround(share * static_cast<double>(b.y - a.y))};
}

double inner_distance(Point p, Point a, Point b) {
    const Wide length2 = distance2(a, b);
    const Wide along = dot(a, b, p);
    if (along <= 0 || along >= length2) {
        return std::numeric_limits<double>::infinity();
    }
    return std::abs(static_cast<double>(cross(a, b, p))) / std::sqrt(static_cast<double>(length2));
}

std::uint64_t morton(Point p, Point origin, int shift) {
    return spread(static_cast<std::uint64_t>(p.x - origin.x) >> shift) |
           (spread(static_cast<std::uint64_t>(p.y - origin.y) >> shift) << 1);
}

int morton_shift(std::int64_t width, std::int64_t height) {
    int shift = 0;
    while ((width >> shift) > 0xFFFFFFFFLL || (height >> shift) > 0xFFFFFFFFLL) {
        ++shift;
    }
    return shift;
}

}  // namespace jt::network
