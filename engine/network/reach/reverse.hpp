// The graph of states with every arc turned round: one search gives the costs from everywhere to a
// place.
#pragma once

#include "network/graph/connectors.hpp"
#include "network/reach/search.hpp"

#include <cstdint>
#include <vector>

namespace jt::network {

/// The arcs that lead into state s are first[s] .. first[s + 1], in the order of the states that
/// they leave (`to`). Closed arcs are left out. A Search runs on it as on a network:
/// Search(reverse.first, reverse.arcs); costs are the same sums of whole milliseconds.
struct Reverse {
    std::vector<std::uint32_t> first;
    std::vector<Arc> arcs;
};

/// No states: no arcs.
Reverse transpose(const Network& network);

/// Puts the destination's exits into a search on the reverse graph as sources.
void start_towards(Search& search, const Network& network, const Place& destination);

/// Cost of the cheapest way from an origin, whose entries are given, to the destination that a
/// search on the reverse graph started from: what arrive() finds, to the millisecond. kClosed:
/// none, or none within the limit of the search.
std::uint32_t depart(const Search& search, const Network& network, const Place& origin,
                     const std::vector<Gate>& entries, const Place& destination);

}  // namespace jt::network
