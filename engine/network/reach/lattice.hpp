// Exact plane arithmetic on a lattice of one millimetre: noding decides on integers, never on
// rounding.
#pragma once

#include <cmath>
#include <compare>
#include <cstdint>

namespace jt::network {

__extension__ using Wide = __int128;  // products of coordinates do not fit 64 bits

/// A place in millimetres of the working CRS.
struct Point {
    std::int64_t x = 0, y = 0;
    auto operator<=>(const Point&) const = default;
};

/// As std::llround(), which is a call into the library, for numbers below 2^62.
inline std::int64_t nearest_whole(double value) {
    const auto whole = static_cast<std::int64_t>(value);
    const double rest = value - static_cast<double>(whole);
    return whole + (rest >= 0.5 ? 1 : 0) - (rest <= -0.5 ? 1 : 0);
}

/// Coordinates in metres to the lattice; the caller has checked that they are finite.
inline Point to_lattice(double x, double y) {
    return {nearest_whole(x * 1000.0), nearest_whole(y * 1000.0)};
}
inline double metres(std::int64_t mm) { return static_cast<double>(mm) / 1000.0; }

inline Wide cross(Point o, Point a, Point b) {
    return Wide(a.x - o.x) * (b.y - o.y) - Wide(a.y - o.y) * (b.x - o.x);
}
inline Wide dot(Point o, Point a, Point b) {
    return Wide(a.x - o.x) * (b.x - o.x) + Wide(a.y - o.y) * (b.y - o.y);
}
inline Wide distance2(Point a, Point b) { return dot(a, b, b); }
inline double distance_mm(Point a, Point b) {
    return std::sqrt(static_cast<double>(distance2(a, b)));
}

/// Do the rays from o through a and through b have the same direction?
inline bool same_direction(Point o, Point a, Point b) {
    return cross(o, a, b) == 0 && dot(o, a, b) > 0;
}

/// The crossing of two segments that properly cross, rounded to the lattice; the same point
/// whichever way round and in whichever order the segments are given.
Point crossing_point(Point p0, Point p1, Point q0, Point q1);

/// True where the segments cross in a point inside both.
bool properly_cross(Point p0, Point p1, Point q0, Point q1);

/// The place of a segment nearest to p.
Point nearest_on_segment(Point p, Point a, Point b);

/// Distance of p to the line through a and b, in mm, where the foot lies strictly between a and b;
/// infinity elsewhere.
double inner_distance(Point p, Point a, Point b);

/// Position on a Z-order curve of points relative to `origin`, coordinates divided by 2^shift: what
/// sorts nodes so that neighbours in the plane are neighbours in memory.
std::uint64_t morton(Point p, Point origin, int shift);
/// The smallest shift that brings both extents (mm) under 32 bits.
int morton_shift(std::int64_t width, std::int64_t height);

}  // namespace jt::network
