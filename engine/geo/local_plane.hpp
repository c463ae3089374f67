// A plane of metres about one place of the ellipsoid, for work on features in any CRS.
#pragma once

#include "geo/crs.hpp"
#include "geo/geometry.hpp"

#include <memory>
#include <span>

namespace jt::geo {

/// The azimuthal equidistant projection (Snyder 1987, p. 191), by geodesics (Karney 2013) instead
/// of series: distances from the centre are exact; those across it, at r metres from the centre,
/// are too large by r*r / 6R*R at most: 4e-5 at 100 km. x east, y north.
///
/// Takes coordinates in a known CRS: data errors "geo.crs.missing", "geo.measure.crs" (Web
/// Mercator). Read by many threads.
class LocalPlanes {
public:
    struct Centre {
        double lon = 0, lat = 0;  ///< degrees
    };

    explicit LocalPlanes(const Crs& crs);
    ~LocalPlanes();

    Centre centre(double x, double y) const;
    /// Interleaved x, y in place, from the CRS to the plane about the centre, and back. What cannot
    /// be projected becomes infinite or NaN.
    void to_plane(const Centre& centre, std::span<double> xy) const;
    void from_plane(const Centre& centre, std::span<double> xy) const;
    /// Metres along the geodesic.
    double distance(double x1, double y1, double x2, double y2) const;
    /// A box that holds every place within so many metres of a box, both in the CRS; without bounds
    /// where that cannot be said.
    Box around(const Box& box, double metres) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace jt::geo
