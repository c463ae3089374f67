#include "base/error.hpp"
#include "base/text.hpp"
#include "locate/interchange.hpp"
#include "locate/models.hpp"
#include "locate/relaxation.hpp"

#include <algorithm>

namespace jt::locate {
namespace {

constexpr double kProven = 1e-10;  // share of the cost: a bound so near is the cost itself

/// Links to sites that can serve: behind a required site, and behind as many sites as stay closed,
/// there is always a nearer one. With capacities the nearest may be full, and all count.
Problem trimmed(const Problem& problem, std::size_t count) {
    Problem out = problem;
    if (!problem.capacity.empty()) {
        return out;
    }
    const std::size_t most = problem.available() - count + 1;
    for (auto& list : out.links) {
        const auto required = std::find_if(list.begin(), list.end(), [&](const Link& link) {
            return problem.role[link.site] == Role::required;
        });
        const auto served = static_cast<std::size_t>(required - list.begin()) + 1;
        list.resize(std::min({list.size(), served, most}));
    }
    return out;
}

/// Columns 0 .. sites - 1 are the sites, then one for each link.
Program program_of(const Problem& problem, std::size_t count) {
    Program out;
    for (const Role role : problem.role) {
        out.add({0, role == Role::required ? 1.0 : 0.0, role == Role::forbidden ? 0.0 : 1.0, true});
    }
    const bool whole = !problem.capacity.empty();
    std::vector<int> first;
    for (std::size_t i = 0; i < problem.links.size(); ++i) {
        first.push_back(static_cast<int>(out.columns.size()));
        for (const Link& link : problem.links[i]) {
            out.add({problem.weight[i] * link.cost, 0, 1, whole});
        }
        for (std::size_t k = 0; k < problem.links[i].size(); ++k) {
            out.term(first[i] + static_cast<int>(k), 1);
        }
        out.end_row(1, 1);
    }
    for (std::size_t i = 0; i < problem.links.size(); ++i) {
        for (std::size_t k = 0; k < problem.links[i].size(); ++k) {
            out.term(first[i] + static_cast<int>(k), 1);
            out.term(static_cast<int>(problem.links[i][k].site), -1);
            out.end_row(-kInfinite, 0);
        }
    }
    for (std::size_t site = 0; site < problem.site.size(); ++site) {
        out.term(static_cast<int>(site), 1);
    }
    out.end_row(static_cast<double>(count), static_cast<double>(count));
    for (std::size_t site = 0; whole && site < problem.site.size(); ++site) {
        for (std::size_t i = 0; i < problem.links.size(); ++i) {
            for (std::size_t k = 0; k < problem.links[i].size(); ++k) {
                if (problem.links[i][k].site == site) {
                    out.term(first[i] + static_cast<int>(k), problem.weight[i]);
                }
            }
        }
        out.term(static_cast<int>(site), -problem.capacity[site]);
        out.end_row(-kInfinite, 0);
    }
    return out;
}

Payments payments_of(const Problem& problem) {
    Payments out{problem.links, {}, problem.role};
    double all = 1;
    for (std::size_t i = 0; i < out.links.size(); ++i) {
        for (Link& link : out.links[i]) {
            link.cost *= problem.weight[i];
        }
        all += out.links[i].empty() ? 0 : out.links[i].back().cost;
    }
    out.unserved.assign(out.links.size(), all);
    return out;
}

bool serves_all(const std::vector<std::size_t>& assigned) {
    return std::find(assigned.begin(), assigned.end(), kNoSite) == assigned.end();
}

/// The better of two sets to begin with; empty where neither reaches all demand.
std::vector<bool> begin_with(const Problem& problem, std::size_t count,
                             const std::vector<bool>& known) {
    Payments payments = payments_of(problem);
    std::vector<bool> best = interchange(payments, count);
    auto assigned = nearest_open(problem, best);
    if (!serves_all(assigned) && known.empty()) {
        return {};
    }
    if (!known.empty()) {
        for (std::size_t site = 0; site < known.size(); ++site) {
            payments.role[site] = known[site] ? Role::required : problem.role[site];
        }
        const std::vector<bool> filled = interchange(payments, count);
        const auto other = nearest_open(problem, filled);
        if (!serves_all(assigned) || total_cost(problem, other) < total_cost(problem, assigned)) {
            return filled;
        }
    }
    return best;
}

std::vector<double> start_of(const Problem& problem, const std::vector<bool>& open) {
    std::vector<double> out(open.begin(), open.end());
    const auto assigned = nearest_open(problem, open);
    for (std::size_t i = 0; i < problem.links.size(); ++i) {
        for (const Link& link : problem.links[i]) {
            out.push_back(link.site == assigned[i] ? 1 : 0);
        }
    }
    return out;
}

/// Sum of weight x cost where each demand has the nearest site of all to itself.
double least_cost(const Problem& problem) {
    double out = 0;
    for (std::size_t i = 0; i < problem.links.size(); ++i) {
        out += problem.weight[i] * problem.links[i].front().cost;
    }
    return out;
}

std::vector<std::size_t> assigned_by(const Problem& problem, const std::vector<double>& values) {
    std::vector<std::size_t> out;
    std::size_t column = problem.site.size();
    for (const auto& list : problem.links) {
        out.push_back(kNoSite);
        for (const Link& link : list) {
            if (values[column++] > 0.5) {
                out.back() = link.site;
            }
        }
    }
    return out;
}

void check_capacity(const Problem& problem, std::size_t count) {
    std::vector<double> most;
    double total = 0, have = 0;
    std::size_t left = count;
    for (std::size_t site = 0; site < problem.site.size(); ++site) {
        if (problem.role[site] == Role::required) {
            have += problem.capacity[site];
            --left;
        } else if (problem.role[site] == Role::candidate) {
            most.push_back(problem.capacity[site]);
        }
    }
    std::sort(most.rbegin(), most.rend());
    for (std::size_t i = 0; i < std::min(left, most.size()); ++i) {
        have += most[i];
    }
    std::vector<std::string> large;
    for (std::size_t i = 0; i < problem.demand.size(); ++i) {
        total += problem.weight[i];
        const bool fits = std::any_of(
            problem.links[i].begin(), problem.links[i].end(),
            [&](const Link& link) { return problem.weight[i] <= problem.capacity[link.site]; });
        if (!fits) {
            large.push_back(problem.demand[i]);
        }
    }
    if (!large.empty()) {
        throw base::data_error("locate.capacity.demand", large.size(), base::join_some(large));
    }
    if (have < total) {
        throw base::data_error("locate.capacity.total", total, count, have);
    }
}

}  // namespace

namespace {

/// Fills in the sites, who goes where, and what that costs.
void take(Answer& out, const Problem& problem, const std::vector<bool>& open,
          std::vector<std::size_t> assigned) {
    out.open = open;
    out.assigned = std::move(assigned);
    out.objective = total_cost(problem, out.assigned);
    out.bound = out.end == End::optimal ? out.objective : std::min(out.bound, out.objective);
}

}  // namespace

Answer median_program(const Problem& problem, std::size_t count, const std::vector<bool>& begin,
                      const Limits& limits, const base::Progress& progress) {
    const Budget budget(limits);
    Problem used = trimmed(problem, count);
    std::vector<bool> start;
    Answer out;
    out.bound = least_cost(problem);
    if (problem.capacity.empty()) {
        start = begin_with(problem, count, begin);
    }
    if (!start.empty() && !problem.demand.empty()) {
        Relaxation quick = relaxed(used, count, start);
        start = quick.open;
        out.bound = std::max(out.bound, quick.bound);
        if (quick.cost - quick.bound <= kProven * quick.cost) {
            take(out, problem, start, nearest_open(problem, start));
            return out;
        }
        used = std::move(quick.rest);
    }
    const Solved solved =
        solve(program_of(used, count), budget.left(),
              start.empty() ? std::vector<double>{} : start_of(used, start), progress);
    out.end = solved.end;
    out.nodes = solved.nodes;
    out.bound = std::max(solved.bound, out.bound);
    if (solved.values.empty()) {
        return out;
    }
    std::vector<bool> open;
    for (std::size_t site = 0; site < problem.site.size(); ++site) {
        open.push_back(solved.values[site] > 0.5);
    }
    take(out, problem, open,
         problem.capacity.empty() ? nearest_open(problem, open) : assigned_by(used, solved.values));
    return out;
}

Answer p_median(const Problem& problem, std::size_t count, const Limits& limits,
                const base::Progress& progress) {
    check_count(problem, count);
    const Budget budget(limits);
    std::vector<bool> begin = greedy_cover(problem);
    if (static_cast<std::size_t>(std::count(begin.begin(), begin.end(), true)) > count) {
        const Answer needed = fewest(problem, budget.left(), progress);
        if (needed.bound > static_cast<double>(count)) {
            throw base::data_error("locate.p.few", count, needed.bound);
        }
        begin = needed.objective <= static_cast<double>(count) ? needed.open : std::vector<bool>{};
    }
    if (!problem.capacity.empty()) {
        check_capacity(problem, count);
    }
    Answer out = median_program(problem, count, begin, budget.left(), progress);
    if (out.end == End::infeasible) {
        throw base::data_error("locate.capacity.none", count);
    }
    if (out.open.empty()) {
        throw base::data_error("locate.nothing", end_name(out.end));
    }
    return out;
}

}  // namespace jt::locate
