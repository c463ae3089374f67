// What would have to change for a row to be first: fewest criteria, then least cost.
#pragma once

#include "score/wlc.hpp"

#include <cstddef>
#include <vector>

namespace jt::score {

/// How far one criterion may be raised, and what a unit costs.
struct Room {
    double most = 0;       ///< largest value it may take; below the present value: no room
    double unit_cost = 1;  ///< >= 0
};

struct ChangedCriterion {
    std::size_t criterion = 0;
    double from = 0, to = 0, gain = 0, cost = 0;  ///< gain: of the score
};

struct Counterfactual {
    bool possible = false;
    double score = 0, best = 0;  ///< of the row; of the best other row
    double gap = 0;              ///< best - score, 0 when the row is first already
    double reachable = 0;        ///< gain with every criterion at its most
    double cost = 0;
    std::vector<ChangedCriterion> changes;  ///< by criterion; empty when impossible or not needed
};

inline constexpr std::size_t kMostChangeable = 20;

/// The smallest set of criteria that brings row `row` up to the best other row (a shared first
/// rank) under the weights, and the cheapest amounts for it. The number of criteria follows from
/// the largest gains; all sets of that number are tried, each with the cheapest gains filled first
/// (fractional knapsack, Dantzig 1957), so the answer is exact. Of equal costs the first set by the
/// order of criteria. At most kMostChangeable criteria with room: internal error. A single row is
/// first.
Counterfactual counterfactual(const Criteria& values, const std::vector<double>& weights,
                              std::size_t row, const std::vector<Room>& rooms);

}  // namespace jt::score
