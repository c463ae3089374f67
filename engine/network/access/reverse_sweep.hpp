// Opportunities of many origins by searches from few destinations.
#pragma once

#include "base/progress.hpp"
#include "network/access/nearest.hpp"
#include "network/access/sums.hpp"
#include "network/graph/connectors.hpp"

#include <cstdint>
#include <vector>

namespace jt::network {

/// Adds every pair within `limit_ms` to the sums, to the last bit as add_matrix() would over the
/// matrix of the same points, and finds the nearest destination of each origin (kCutOff where there
/// is none within the limit, kOffNetwork where the origin or all destinations are off the network).
/// One search on the reverse graph a destination; at most some 64 MB of costs are held at a time,
/// whatever the number of pairs. Cancellable.
std::vector<Nearest> sweep_back(const Network& network, const Points& origins,
                                const Points& destinations, std::uint32_t limit_ms,
                                bool with_itself, Sums& sums, const base::Progress& progress);

}  // namespace jt::network
