// Geodesic lengths of many short lines, from how the projection stretches the plane.
#pragma once

#include "geo/measure.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace jt::network {

/// The first fundamental form (E, F, G) of the ellipsoid in the coordinates of a projected CRS,
/// sampled with geo::Measure at nine places of each tile of 8 km that holds enough coordinates, and
/// interpolated by polynomials of the second degree in x and y. A tile where the interpolation
/// misses samples between those places is not used, nor are segments above 200 m: these are
/// measured.
class PlaneMetric {
public:
    /// Lengths differ from those of geo::Measure by less than this share.
    static constexpr double kError = 1e-9;

    /// For lines with these coordinates (interleaved metres).
    PlaneMetric(const geo::Crs& crs, std::span<const double> xy);

    /// Geodesic length in metres, to kError, from each coordinate to the next, as many as `out` has
    /// room for; NaN where it must be measured.
    void segments(std::span<const double> xy, std::span<double> out) const;
    /// Of a polyline with these segments, those that are NaN measured.
    double length(std::span<const double> xy, std::span<const double> segments) const;
    /// Of a polyline; 0 for fewer than two coordinates.
    double length(std::span<const double> xy) const;
    /// As geo::Measure::length().
    double exact_length(std::span<const double> xy) const { return m_measure.length(xy); }

private:
    using Form = std::array<double, 3>;
    struct Tile {
        std::array<Form, 9> power;  ///< of u^i v^j at 3 j + i; u, v from -1 to 1
        bool good = false;
    };
    void choose_tiles(std::span<const double> xy);
    void sample(std::size_t t);
    Form form_at(double x, double y) const;
    static Form form_in(const Tile& tile, double u, double v);
    const Tile* tile_at(std::int64_t column, std::int64_t row) const;

    geo::Measure m_measure;
    std::int64_t m_column = 0, m_row = 0, m_columns = 0, m_rows = 0;
    std::vector<std::uint32_t> m_number;  ///< of the tile in each cell of the box; kNoTile
    std::vector<std::uint32_t> m_cells;   ///< of each tile
    std::vector<Tile> m_tiles;
};

}  // namespace jt::network
