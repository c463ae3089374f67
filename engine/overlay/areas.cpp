#include "overlay/areas.hpp"

#include "base/parallel.hpp"
#include "geo/index.hpp"
#include "geo/measure.hpp"
#include "geo/topology.hpp"

#include <algorithm>
#include <limits>

namespace jt::overlay {
namespace {

using geo::GeometryArray;
using geo::Status;

constexpr std::size_t kGrain = 16;
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

bool usable(const GeometryArray& geometry, std::size_t i) {
    return geometry.status(i) == Status::ok;
}

/// What feature i of a has in common with each b that it meets: pieces and the rows of b.
struct Pieces {
    GeometryArray geometry{geo::Shape::polygon};
    std::vector<std::size_t> rows;
};

Pieces pieces_of(const GeometryArray& a, std::size_t i, const GeometryArray& b,
                 const geo::BoxIndex& index) {
    Pieces out;
    if (!usable(a, i)) {
        return out;
    }
    for (const std::size_t j : index.find(a.box(i))) {
        if (!usable(b, j)) {
            continue;
        }
        GeometryArray piece(geo::Shape::polygon);
        geo::intersection(a, i, b, j, piece);
        if (usable(piece, 0)) {  // polygons that only touch have nothing in common here
            out.geometry.append(piece, 0);
            out.rows.push_back(j);
        }
    }
    return out;
}

std::vector<Pieces> all_pieces(const GeometryArray& a, const GeometryArray& b) {
    const geo::BoxIndex index(b);
    std::vector<Pieces> out(a.size());
    base::parallel_blocks(a.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            out[i] = pieces_of(a, i, b, index);
        }
    });
    return out;
}

}  // namespace

std::vector<Overlap> intersection_areas(const GeometryArray& a, const GeometryArray& b,
                                        const geo::Crs& crs) {
    const auto pieces = all_pieces(a, b);
    GeometryArray all(geo::Shape::polygon);
    std::vector<Overlap> out;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        for (std::size_t k = 0; k < pieces[i].rows.size(); ++k) {
            all.append(pieces[i].geometry, k);
            out.push_back({i, pieces[i].rows[k], 0});
        }
    }
    const auto areas = geo::areas(all, crs);
    for (std::size_t k = 0; k < out.size(); ++k) {
        out[k].area_m2 = areas[k];
    }
    std::erase_if(out, [](const Overlap& overlap) { return !(overlap.area_m2 > 0); });
    return out;
}

std::vector<Coverage> coverage(const GeometryArray& a, const GeometryArray& b,
                               const geo::Crs& crs) {
    auto pieces = all_pieces(a, b);
    // Cutting first and uniting the pieces gives the same as cutting by the union, in parallel.
    std::vector<GeometryArray> united(a.size(), GeometryArray(geo::Shape::polygon));
    base::parallel_blocks(a.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            if (pieces[i].rows.size() == 1) {
                united[i] = std::move(pieces[i].geometry);
            } else {
                geo::unite(pieces[i].geometry, united[i]);
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
        if (usable(a, i)) {
            // Rounding of the cut may exceed the whole by a hair.
            out[i] = {whole[i], usable(all, i) ? std::min(part[i], whole[i]) : 0};
        }
    }
    return out;
}

std::vector<std::size_t> unusable(const GeometryArray& geometry) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < geometry.size(); ++i) {
        if (!usable(geometry, i)) {
            out.push_back(i);
        }
    }
    return out;
}

}  // namespace jt::overlay
