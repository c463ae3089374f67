// What a p-median program need not hold, by a bound that is quick to have.
#pragma once

#include "locate/problem.hpp"

#include <vector>

namespace jt::locate {

struct Relaxation {
    double bound = 0;        ///< no set of sites costs less
    std::vector<bool> open;  ///< the best set seen
    double cost = 0;         ///< of it
    Problem rest;            ///< without the links, and with roles, that a cheaper set needs
};

/// Lets go of "each demand goes to one site" at a price for each demand (Cornuejols, Fisher &
/// Nemhauser 1977, Management Science 23); the prices by subgradient steps (Held, Wolfe & Crowder
/// 1974, Mathematical Programming 6). Sites and links whose use makes the bound exceed the cost of
/// the best set are left out, sites that no cheaper set can do without become required. Links are
/// within the p-median's trimming; `begin` reaches all demand.
Relaxation relaxed(const Problem& problem, std::size_t count, const std::vector<bool>& begin);

}  // namespace jt::locate
