// Polygons of isochrones: declared in isochrone.hpp.
#include "geo/topology.hpp"
#include "network/reach/cover_grid.hpp"
#include "network/reach/isochrone.hpp"
#include "network/reach/route.hpp"

#include <algorithm>
#include <set>

namespace jt::network {
namespace {

/// Ground of an edge that pieces cover without a gap.
struct Stretch {
    std::uint32_t edge = 0, from = 0, to = 0;
    bool fresh = false;  ///< some of it is first reached in the band
};

/// What the pieces of the bands up to `band` cover, edge by edge. A street that is reached from
/// both ends, by car and on foot, or in several bands gives one stretch, not many.
std::vector<Stretch> stretches(const std::vector<Piece>& pieces, std::uint32_t band) {
    std::vector<Stretch> out;
    std::vector<Stretch> own;
    for (std::size_t begin = 0, end = 0; begin < pieces.size(); begin = end) {
        own.clear();
        for (; end < pieces.size() && pieces[end].edge == pieces[begin].edge; ++end) {
            const Piece& piece = pieces[end];
            if (piece.band <= band) {
                const auto [from, to] = std::minmax(piece.from_mm, piece.to_mm);
                own.push_back({piece.edge, from, to, piece.band == band});
            }
        }
        std::ranges::sort(own, {}, [](const Stretch& s) { return std::pair(s.from, s.to); });
        for (std::size_t i = 0; i < own.size(); ++i) {
            if (i > 0 && own[i].from <= out.back().to) {
                out.back().to = std::max(out.back().to, own[i].to);
                out.back().fresh = out.back().fresh || own[i].fresh;
            } else {
                out.push_back(own[i]);
            }
        }
    }
    return out;
}

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

/// The buffer of all lines, given the polygon of those that are not fresh, as one feature.
geo::GeometryArray grown(const geo::GeometryArray& before, const geo::GeometryArray& lines,
                         const std::vector<bool>& fresh, double buffer_m) {
    geo::GeometryArray parts = before;
    const CoverGrid grid(lines, buffer_m);
    std::vector<std::size_t> drawn = grid.outer();
    if (2 * drawn.size() < lines.size()) {
        grid.append_cells(parts);
    } else {  // thin lines, far apart: the cells would cost more than they save
        drawn.clear();
        for (std::size_t i = 0; i < lines.size(); ++i) {
            drawn.push_back(i);
        }
    }
    std::erase_if(drawn, [&](std::size_t i) { return !fresh[i]; });
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
    geo::GeometryArray polygon(geo::Shape::polygon);
    for (std::uint32_t band = 0; band < limits; ++band) {
        geo::GeometryArray lines(geo::Shape::line);
        std::vector<bool> fresh;
        for (const Stretch& s : stretches(pieces, band)) {
            lines.add_line(edge_piece(topology, s.edge, s.from, s.to));
            fresh.push_back(s.fresh);
        }
        if (std::ranges::find(fresh, true) != fresh.end()) {
            polygon = grown(polygon, lines, fresh, buffer_m);
        }
        if (polygon.size() > 0) {
            out.append(polygon, 0);
        } else {
            out.null_feature(geo::Status::empty);
        }
    }
}

}  // namespace jt::network
