// Routes: the way of one trip, leg by leg.
#pragma once

#include "network/reach/matrix.hpp"

#include <string>
#include <vector>

namespace jt::network {

enum class LegMode {
    access,
    car,
    turn,
    walk,
    board,
    handling,
    wait,
    metro,
    freight,
    alight,
    transfer,
    park,
    egress
};
const char* leg_mode_name(LegMode mode);

/// A stretch in one mode on one link.
struct Leg {
    LegMode mode = LegMode::access;
    std::uint32_t link = kNone;  ///< kNone: not on a link
    std::uint64_t mm = 0;
    std::uint32_t ms = 0;
    std::uint64_t fen = 0;  ///< money, of freight for one unit
};

/// A trip. Its legs add up to ms, mm and fen exactly.
struct Route {
    std::uint32_t ms = layer::kUnreachable;  ///< cost or status, the same as in the matrix
    std::uint64_t mm = 0;                    ///< along the way, with both ways of access
    std::uint64_t fen = 0;
    std::uint32_t capacity = 0;  ///< freight units: the least on the way; 0 = none given
    std::vector<Leg> legs;       ///< stretches of one mode and link in a row are one leg
    std::vector<double> xy;      ///< interleaved; empty without a way
};

/// The fastest way, after a run_tree() of a search started with start_from(origin).
Route trace(const Search& search, const Network& network, const Place& origin,
            const Place& destination, const std::vector<Gate>& exits);

/// Trips origins[i] -> destinations[i]; both lists have one length.
std::vector<Route> routes(const Network& network, const Points& origins,
                          const Points& destinations);

/// Coordinates of an edge between two offsets in mm, in that direction (from > to: backwards).
/// Planar shares of the edge's length; at least two coordinates.
std::vector<double> edge_piece(const Topology& topology, std::uint32_t edge, std::uint32_t from,
                               std::uint32_t to);

}  // namespace jt::network
