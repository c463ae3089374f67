#include "overlay/shapes.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "geo/measure.hpp"
#include "geo/topology.hpp"

#include <cmath>

namespace jt::overlay {
namespace {

using geo::GeometryArray;

constexpr double kPlausibleScale = 0.05;  // a foot or a degree is far beyond, a wrong zone below

std::vector<std::size_t> usable_rows(const GeometryArray& geometry) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < geometry.size(); ++i) {
        if (geometry.status(i) == geo::Status::ok) {
            out.push_back(i);
        }
    }
    return out;
}

GeometryArray joined(const std::vector<GeometryArray>& singles) {
    GeometryArray out(geo::Shape::polygon);
    for (const auto& single : singles) {
        out.append(single, 0);
    }
    return out;
}

}  // namespace

double ground_scale(const geo::Crs& crs, const geo::Box& box, double length) {
    if (!crs.known() || crs.geographic() || crs.web_mercator()) {
        throw base::data_error("overlay.planar.crs", crs.known() ? crs.label() : "?");
    }
    const double x = (box.min_x + box.max_x) / 2;
    const double y = (box.min_y + box.max_y) / 2;
    const double half = std::abs(length) / 2;
    const double scale = geo::Measure(crs).distance(x - half, y, x + half, y) / (2 * half);
    if (!(std::abs(scale - 1) <= kPlausibleScale)) {
        throw base::data_error("overlay.planar.unit", crs.label(), fmt::format("{:.4g}", scale));
    }
    return scale;
}

GeometryArray buffers(const GeometryArray& geometry, double distance) {
    constexpr std::size_t kGrain = 16;
    std::vector<GeometryArray> singles(geometry.size(), GeometryArray(geo::Shape::polygon));
    base::parallel_blocks(geometry.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            if (geometry.status(i) == geo::Status::ok) {
                geo::buffer_united(geometry, {i}, distance, singles[i]);
            } else {
                singles[i].null_feature(geo::Status::empty);
            }
        }
    });
    return joined(singles);
}

GeometryArray united_buffer(const GeometryArray& geometry, double distance) {
    GeometryArray out(geo::Shape::polygon);
    geo::buffer_united(geometry, usable_rows(geometry), distance, out);
    return out;
}

GeometryArray dissolved(const GeometryArray& polygons,
                        const std::vector<std::vector<std::size_t>>& groups) {
    std::vector<GeometryArray> singles(groups.size(), GeometryArray(geo::Shape::polygon));
    base::parallel_blocks(groups.size(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t g = begin; g < end; ++g) {
            geo::unite(polygons.take(groups[g]), singles[g]);
        }
    });
    return joined(singles);
}

}  // namespace jt::overlay
