// The classical models of location, each solved to a proven bound.
#pragma once

#include "locate/problem.hpp"

#include <chrono>
#include <vector>

namespace jt::locate {

// In all, each demand must have a link (without_unreached() drops what has none), except in
// max_cover(). Without demand any sites do. Bounds are those that the solver proved; where the
// search ended by itself they are the objective.

/// Data errors: "locate.p.required" where more sites are required than `count`, "locate.p.many"
/// where fewer are available.
void check_count(const Problem& problem, std::size_t count);

/// p-median (Hakimi 1964, Operations Research 12; as a program ReVelle & Swain 1970, Geographical
/// Analysis 2): `count` sites with the least sum of weight x cost. Links that can never serve, as
/// nearer sites are sure to be open, are left out of the program. With capacities each demand goes
/// to one site whole, and the weight at a site stays within its capacity. Data errors:
/// "locate.p.few" where so few sites cannot reach all demand, "locate.capacity.*".
Answer p_median(const Problem& problem, std::size_t count, const Limits& limits,
                const base::Progress& progress);

/// p-centre (Hakimi 1964; by coverings Minieka 1970, SIAM Review 12): `count` sites with the least
/// largest cost of any demand, by bisection of the costs that occur. Of the sets with that radius
/// one with the least sum of weight x cost. Data error "locate.p.few".
Answer p_centre(const Problem& problem, std::size_t count, const Limits& limits,
                const base::Progress& progress);

/// Location set covering (Toregas, Swain, ReVelle & Bergman 1971, Operations Research 19): the
/// fewest sites that reach all demand over the links there are. Of these sets one with the least
/// sum of weight x cost.
Answer cover_all(const Problem& problem, const Limits& limits, const base::Progress& progress);

/// Maximal covering (Church & ReVelle 1974, Papers of the Regional Science Association 32): `count`
/// sites that reach the most weight over the links there are.
Answer max_cover(const Problem& problem, std::size_t count, const Limits& limits,
                 const base::Progress& progress);

// Parts of them.

/// The fewest sites, whichever set of them.
Answer fewest(const Problem& problem, const Limits& limits, const base::Progress& progress);

/// The program of the p-median. `begin`: sites, at most `count`, that reach all demand; empty where
/// none are known. No `open` in the answer: the search was stopped, or `end` is infeasible.
Answer median_program(const Problem& problem, std::size_t count, const std::vector<bool>& begin,
                      const Limits& limits, const base::Progress& progress);

/// Limits for several programs in turn: the seconds are those of all.
class Budget {
public:
    explicit Budget(const Limits& limits)
        : m_limits(limits), m_begun(std::chrono::steady_clock::now()) {}
    Limits left() const;

private:
    Limits m_limits;
    std::chrono::steady_clock::time_point m_begun;
};

}  // namespace jt::locate
