#include "overlay/areas.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "geo/measure.hpp"
#include "geo/topology.hpp"
#include "overlay/pieces.hpp"

#include <algorithm>
#include <limits>

namespace jt::overlay {
namespace {

using geo::GeometryArray;

constexpr std::size_t kGrain = 16;
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/// All or nothing: an area that GEOS could not compute must not be missing in a sum.
Pieces all_pieces(const Pairs& pairs) {
    Pieces out = common_pieces(pairs);
    if (!out.failures.empty()) {
        throw base::data_error("overlay.areas.failed", out.failures.front().row + 1,
                               out.failures.front().reason);
    }
    return out;
}

Overlap overlap_of(const Pairs& pairs, std::size_t walking, std::size_t other, double area) {
    return pairs.a_walks() ? Overlap{walking, other, area} : Overlap{other, walking, area};
}

std::vector<Overlap> planar_overlaps(const Pairs& pairs) {
    std::vector<Overlap> out;
    for (std::size_t i = 0; i < pairs.walking().size(); ++i) {
        for (const Pair& pair : pairs.of(i)) {
            out.push_back(overlap_of(pairs, i, pair.other, pair.planar));
        }
    }
    return out;
}

std::vector<Overlap> geodesic_overlaps(const Pairs& pairs, const geo::Crs& crs) {
    const Pieces pieces = all_pieces(pairs);
    const auto areas = geo::areas(pieces.geometry, crs);
    std::vector<Overlap> out;
    for (std::size_t k = 0; k < pieces.size(); ++k) {
        out.push_back({pieces.a[k], pieces.b[k], areas[k]});
    }
    return out;
}

std::vector<GeometryArray> pieces_by_a(const GeometryArray& a, const GeometryArray& b) {
    const Pieces pieces = all_pieces(Pairs(a, b, false));
    std::vector<GeometryArray> out(a.size(), GeometryArray(geo::Shape::polygon));
    for (std::size_t k = 0; k < pieces.size(); ++k) {
        out[pieces.a[k]].append(pieces.geometry, k);
    }
    return out;
}

}  // namespace

std::vector<Overlap> intersection_areas(const GeometryArray& a, const GeometryArray& b,
                                        const geo::Crs& crs, AreaKind kind) {
    const Pairs pairs(a, b, kind == AreaKind::planar);
    std::vector<Overlap> out =
        kind == AreaKind::planar ? planar_overlaps(pairs) : geodesic_overlaps(pairs, crs);
    // Polygons that only touch have nothing in common here; what rounding leaves of a touch is less
    // than one part in 1e12 of a square of the coordinates.
    std::erase_if(out, [](const Overlap& overlap) { return !(overlap.area_m2 > 1e-9); });
    if (kind == AreaKind::planar && !pairs.a_walks()) {
        std::sort(out.begin(), out.end(), [](const Overlap& x, const Overlap& y) {
            return x.a != y.a ? x.a < y.a : x.b < y.b;
        });
    }
    return out;
}

std::vector<Coverage> coverage(const GeometryArray& a, const GeometryArray& b,
                               const geo::Crs& crs) {
    auto pieces = pieces_by_a(a, b);
    // Cutting first and uniting the pieces gives the same as cutting by the union, in parallel.
    std::vector<GeometryArray> united(a.size(), GeometryArray(geo::Shape::polygon));
    base::parallel_blocks(a.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            if (pieces[i].size() == 1) {
                united[i] = std::move(pieces[i]);
            } else {
                geo::unite(pieces[i], united[i]);
            }
        }
    });
    GeometryArray all(geo::Shape::polygon);
    for (const auto& one : united) {
        all.append(one, 0);
    }
    const auto whole = geo::areas(a, crs);
    const auto part = geo::areas(all, crs);
    std::vector<Coverage> out(a.size(), {kMissing, kMissing});
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (takes_part(a, i)) {
            // Rounding of the cut may exceed the whole by a hair.
            out[i] = {whole[i], takes_part(all, i) ? std::min(part[i], whole[i]) : 0};
        }
    }
    return out;
}

std::vector<std::size_t> unusable(const GeometryArray& geometry) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < geometry.size(); ++i) {
        if (!takes_part(geometry, i)) {
            out.push_back(i);
        }
    }
    return out;
}

}  // namespace jt::overlay
