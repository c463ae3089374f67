#include "geo/measure.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"

#include <geodesic.h>
#include <cmath>
#include <limits>

namespace jt::geo {
namespace {

constexpr std::size_t kGrain = 512;  ///< features in a block of the parallel loop

/// The geographic CRS to measure in; refuses what must not be measured.
Crs measurable(const Crs& crs) {
    if (!crs.known()) {
        throw base::data_error("geo.crs.missing");
    }
    if (crs.web_mercator()) {
        throw base::data_error("geo.measure.crs", crs.label());
    }
    return crs.geodetic();
}

bool measured(const GeometryArray& geometry, std::size_t feature) {
    const Status status = geometry.status(feature);
    return status == Status::ok || status == Status::invalid;
}

}  // namespace

struct Measure::Impl {
    explicit Impl(const Crs& crs) : to_geodetic(crs, measurable(crs)) {
        geod_init(&ellipsoid, crs.semi_major(), crs.flattening());
    }

    /// Longitude, latitude of interleaved coordinates.
    std::vector<double> degrees(std::span<const double> xy) const {
        std::vector<double> out(xy.begin(), xy.end());
        to_geodetic.apply(out);
        return out;
    }

    double length_of(std::span<const double> xy) const {
        const std::vector<double> at = degrees(xy);
        double out = 0;
        for (std::size_t i = 3; i < at.size(); i += 2) {
            double piece = 0;
            geod_inverse(&ellipsoid, at[i - 2], at[i - 3], at[i], at[i - 1], &piece, nullptr,
                         nullptr);
            out += piece;
        }
        return out;
    }

    double area_of(std::span<const double> xy) const {
        const std::vector<double> at = degrees(xy);
        geod_polygon polygon;
        geod_polygon_init(&polygon, 0);
        for (std::size_t i = 1; i < at.size(); i += 2) {
            if (!std::isfinite(at[i]) || !std::isfinite(at[i - 1])) {
                return std::numeric_limits<double>::quiet_NaN();
            }
            geod_polygon_addpoint(&ellipsoid, &polygon, at[i], at[i - 1]);
        }
        double area = 0;
        geod_polygon_compute(&ellipsoid, &polygon, 0, 1, &area, nullptr);
        return std::abs(area);
    }

    Transform to_geodetic;
    geod_geodesic ellipsoid{};
};

Measure::Measure(const Crs& crs) : m_impl(std::make_unique<Impl>(crs)) {}
Measure::~Measure() = default;
Measure::Measure(Measure&&) noexcept = default;

double Measure::distance(double x1, double y1, double x2, double y2) const {
    const double xy[] = {x1, y1, x2, y2};
    return length(xy);
}

double Measure::length(std::span<const double> xy) const { return m_impl->length_of(xy); }

double Measure::area(const GeometryArray& geometry, std::size_t feature) const {
    double out = 0;
    if (geometry.shape() != Shape::polygon || !measured(geometry, feature)) {
        return out;
    }
    for (std::size_t p = geometry.parts_begin(feature); p < geometry.parts_end(feature); ++p) {
        const std::size_t shell = geometry.rings_begin(p);
        for (std::size_t r = shell; r < geometry.rings_end(p); ++r) {
            const double ring = m_impl->area_of(geometry.ring(r));
            out += r == shell ? ring : -ring;
        }
    }
    return out;
}

double Measure::length(const GeometryArray& geometry, std::size_t feature) const {
    double out = 0;
    if (geometry.shape() == Shape::point || !measured(geometry, feature)) {
        return out;
    }
    for (std::size_t p = geometry.parts_begin(feature); p < geometry.parts_end(feature); ++p) {
        for (std::size_t r = geometry.rings_begin(p); r < geometry.rings_end(p); ++r) {
            out += m_impl->length_of(geometry.ring(r));
        }
    }
    return out;
}

namespace {

template <class One>
std::vector<double> each(const GeometryArray& geometry, const One& one) {
    std::vector<double> out(geometry.size(), std::numeric_limits<double>::quiet_NaN());
    base::parallel_blocks(out.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            if (geometry.status(i) == Status::ok) {
                out[i] = one(i);
            }
        }
    });
    return out;
}

}  // namespace

double planar_ring_area(std::span<const double> xy) {
    double sum = 0;  // of coordinates less the first, which keeps digits
    for (std::size_t k = 2; k + 3 < xy.size(); k += 2) {
        sum += (xy[k] - xy[0]) * (xy[k + 3] - xy[1]) - (xy[k + 2] - xy[0]) * (xy[k + 1] - xy[1]);
    }
    return sum / 2;
}

std::vector<double> planar_areas(const GeometryArray& geometry) {
    return each(geometry, [&](std::size_t i) {
        double out = 0;
        const std::size_t end =
            geometry.shape() == Shape::polygon ? geometry.parts_end(i) : geometry.parts_begin(i);
        for (std::size_t p = geometry.parts_begin(i); p < end; ++p) {
            const std::size_t shell = geometry.rings_begin(p);
            for (std::size_t r = shell; r < geometry.rings_end(p); ++r) {
                const double area = std::fabs(planar_ring_area(geometry.ring(r)));
                out += r == shell ? area : -area;
            }
        }
        return out;
    });
}

std::vector<double> areas(const GeometryArray& geometry, const Crs& crs) {
    const Measure measure(crs);
    return each(geometry, [&](std::size_t i) { return measure.area(geometry, i); });
}

std::vector<double> lengths(const GeometryArray& geometry, const Crs& crs) {
    const Measure measure(crs);
    return each(geometry, [&](std::size_t i) { return measure.length(geometry, i); });
}

}  // namespace jt::geo
