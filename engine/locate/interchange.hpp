// Good sets of sites without proof, for the solver to begin with.
#pragma once

#include "locate/problem.hpp"

#include <vector>

namespace jt::locate {

/// What each demand pays at each site, and without any.
struct Payments {
    std::vector<std::vector<Link>> links;  ///< of each demand
    std::vector<double> unserved;
    std::vector<Role> role;
};

/// `count` sites, the required ones among them: the best one is added again and again, then pairs
/// are exchanged as long as that saves (Teitz & Bart 1968, Operations Research 16; gains of all
/// exchanges of a site at once: Whitaker 1983, the journal of the Canadian OR Society 21). Of equal
/// gains the first by id.
std::vector<bool> interchange(const Payments& payments, std::size_t count);

/// Sites that reach all demand: the one that reaches most of the rest is added again and again,
/// then those are dropped that are not needed (Chvatal 1979). All demand must have a link.
std::vector<bool> greedy_cover(const Problem& problem);

}  // namespace jt::locate
