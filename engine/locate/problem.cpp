#include "locate/problem.hpp"

#include <algorithm>

namespace jt::locate {

std::size_t Problem::count(Role which) const {
    return static_cast<std::size_t>(std::count(role.begin(), role.end(), which));
}

Problem within(const Problem& problem, double limit) {
    Problem out = problem;
    for (auto& list : out.links) {
        while (!list.empty() && list.back().cost > limit) {
            list.pop_back();
        }
    }
    return out;
}

Problem without_unreached(const Problem& problem, std::vector<std::size_t>& left_out) {
    Problem out = problem;
    out.demand.clear();
    out.weight.clear();
    out.links.clear();
    for (std::size_t i = 0; i < problem.demand.size(); ++i) {
        if (problem.links[i].empty()) {
            left_out.push_back(i);
            continue;
        }
        out.demand.push_back(problem.demand[i]);
        out.weight.push_back(problem.weight[i]);
        out.links.push_back(problem.links[i]);
    }
    return out;
}

std::vector<std::size_t> nearest_open(const Problem& problem, const std::vector<bool>& open) {
    std::vector<std::size_t> out;
    for (const auto& list : problem.links) {
        const auto found =
            std::find_if(list.begin(), list.end(), [&](const Link& l) { return open[l.site]; });
        out.push_back(found == list.end() ? kNoSite : found->site);
    }
    return out;
}

double cost_between(const Problem& problem, std::size_t demand, std::size_t site) {
    const auto& list = problem.links[demand];
    const auto found =
        std::find_if(list.begin(), list.end(), [&](const Link& l) { return l.site == site; });
    return found == list.end() ? kInfinite : found->cost;
}

double total_cost(const Problem& problem, const std::vector<std::size_t>& assigned) {
    double out = 0;
    for (std::size_t i = 0; i < assigned.size(); ++i) {
        if (assigned[i] != kNoSite) {
            out += problem.weight[i] * cost_between(problem, i, assigned[i]);
        }
    }
    return out;
}

}  // namespace jt::locate
