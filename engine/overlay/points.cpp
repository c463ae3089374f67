#include "overlay/points.hpp"

#include "base/parallel.hpp"
#include "geo/index.hpp"
#include "geo/topology.hpp"

namespace jt::overlay {
namespace {

bool any_inside(const geo::GeometryArray& points, std::size_t i, const geo::GeometryArray& polygons,
                std::size_t j) {
    const auto xy = points.coordinates(i);
    for (std::size_t k = 0; k + 1 < xy.size(); k += 2) {
        if (geo::contains_point(polygons, j, xy[k], xy[k + 1])) {
            return true;
        }
    }
    return false;
}

}  // namespace

std::vector<Hit> points_in_polygons(const geo::GeometryArray& points,
                                    const geo::GeometryArray& polygons) {
    constexpr std::size_t kGrain = 8;
    const geo::BoxIndex index(points);
    std::vector<std::vector<Hit>> found(polygons.size());
    base::parallel_blocks(polygons.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t j = begin; j < end; ++j) {
            if (polygons.status(j) != geo::Status::ok) {
                continue;
            }
            for (const std::size_t i : index.find(polygons.box(j))) {
                if (points.status(i) == geo::Status::ok && any_inside(points, i, polygons, j)) {
                    found[j].push_back({j, i});
                }
            }
        }
    });
    std::vector<Hit> out;
    for (const auto& hits : found) {
        out.insert(out.end(), hits.begin(), hits.end());
    }
    return out;
}

}  // namespace jt::overlay
