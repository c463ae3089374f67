// Polygons of isochrones: declared in isochrone.hpp.
#include "geo/topology.hpp"
#include "network/cover_grid.hpp"
#include "network/isochrone.hpp"
#include "network/route.hpp"

#include <algorithm>
#include <set>

namespace jt::network {
namespace {

/// GEOS buffers a group of lines at once much faster than it unites their buffers.
constexpr std::size_t kGroup = 64;

/// Numbers of lines that are not drawn before, in either direction.
std::vector<std::size_t> without_twins(const geo::GeometryArray& lines,
                                       const std::vector<std::size_t>& numbers) {
    std::set<std::vector<double>> seen;
    std::vector<std::size_t> out;
    for (const std::size_t i : numbers) {
        const auto xy = lines.coordinates(i);
        std::vector<double> forward(xy.begin(), xy.end()), backward;
        for (std::size_t k = xy.size(); k >= 2; k -= 2) {
            backward.insert(backward.end(), {xy[k - 2], xy[k - 1]});
        }
        if (seen.insert(std::min(forward, backward)).second) {
            out.push_back(i);
        }
    }
    return out;
}

/// The buffer of all lines, given the polygon of the first `known` of them, as one feature.
geo::GeometryArray grown(const geo::GeometryArray& before, const geo::GeometryArray& lines,
                         std::size_t known, double buffer_m) {
    geo::GeometryArray parts = before;
    const CoverGrid grid(lines, buffer_m);
    grid.append_cells(parts);
    std::vector<std::size_t> outer = grid.outer();
    std::erase_if(outer, [&](std::size_t i) { return i < known; });
    outer = without_twins(lines, outer);
    geo::GeometryArray groups(geo::Shape::line);
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < outer.size(); i += kGroup) {
        groups.begin_feature();
        for (std::size_t k = i; k < std::min(outer.size(), i + kGroup); ++k) {
            groups.begin_part();
            groups.begin_ring();
            const auto xy = lines.coordinates(outer[k]);
            for (std::size_t c = 0; c + 1 < xy.size(); c += 2) {
                groups.add(xy[c], xy[c + 1]);
            }
        }
        groups.end_feature();
        all.push_back(all.size());
    }
    if (!all.empty()) {
        geo::buffer_united(groups, all, buffer_m, parts);
    }
    geo::GeometryArray out(geo::Shape::polygon);
    if (parts.size() == 1) {
        out.append(parts, 0);
    } else {
        geo::unite(parts, out);
    }
    return out;
}

}  // namespace

void band_polygons(const Topology& topology, const std::vector<Piece>& pieces, std::size_t limits,
                   double buffer_m, geo::GeometryArray& out) {
    geo::GeometryArray polygon(geo::Shape::polygon), lines(geo::Shape::line);
    for (std::uint32_t band = 0; band < limits; ++band) {
        const std::size_t known = lines.size();
        for (const Piece& piece : pieces) {
            if (piece.band == band) {
                lines.add_line(edge_piece(topology, piece.edge, piece.from_mm, piece.to_mm));
            }
        }
        if (lines.size() > known) {
            polygon = grown(polygon, lines, known, buffer_m);
        }
        if (polygon.size() > 0) {
            out.append(polygon, 0);
        } else {
            out.null_feature(geo::Status::empty);
        }
    }
}

}  // namespace jt::network
