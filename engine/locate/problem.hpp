// Who needs a site, where sites may be, and what each trip costs.
#pragma once

#include "locate/mip.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace jt::locate {

enum class Role { candidate, required, forbidden };

/// A site that a demand may be assigned to.
struct Link {
    std::size_t site = 0;
    double cost = 0;
};

/// Demand and candidates in the order of their ids, by bytes, so that the order of rows changes no
/// result. A pair without a cost is no link: it can never be assigned.
struct Problem {
    std::vector<std::string> demand;
    std::vector<double> weight;  ///< of each demand, at least 0
    std::vector<std::string> site;
    std::vector<Role> role;
    std::vector<double> capacity;  ///< of each site, in weight; empty: without limits
    /// Of each demand, to sites that are not forbidden, from near to far, then by id.
    std::vector<std::vector<Link>> links;

    std::size_t count(Role which) const;
    std::size_t available() const { return site.size() - count(Role::forbidden); }
};

constexpr std::size_t kNoSite = static_cast<std::size_t>(-1);

/// What a model found.
struct Answer {
    std::vector<bool> open;             ///< of each site; empty: nothing was found
    std::vector<std::size_t> assigned;  ///< the site of each demand, kNoSite for none
    double objective = 0, bound = 0;
    End end = End::optimal;
    std::int64_t nodes = 0;
};

/// The same problem without links that cost more than `limit`.
Problem within(const Problem& problem, double limit);

/// The problem without the demand that has no link; their positions go to `left_out`.
Problem without_unreached(const Problem& problem, std::vector<std::size_t>& left_out);

/// Each demand to its nearest open site, of equally near ones the first by id.
std::vector<std::size_t> nearest_open(const Problem& problem, const std::vector<bool>& open);

/// Cost of a link; kInfinite where there is none.
double cost_between(const Problem& problem, std::size_t demand, std::size_t site);

/// Sum of weight x cost over the assigned, in the order of the demand.
double total_cost(const Problem& problem, const std::vector<std::size_t>& assigned);

}  // namespace jt::locate
