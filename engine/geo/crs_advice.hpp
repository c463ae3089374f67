// Which projected CGCS2000 system suits a region, and how much it distorts lengths and areas there.
#pragma once

#include "geo/crs.hpp"
#include "geo/geometry.hpp"

#include <string>
#include <utility>
#include <vector>

namespace jt::geo {

/// Number of the 3-degree Gauss-Kruger zone of a longitude: floor((lon + 1.5) / 3); its central
/// meridian is three times that.
int three_degree_zone(double lon);
/// Number of the 6-degree zone: floor(lon / 6) + 1; its central meridian is 6 zone - 3.
int six_degree_zone(double lon);

/// Parts per million; positive where the plane shows too much.
struct Distortion {
    double scale_ppm = 0;  ///< of lengths: the one farthest from 0 in the box, in any direction
    double area_ppm = 0;   ///< of the area of the whole box against that on the ellipsoid
};

/// Distortion of a projected CRS over a box of degrees (of the geographic CRS below it): Tissot's
/// indicatrix (Snyder 1987, section 4) at 33 x 33 places, the area by Simpson's rule; within 0.001
/// ppm of PROJ's factors. A box may be a point. Data errors: "geo.crs.missing"; "geo.advice.crs"
/// where the CRS is geographic; "geo.advice.box" where the box is empty, not finite, beyond the
/// globe or the projection, or reaches a pole.
Distortion distortion(const Crs& crs, const Box& degrees);

enum class AdviceKind { three_degree, six_degree, one_frame, albers };

struct CrsAdvice {
    AdviceKind kind = AdviceKind::three_degree;
    std::string definition;       ///< "EPSG:4544", "GK:106.5", "Albers:...": for Crs::from()
    int zone = 0;                 ///< 0 for one_frame and albers
    double central_meridian = 0;  ///< degrees
    Distortion distortion;        ///< over the whole box
};

/// Systems for a box of longitudes and latitudes in degrees, the least linear error (by size)
/// first; of equal ones the 3-degree zone. Every 3-degree zone (EPSG:4534 to 4554, eastings without
/// zone number, central meridians 75 to 135 E) and 6-degree zone (EPSG:4502 to 4512) that the box
/// reaches into; one that it only touches with its eastern side does not count. Where it reaches
/// into several 3-degree zones, one frame for all of it: Gauss-Kruger with its central meridian in
/// the middle of the box, to half a degree (left out where that is the meridian of a zone), and an
/// equal-area Albers conic on CGCS2000 with its standard parallels a sixth of the height inside the
/// box (Deetz and Adams 1934), its numbers rounded to 0.01 degree. A box outside the zones of China
/// gives nothing. Data error "geo.advice.box" as above.
std::vector<CrsAdvice> advise_crs(const Box& degrees);

/// The first and the last 3-degree zone that a box of degrees reaches into.
std::pair<int, int> three_degree_zones(const Box& degrees);

}  // namespace jt::geo
