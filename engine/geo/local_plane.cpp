#include "geo/local_plane.hpp"

#include "base/error.hpp"

#include <geodesic.h>
#include <array>
#include <cmath>
#include <limits>

namespace jt::geo {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kFar = 1e6;  ///< metres: beyond, boxes about a circle say nothing
constexpr int kDirections = 8;
/// Of a circle seen in eight directions the outermost place may be missed by 22.5 degrees.
constexpr double kMargin = 1.1;

Crs geodetic_of(const Crs& crs) {
    if (!crs.known()) {
        throw base::data_error("geo.crs.missing");
    }
    if (crs.web_mercator()) {
        throw base::data_error("geo.measure.crs", crs.label());
    }
    return crs.geodetic();
}

Box everywhere() {
    constexpr double kAll = std::numeric_limits<double>::infinity();
    return {-kAll, -kAll, kAll, kAll};
}

}  // namespace

struct LocalPlanes::Impl {
    explicit Impl(const Crs& crs)
        : to_degrees(crs, geodetic_of(crs)), from_degrees(geodetic_of(crs), crs) {
        geod_init(&ellipsoid, crs.semi_major(), crs.flattening());
    }

    void forward(const Centre& c, double& x, double& y) const {
        double length = 0, azimuth = 0;
        geod_inverse(&ellipsoid, c.lat, c.lon, y, x, &length, &azimuth, nullptr);
        x = length * std::sin(azimuth * kPi / 180);
        y = length * std::cos(azimuth * kPi / 180);
    }
    void inverse(const Centre& c, double& x, double& y) const {
        const double length = std::hypot(x, y), azimuth = std::atan2(x, y) * 180 / kPi;
        double lon = 0, lat = 0;
        geod_gendirect(&ellipsoid, c.lat, c.lon, azimuth, GEOD_LONG_UNROLL, length, &lat, &lon,
                       nullptr, nullptr, nullptr, nullptr, nullptr, nullptr);
        x = lon;
        y = lat;
    }

    Transform to_degrees, from_degrees;
    geod_geodesic ellipsoid{};
};

LocalPlanes::LocalPlanes(const Crs& crs) : m_impl(std::make_unique<Impl>(crs)) {}
LocalPlanes::~LocalPlanes() = default;

LocalPlanes::Centre LocalPlanes::centre(double x, double y) const {
    m_impl->to_degrees.apply(x, y);
    return {x, y};
}

void LocalPlanes::to_plane(const Centre& centre, std::span<double> xy) const {
    m_impl->to_degrees.apply(xy);
    for (std::size_t k = 0; k + 1 < xy.size(); k += 2) {
        m_impl->forward(centre, xy[k], xy[k + 1]);
    }
}

void LocalPlanes::from_plane(const Centre& centre, std::span<double> xy) const {
    for (std::size_t k = 0; k + 1 < xy.size(); k += 2) {
        m_impl->inverse(centre, xy[k], xy[k + 1]);
    }
    m_impl->from_degrees.apply(xy);
}

double LocalPlanes::distance(double x1, double y1, double x2, double y2) const {
    m_impl->to_degrees.apply(x1, y1);
    m_impl->to_degrees.apply(x2, y2);
    double out = 0;
    geod_inverse(&m_impl->ellipsoid, y1, x1, y2, x2, &out, nullptr, nullptr);
    return out;
}

Box LocalPlanes::around(const Box& box, double metres) const {
    if (box.empty() || !(metres < kFar)) {
        return everywhere();
    }
    const std::array<double, 8> corners{box.min_x, box.min_y, box.max_x, box.max_y,
                                        box.min_x, box.max_y, box.max_x, box.min_y};
    const bool place = box.min_x == box.max_x && box.min_y == box.max_y;
    double dx = 0, dy = 0;
    for (std::size_t k = 0; k < (place ? 2 : corners.size()); k += 2) {
        const Centre middle = centre(corners[k], corners[k + 1]);
        std::array<double, 2 * kDirections> circle{};
        for (std::size_t i = 0; i < kDirections; ++i) {
            const double angle = 2 * kPi * static_cast<double>(i) / kDirections;
            circle[2 * i] = metres * std::cos(angle);
            circle[2 * i + 1] = metres * std::sin(angle);
        }
        from_plane(middle, circle);
        for (std::size_t i = 0; i < circle.size(); i += 2) {
            if (!std::isfinite(circle[i]) || !std::isfinite(circle[i + 1])) {
                return everywhere();
            }
            dx = std::max(dx, std::fabs(circle[i] - corners[k]));
            dy = std::max(dy, std::fabs(circle[i + 1] - corners[k + 1]));
        }
    }
    dx *= kMargin;
    dy *= kMargin;
    return {box.min_x - dx, box.min_y - dy, box.max_x + dx, box.max_y + dy};
}

}  // namespace jt::geo
