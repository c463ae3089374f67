// Costs of chosen pairs, and the nearest few destinations, without a matrix of all pairs.
#pragma once

#include "base/progress.hpp"
#include "network/hierarchy/hierarchy.hpp"
#include "network/reach/matrix.hpp"

#include <memory>
#include <vector>

namespace jt::network {

/// Numbers of an origin and a destination in their lists.
struct Pair {
    std::uint32_t origin = 0, destination = 0;
};

/// Cost or status of each pair, in the order of the pairs; the same values as in cost_matrix().
/// Pairs of one origin share a search. With a hierarchy (see hierarchy_for()) origins are swept in
/// blocks; those of a pair without a way are then searched, to tell its status.
std::vector<std::uint32_t> pair_costs(const Network& network, const Points& origins,
                                      const Points& destinations, const std::vector<Pair>& pairs,
                                      std::uint32_t cutoff_ms,
                                      const std::shared_ptr<const Hierarchy>& hierarchy,
                                      const base::Progress& progress);

/// Up to `k` destinations of an origin, nearest first; of equal costs the first in the list.
struct KNearest {
    std::vector<Pair> pairs;
    std::vector<std::uint32_t> ms;  ///< of each pair
    /// Of origins without any: what cost_matrix() says of all their pairs (cut_off before
    /// unreachable before off_network); 0 for the others.
    std::vector<std::uint32_t> status;
};

/// Origins one after the other; rows of kRowsAtOnce origins are held at a time. Without
/// `with_itself` a destination with the origin's own id does not count. Origins without a
/// destination that counts are unreachable.
KNearest nearest_few(const Network& network, const Points& origins, const Points& destinations,
                     std::size_t k, bool with_itself, std::uint32_t cutoff_ms,
                     const std::shared_ptr<const Hierarchy>& hierarchy,
                     const base::Progress& progress);

}  // namespace jt::network
