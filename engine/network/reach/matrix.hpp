// Shortest-path matrices.
#pragma once

#include "base/progress.hpp"
#include "layer/matrix.hpp"
#include "network/graph/connectors.hpp"
#include "network/reach/engine.hpp"
#include "network/reach/search.hpp"

#include <vector>

namespace jt::network {

/// Milliseconds from every origin to every destination; rows in parallel. A pair at one place costs
/// 0. kOffNetwork where an end has no connector, kCutOff beyond `cutoff_ms` (also where the search
/// ended there), kUnreachable where there is no way. Nothing in, nothing out: an empty list gives a
/// matrix without cells. Every engine gives the same matrix; Engine::automatic counts as Dijkstra
/// here (choose_engine() decides).
layer::Matrix cost_matrix(const Network& network, const Points& origins, const Points& destinations,
                          std::uint32_t cutoff_ms, const base::Progress& progress,
                          Engine engine = Engine::dijkstra);

/// The best of the ways to one destination after a search from an origin.
struct Arrival {
    std::uint32_t ms = kClosed;  ///< kClosed: none found
    std::uint32_t gate = kNone;  ///< number among the destination's exits
    std::uint32_t from = kNone;  ///< for a way along one edge: connectors of origin
    std::uint32_t to = kNone;    ///< and destination
    bool same_place = false;
};

/// Puts the origin's entries into the search as sources.
void start_from(Search& search, const Network& network, const Place& origin);

/// The cheapest arrival; of equal ones the way along one edge, then the first exit.
Arrival arrive(const Search& search, const Network& network, const Place& origin,
               const Place& destination, const std::vector<Gate>& exits);

}  // namespace jt::network
