// Isochrones: what can be reached within limits, as pieces of edges and as polygons.
#pragma once

#include "network/reach/matrix.hpp"

#include <cstdint>
#include <vector>

namespace jt::network {

/// A stretch of one edge, reached from `from_mm` (at from_ms) to `to_mm` (at to_ms >= from_ms).
struct Piece {
    std::uint32_t edge = 0, from_mm = 0, to_mm = 0, from_ms = 0, to_ms = 0;
    std::uint32_t band = 0;  ///< the first limit that holds it
    bool walk = false;
};

/// Which way a trip goes: from the places of the isochrone, or to them.
enum class Direction { from, to };

/// Searches from all places at once (the best of them counts) and gives the reached pieces by
/// edge, then mode, then band. Limits ascend. No piece ends later than its limit; inside an edge
/// time is interpolated, rounded so that a piece is never too long. With Direction::to the search
/// is one on transpose(network), from_ms and to_ms are the times left to the nearest place, and a
/// piece runs against the traffic.
std::vector<Piece> reach(Search& search, const Network& network,
                         const std::vector<const Place*>& places,
                         const std::vector<std::uint32_t>& limits_ms,
                         Direction direction = Direction::from);

/// One polygon feature a limit, appended to `out`: the buffer of all pieces within it, united with
/// the polygon of the limit before, so that they are nested. Round parts are polygons of 32 sides
/// inside the circle; no ground is farther from a piece than the buffer and a hundredth of it. An
/// empty feature where nothing is reached.
void band_polygons(const Topology& topology, const std::vector<Piece>& pieces, std::size_t limits,
                   double buffer_m, geo::GeometryArray& out);

}  // namespace jt::network
