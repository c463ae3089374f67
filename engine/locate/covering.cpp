#include "base/error.hpp"
#include "base/text.hpp"
#include "locate/interchange.hpp"
#include "locate/models.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace jt::locate {
namespace {

/// The sites that reach a demand, by number, and the weight of all demand with this reach: what
/// has the same reach is covered together.
std::map<std::vector<std::size_t>, double> reaches(const Problem& problem) {
    std::map<std::vector<std::size_t>, double> out;
    for (std::size_t i = 0; i < problem.links.size(); ++i) {
        std::vector<std::size_t> sites;
        for (const Link& link : problem.links[i]) {
            sites.push_back(link.site);
        }
        std::sort(sites.begin(), sites.end());
        out[sites] += problem.weight[i];
    }
    return out;
}

Program sites_program(const Problem& problem, double cost) {
    Program out;
    for (const Role role : problem.role) {
        out.add(
            {cost, role == Role::required ? 1.0 : 0.0, role == Role::forbidden ? 0.0 : 1.0, true});
    }
    return out;
}

std::vector<bool> open_of(const Problem& problem, const std::vector<double>& values) {
    std::vector<bool> out;
    for (std::size_t site = 0; site < problem.site.size(); ++site) {
        out.push_back(values[site] > 0.5);
    }
    return out;
}

double number_of(const std::vector<bool>& open) {
    return static_cast<double>(std::count(open.begin(), open.end(), true));
}

}  // namespace

Limits Budget::left() const {
    Limits out = m_limits;
    if (out.seconds < kInfinite) {
        const std::chrono::duration<double> gone = std::chrono::steady_clock::now() - m_begun;
        constexpr double kLeast = 1e-3;
        out.seconds = std::max(kLeast, out.seconds - gone.count());
    }
    return out;
}

void check_count(const Problem& problem, std::size_t count) {
    std::vector<std::string> required;
    for (std::size_t site = 0; site < problem.site.size(); ++site) {
        if (problem.role[site] == Role::required) {
            required.push_back(problem.site[site]);
        }
    }
    if (required.size() > count) {
        throw base::data_error("locate.p.required", count, required.size(),
                               base::join_some(required));
    }
    if (problem.available() < count) {
        throw base::data_error("locate.p.many", count, problem.available());
    }
}

Answer fewest(const Problem& problem, const Limits& limits, const base::Progress& progress) {
    Answer out;
    const std::vector<bool> start = greedy_cover(problem);
    Program program = sites_program(problem, 1);
    for (const auto& [sites, weight] : reaches(problem)) {
        for (const std::size_t site : sites) {
            program.term(static_cast<int>(site), 1);
        }
        program.end_row(1, kInfinite);
    }
    const Solved solved =
        solve(program, limits, std::vector<double>(start.begin(), start.end()), progress);
    constexpr double kRounding = 1e-6;
    out.open = open_of(problem, solved.values);
    out.end = solved.end;
    out.nodes = solved.nodes;
    out.assigned = nearest_open(problem, out.open);
    out.objective = number_of(out.open);
    const double least = std::max(static_cast<double>(problem.count(Role::required)),
                                  problem.demand.empty() ? 0.0 : 1.0);
    out.bound = std::max(least, std::ceil(solved.bound - kRounding));
    out.bound = out.end == End::optimal ? out.objective : std::min(out.bound, out.objective);
    return out;
}

Answer cover_all(const Problem& problem, const Limits& limits, const base::Progress& progress) {
    const Budget budget(limits);
    Answer out = fewest(problem, budget.left(), progress);
    const Answer chosen = median_program(problem, static_cast<std::size_t>(out.objective), out.open,
                                         budget.left(), progress);
    out.nodes += chosen.nodes;
    out.open = chosen.open;
    out.assigned = chosen.assigned;
    return out;
}

Answer max_cover(const Problem& problem, std::size_t count, const Limits& limits,
                 const base::Progress& progress) {
    check_count(problem, count);
    Payments payments{problem.links, problem.weight, problem.role};
    for (auto& list : payments.links) {
        for (Link& link : list) {
            link.cost = 0;
        }
    }
    const std::vector<bool> begin = interchange(payments, count);
    Program program = sites_program(problem, 0);
    std::vector<double> start(begin.begin(), begin.end());
    double within_reach = 0;
    for (const auto& [sites, weight] : reaches(problem)) {
        if (sites.empty()) {
            continue;
        }
        within_reach += weight;
        const int missed = program.add({weight, 0, 1, false});
        program.term(missed, 1);
        bool covered = false;
        for (const std::size_t site : sites) {
            program.term(static_cast<int>(site), 1);
            covered = covered || begin[site];
        }
        program.end_row(1, kInfinite);
        start.push_back(covered ? 0 : 1);
    }
    for (std::size_t site = 0; site < problem.site.size(); ++site) {
        program.term(static_cast<int>(site), 1);
    }
    program.end_row(static_cast<double>(count), static_cast<double>(count));
    const Solved solved = solve(program, limits, start, progress);
    Answer out;
    out.open = open_of(problem, solved.values);
    out.end = solved.end;
    out.nodes = solved.nodes;
    out.assigned = nearest_open(problem, out.open);
    for (std::size_t i = 0; i < out.assigned.size(); ++i) {
        out.objective += out.assigned[i] == kNoSite ? 0 : problem.weight[i];
    }
    out.bound = within_reach - std::max(0.0, solved.bound);
    out.bound = out.end == End::optimal ? out.objective : std::max(out.bound, out.objective);
    return out;
}

}  // namespace jt::locate
