// Zones for the tests of zonal statistics.
#pragma once

#include "geo/geometry.hpp"
#include "surface/grid.hpp"

#include <cmath>
#include <random>
#include <vector>

namespace jt::test {

/// 0..1, the same in every standard library.
inline double part(std::mt19937& random) { return static_cast<double>(random()) / 4294967296.0; }

inline geo::GeometryArray box_feature(double w, double s, double e, double n) {
    geo::GeometryArray out(geo::Shape::polygon);
    out.add_ring(std::vector<double>{w, s, e, s, e, n, w, n, w, s});
    return out;
}

inline void add_box_ring(geo::GeometryArray& out, double w, double s, double e, double n,
                         bool turned) {
    out.begin_ring();
    out.add(w, s);
    out.add(turned ? w : e, turned ? n : s);
    out.add(e, n);
    out.add(turned ? e : w, turned ? s : n);
    out.add(w, s);
}

/// The corners of a star, not convex; scaled about its centre.
inline std::vector<double> star(double radius_x, double radius_y, std::mt19937& random) {
    constexpr int kCorners = 17;
    std::vector<double> out;
    for (int i = 0; i < kCorners; ++i) {
        const double angle = 2 * 3.14159265358979 * (i + 0.3) / kCorners;
        const double r = 0.35 + 0.65 * part(random);
        out.push_back(radius_x * r * std::cos(angle));
        out.push_back(radius_y * r * std::sin(angle));
    }
    out.push_back(out[0]);
    out.push_back(out[1]);
    return out;
}

inline void add_scaled_ring(geo::GeometryArray& out, const std::vector<double>& ring, double x,
                            double y, double scale) {
    out.begin_ring();
    for (std::size_t k = 0; k < ring.size(); k += 2) {
        out.add(x + scale * ring[k], y + scale * ring[k + 1]);
    }
}

inline void add_star(geo::GeometryArray& out, double x, double y, double radius,
                     std::mt19937& random) {
    out.begin_feature();
    out.begin_part();
    add_scaled_ring(out, star(radius, radius, random), x, y, 1);
    out.end_feature();
}

/// A star anywhere on a grid or somewhat off it, up to some 6 cells in radius; a hole is the star
/// itself at half its size, a second part lies beside it.
inline void add_zone(geo::GeometryArray& out, std::mt19937& random, const surface::Grid& grid,
                     bool hole, bool two) {
    const auto across = [&](std::size_t count) {
        return -4 + (static_cast<double>(count) + 8) * part(random);
    };
    const double x = grid.left + grid.cell_x * across(grid.columns);
    const double y = grid.top - grid.cell_y * across(grid.rows);
    const double radius = 0.2 + 6 * part(random);
    const double rx = radius * grid.cell_x, ry = radius * grid.cell_y;
    out.begin_feature();
    for (const int p : {0, 1}) {
        if (p == 0 || two) {
            const auto ring = star(rx, ry, random);
            out.begin_part();
            add_scaled_ring(out, ring, x + 2.1 * rx * p, y, 1);
            if (hole) {
                add_scaled_ring(out, ring, x + 2.1 * rx * p, y, 0.5);
            }
        }
    }
    out.end_feature();
}

}  // namespace jt::test
