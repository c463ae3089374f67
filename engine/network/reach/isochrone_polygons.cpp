// Polygons of isochrones: declared in isochrone.hpp.
#include "geo/topology.hpp"
#include "network/reach/cover_grid.hpp"
#include "network/reach/isochrone.hpp"
#include "network/reach/route.hpp"

#include <algorithm>
#include <numeric>
#include <set>

namespace jt::network {
namespace {

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
    std::vector<std::size_t> drawn = grid.outer();
    if (2 * drawn.size() < lines.size()) {
        grid.append_cells(parts);
    } else {  // thin lines, far apart: the cells would cost more than they save
        drawn.resize(lines.size());
        std::iota(drawn.begin(), drawn.end(), std::size_t{0});
    }
    std::erase_if(drawn, [&](std::size_t i) { return i < known; });
    drawn = without_twins(lines, drawn);
    if (!drawn.empty()) {
        geo::buffer_united(lines, drawn, buffer_m, parts);
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
