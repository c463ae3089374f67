#include "base/error.hpp"
#include "locate/interchange.hpp"
#include "locate/models.hpp"

#include <algorithm>

namespace jt::locate {
namespace {

std::vector<double> distinct_costs(const Problem& problem) {
    std::vector<double> out;
    for (const auto& list : problem.links) {
        for (const Link& link : list) {
            out.push_back(link.cost);
        }
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

/// Can `count` sites reach all demand within a radius?
enum class Covers { yes, no, unknown };

class Bisection {
public:
    Bisection(const Problem& problem, std::size_t count, const Limits& limits,
              const base::Progress& progress)
        : m_problem(problem),
          m_count(static_cast<double>(count)),
          m_budget(limits),
          m_progress(progress),
          m_costs(distinct_costs(problem)) {}

    /// Between the radius that every demand needs at least, and the largest cost.
    Answer run(std::size_t count) {
        Answer out;
        double least = 0;
        for (const auto& list : m_problem.links) {
            least = std::max(least, list.front().cost);
        }
        auto low = std::lower_bound(m_costs.begin(), m_costs.end(), least);  // may be it
        auto high = m_costs.end() - 1;                                       // is possible
        if (covers(*high) == Covers::no) {
            throw base::data_error("locate.p.few", count, m_needed);
        }
        while (low < high && out.end == End::optimal) {
            const auto middle = low + (high - low) / 2;
            switch (covers(*middle)) {
                case Covers::yes: high = middle; break;
                case Covers::no: low = middle + 1; break;
                case Covers::unknown: out.end = m_end; break;
            }
        }
        const Answer chosen =
            median_program(within(m_problem, *high), count, m_open, m_budget.left(), m_progress);
        if (chosen.open.empty()) {
            throw base::data_error("locate.nothing", end_name(out.end));
        }
        out.nodes = m_nodes + chosen.nodes;
        out.open = chosen.open;
        out.assigned = chosen.assigned;
        for (std::size_t i = 0; i < out.assigned.size(); ++i) {
            out.objective = std::max(out.objective, cost_between(m_problem, i, out.assigned[i]));
        }
        out.bound = out.end == End::optimal ? out.objective : std::min(*low, out.objective);
        return out;
    }

private:
    Covers covers(double radius) {
        const Problem near = within(m_problem, radius);
        std::vector<bool> open = greedy_cover(near);
        if (static_cast<double>(std::count(open.begin(), open.end(), true)) <= m_count) {
            m_open = open;
            return Covers::yes;
        }
        const Answer found = fewest(near, m_budget.left(), m_progress);
        m_nodes += found.nodes;
        if (found.objective <= m_count) {
            m_open = found.open;
            return Covers::yes;
        }
        m_needed = found.bound;
        m_end = found.end;
        return found.bound > m_count ? Covers::no : Covers::unknown;
    }

    const Problem& m_problem;
    double m_count;
    Budget m_budget;
    const base::Progress& m_progress;
    std::vector<double> m_costs;
    std::vector<bool> m_open;  ///< the last set that covers
    double m_needed = 0;
    std::int64_t m_nodes = 0;
    End m_end = End::optimal;
};

}  // namespace

Answer p_centre(const Problem& problem, std::size_t count, const Limits& limits,
                const base::Progress& progress) {
    check_count(problem, count);
    if (problem.demand.empty()) {
        return median_program(problem, count, {}, limits, progress);
    }
    return Bisection(problem, count, limits, progress).run(count);
}

}  // namespace jt::locate
