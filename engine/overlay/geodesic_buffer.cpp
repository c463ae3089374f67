// Buffers at distances on the ellipsoid.
#include "overlay/shapes.hpp"

#include "base/parallel.hpp"
#include "geo/local_plane.hpp"

#include <algorithm>
#include <cmath>

namespace jt::overlay {
namespace {

using geo::GeometryArray;
using geo::LocalPlanes;

constexpr std::size_t kGrain = 4;
constexpr int kQuarterSegments = 32;

/// The longest edge that may stand for a curve: over L metres a line straight in one plane is off
/// by about L*L / 8R in another, here 2e-4 of the distance.
double longest_edge(double distance) {
    constexpr double kEarth = 6.4e6, kPart = 2e-4, kLeast = 50;
    return std::max(kLeast, std::sqrt(8 * kEarth * kPart * std::fabs(distance)));
}

/// The feature with places added on its edges so that none is longer than `longest` metres; `plane`
/// holds its coordinates in metres.
GeometryArray divided(const GeometryArray& geometry, std::span<const double> plane,
                      double longest) {
    GeometryArray out(geometry.shape());
    std::size_t at = 0;  // in plane, of the ring
    out.begin_feature();
    for (std::size_t p = geometry.parts_begin(0); p < geometry.parts_end(0); ++p) {
        out.begin_part();
        for (std::size_t r = geometry.rings_begin(p); r < geometry.rings_end(p); ++r) {
            const auto xy = geometry.ring(r);
            const auto metres = plane.subspan(at, xy.size());
            at += xy.size();
            out.begin_ring();
            out.add(xy[0], xy[1]);
            for (std::size_t k = 2; k + 1 < xy.size(); k += 2) {
                const double length =
                    std::hypot(metres[k] - metres[k - 2], metres[k + 1] - metres[k - 1]);
                const double pieces = std::max(1.0, std::ceil(length / longest));
                for (double i = 1; i < pieces; ++i) {
                    const double share = i / pieces;
                    out.add(xy[k - 2] + share * (xy[k] - xy[k - 2]),
                            xy[k - 1] + share * (xy[k + 1] - xy[k - 1]));
                }
                out.add(xy[k], xy[k + 1]);
            }
        }
    }
    out.end_feature();
    return out;
}

double reach_of(std::span<const double> plane) {
    double out = 0;
    for (std::size_t k = 0; k + 1 < plane.size(); k += 2) {
        const double from_middle = std::hypot(plane[k], plane[k + 1]);
        out = from_middle <= out ? out : from_middle;  // NaN stays
    }
    return out;
}

/// False where the feature reaches too far; then nothing is appended.
bool buffer_one(const GeometryArray& geometry, std::size_t i, const LocalPlanes& planes,
                double distance, GeometryArray& out) {
    const geo::Box box = geometry.box(i);
    const auto centre = planes.centre((box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2);
    const double longest = longest_edge(distance);
    GeometryArray own(geometry.shape());
    own.append(geometry, i);
    std::vector<double> plane(own.xy().begin(), own.xy().end());
    planes.to_plane(centre, plane);
    if (!(reach_of(plane) + std::max(distance, 0.0) <= kBufferReach)) {
        return false;
    }
    own = divided(own, plane, longest);
    planes.to_plane(centre, own.xy());
    GeometryArray around(geo::Shape::polygon);
    geo::buffer(own, 0, distance, kQuarterSegments, around);
    if (around.status(0) != geo::Status::ok) {
        out.null_feature(geo::Status::empty);
        return true;
    }
    around = divided(around, around.xy(), longest);
    planes.from_plane(centre, around.xy());
    const auto xy = around.coordinates(0);
    if (!std::all_of(xy.begin(), xy.end(), [](double v) { return std::isfinite(v); })) {
        return false;
    }
    out.append(around, 0);
    return true;
}

}  // namespace

GeodesicBuffers geodesic_buffers(const GeometryArray& geometry, const geo::Crs& crs,
                                 double distance) {
    const LocalPlanes planes(crs);
    const std::size_t n = geometry.size();
    std::vector<GeometryArray> singles(n, GeometryArray(geo::Shape::polygon));
    std::vector<std::vector<Failure>> failures(n);
    base::parallel_blocks(n, kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            if (geometry.status(i) != geo::Status::ok) {
                singles[i].null_feature(geo::Status::empty);
                continue;
            }
            const bool good = attempt(
                i, failures[i], [&] { buffer_one(geometry, i, planes, distance, singles[i]); });
            if (!good) {
                singles[i] = GeometryArray(geo::Shape::polygon);
                singles[i].null_feature(geo::Status::empty);
            }
        }
    });
    GeodesicBuffers out;
    for (std::size_t i = 0; i < n; ++i) {
        if (singles[i].size() == 0) {
            out.too_large.push_back(i);
            singles[i].null_feature(geo::Status::empty);
        }
        out.geometry.append(singles[i], 0);
        out.failures.insert(out.failures.end(), failures[i].begin(), failures[i].end());
    }
    return out;
}

}  // namespace jt::overlay
