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

/// Searches from all origins at once (the best of them counts) and gives the reached pieces by
/// edge, then mode, then band. Limits ascend. No piece ends later than its limit; inside an edge
/// time is interpolated, rounded so that a piece is never too long.
std::vector<Piece> reach(Search& search, const Network& network,
                         const std::vector<const Place*>& origins,
                         const std::vector<std::uint32_t>& limits_ms);

/// One polygon feature a limit, appended to `out`: the buffer of all pieces within it, united with
/// the polygon of the limit before, so that they are nested. An empty feature where nothing is
/// reached.
void band_polygons(const Topology& topology, const std::vector<Piece>& pieces, std::size_t limits,
                   double buffer_m, geo::GeometryArray& out);

}  // namespace jt::network
