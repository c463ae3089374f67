// Changes become a state of the network: declared in change.hpp.
#include "base/text.hpp"
#include "network/change/conflicts.hpp"
#include "network/change/select.hpp"
#include "network/graph/entered.hpp"
#include "network/graph/options.hpp"
#include "network/graph/road_links.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace jt::network {
namespace {

constexpr std::uint32_t kDriven = kForward | kBackward;

bool of_lines(Action action) {
    return action == Action::headway || action == Action::run_time || action == Action::skip;
}

class Applier {
public:
    Applier(const Network& network, std::vector<Touched>& touched, base::Diagnostics& diagnostics,
            Problems& problems)
        : m_topology(network.topology()),
          m_state(network.state()),
          m_shared(network.shared_topology()),
          m_touched(touched),
          m_diagnostics(diagnostics),
          m_problems(problems),
          m_selector(m_topology) {}

    Changed run(const ChangePlan& plan) {
        if (plan.year) {
            set_year(*plan.year);
        }
        for (std::size_t first = 0; first < plan.changes.size();) {
            std::size_t last = first + 1;
            while (last < plan.changes.size() &&
                   plan.changes[last].scenario == plan.changes[first].scenario) {
                ++last;
            }
            apply_level(plan, first, last);
            first = last;
        }
        if (m_turned) {
            m_turned->make_arcs();
            m_shared = m_turned;
        }
        return {std::move(m_state), std::move(m_shared)};
    }

private:
    struct Step {
        Picked picked;
        std::vector<Touched> rows;
        bool applies = false;
    };

    /// The changes of one scenario: first those that set, then those that multiply.
    void apply_level(const ChangePlan& plan, std::size_t first, std::size_t last) {
        std::vector<Step> steps(last - first);
        Conflicts conflicts(m_topology);
        m_done.clear();
        for (std::size_t i = first; i < last; ++i) {
            const Change& change = plan.changes[i];
            Step& step = steps[i - first];
            step.applies = change.period.empty() || change.period == plan.period;
            if (!step.applies) {
                step.rows.push_back(row(change, change.period, {}, "not in this period"));
                continue;
            }
            step.picked = m_selector.pick(change, m_problems);
            if (step.picked.links.empty() && change.target.ids.empty()) {
                m_diagnostics.warn(base::msg("network.change.nothing", name_of(change)),
                                   change.scenario);
            }
            conflicts.decide(plan.changes, i, step.picked.links);
        }
        conflicts.tell(plan.changes, m_problems);
        for (const bool multiplying : {false, true}) {
            for (std::size_t i = first; i < last; ++i) {
                const Action action = plan.changes[i].action;
                const bool multiplies = action == Action::factor || action == Action::run_time;
                if (steps[i - first].applies && multiplies == multiplying) {
                    apply(plan.changes[i], steps[i - first]);
                }
            }
        }
        for (const Step& step : steps) {
            m_touched.insert(m_touched.end(), step.rows.begin(), step.rows.end());
        }
    }

    static std::string name_of(const Change& change) {
        return change.label.empty() ? action_name(change.action) : change.label;
    }

    void apply(const Change& change, Step& step) {
        for (const auto& [id, links] : by_id(step.picked.links)) {
            if (of_lines(change.action) && m_topology.links[links.front()].line == kNone) {
                m_problems.add(no_line_error(m_topology, change.action, id), change);
                continue;
            }
            switch (change.action) {
                case Action::open: say(change, id, links, Word::opened, step); break;
                case Action::close: say(change, id, links, Word::closed, step); break;
                case Action::retime:
                case Action::speed:
                case Action::upgrade: set_speeds(change, id, links, step); break;
                case Action::factor: slow_down(change, id, links, step); break;
                case Action::reverse:
                case Action::oneway:
                case Action::twoway: turn(change, id, links, step); break;
                case Action::headway: set_headway(change, id, links, step); break;
                case Action::run_time: stretch_rides(change, id, links, step); break;
                case Action::skip: skip(change, id, links, step); break;
            }
        }
    }

    std::map<std::string, std::vector<std::uint32_t>> by_id(
        const std::vector<std::uint32_t>& links) const {
        std::map<std::string, std::vector<std::uint32_t>> out;
        for (const std::uint32_t l : links) {
            out[m_topology.id_of(l)].push_back(l);
        }
        return out;
    }

    bool open(std::uint32_t link) const {
        const Word word = static_cast<Word>(m_state.word[link]);
        return word == Word::opened ||
               (word == Word::none && open_by_year(m_topology.links[link].year_open, m_state.year));
    }

    Touched row(const Change& change, const std::string& id,
                const std::vector<std::uint32_t>& links, const std::string& note,
                const std::string& value = "") const {
        return {action_name(change.action),
                id,
                static_cast<std::int64_t>(links.size()),
                km(links),
                note,
                value,
                change.label};
    }

    double km(const std::vector<std::uint32_t>& links) const {
        double mm = 0;
        for (const std::uint32_t link : links) {
            mm += m_topology.links[link].length_mm;
        }
        return mm / 1e6;
    }

    void set_year(int year) {
        std::vector<bool> before(m_topology.links.size());
        for (std::uint32_t l = 0; l < before.size(); ++l) {
            before[l] = open(l);
        }
        m_state.year = year;
        for (const auto& [id, links] : m_selector.links_by_id()) {
            std::vector<std::uint32_t> opened, shut;
            for (const std::uint32_t l : links) {
                if (before[l] != open(l)) {
                    (before[l] ? shut : opened).push_back(l);
                }
            }
            for (const auto& [list, note] :
                 {std::pair(&opened, "opened"), std::pair(&shut, "not yet open")}) {
                if (!list->empty()) {
                    m_touched.push_back({"year", id, static_cast<std::int64_t>(list->size()),
                                         km(*list), note, std::to_string(year), ""});
                }
            }
        }
    }

    void say(const Change& change, const std::string& id, const std::vector<std::uint32_t>& links,
             Word word, Step& step) {
        const bool opening = word == Word::opened;
        const bool already =
            std::ranges::all_of(links, [&](std::uint32_t l) { return open(l) == opening; });
        for (const std::uint32_t l : links) {
            m_state.word[l] = static_cast<std::uint8_t>(word);
        }
        step.rows.push_back(row(change, id, links,
                                !already  ? ""
                                : opening ? "already open"
                                          : "already closed"));
    }

    /// Every link gets a speed; minutes are the speed at which its length takes them.
    void set_speeds(const Change& change, const std::string& id,
                    const std::vector<std::uint32_t>& links, Step& step) {
        double speed = change.value;
        std::string shown = fmt::format("{:g} km/h", change.value);
        if (change.action == Action::upgrade) {
            const auto it = m_topology.class_speed.find(canonical_class(change.word));
            if (it == m_topology.class_speed.end()) {
                if (m_refused.insert(change.word).second) {  // once for all links
                    m_problems.add(no_class_error(m_topology, change.word), change);
                }
                return;
            }
            speed = it->second;
            shown = it->first;
        } else if (change.action == Action::retime) {
            shown = fmt::format("{:g} min", change.value);
        }
        std::size_t driven = 0;
        for (const std::uint32_t l : links) {
            const Link& link = m_topology.links[l];
            if ((link.flags & (kDriven | kRide)) == 0) {
                continue;
            }
            ++driven;
            m_state.speed[l] =
                change.action == Action::retime
                    ? link.length_mm * 3.6 / std::max(1.0, std::round(change.value * 60000))
                    : speed;
            if (change.action == Action::retime) {
                forget_stretch(l);
            }
        }
        const bool each = change.action == Action::retime && driven > 1;
        step.rows.push_back(row(change, id, links,
                                driven == 0 ? "not driven"
                                : each      ? "each link"
                                            : "",
                                shown));
    }

    void forget_stretch(std::uint32_t link) {
        if (!m_state.stretch.empty()) {
            std::fill(m_state.stretch.begin() + m_topology.first_edge[link],
                      m_state.stretch.begin() + m_topology.first_edge[link + 1], 1.0);
        }
    }

    /// The time of the part inside is divided by the factor.
    void slow_down(const Change& change, const std::string& id,
                   const std::vector<std::uint32_t>& links, Step& step) {
        if (m_state.stretch.empty()) {
            m_state.stretch.assign(m_topology.edges.size(), 1.0);
        }
        double inside_mm = 0;
        std::vector<std::uint32_t> driven;
        for (const std::uint32_t l : links) {
            if ((m_topology.links[l].flags & kDriven) == 0) {
                continue;
            }
            driven.push_back(l);
            for (std::uint32_t e = m_topology.first_edge[l]; e < m_topology.first_edge[l + 1];
                 ++e) {
                const double share = share_of(step.picked, e);
                m_state.stretch[e] *= 1 + share * (1 / change.value - 1);
                inside_mm += share * m_topology.edges[e].length_mm;
                note_overlap(e, share);
            }
        }
        Touched touched =
            row(change, id, driven.empty() ? links : driven, driven.empty() ? "not driven" : "",
                fmt::format("{:g}", change.value));
        touched.km = driven.empty() ? touched.km : inside_mm / 1e6;
        step.rows.push_back(touched);
    }

    static double share_of(const Picked& picked, std::uint32_t edge) {
        if (picked.edges.empty()) {
            return 1;
        }
        const auto it = std::ranges::lower_bound(picked.edges, edge, {},
                                                 &std::pair<std::uint32_t, double>::first);
        return it != picked.edges.end() && it->first == edge ? it->second : 0.0;
    }

    /// An edge cut by the borders of two areas: which parts coincide is not known.
    void note_overlap(std::uint32_t edge, double share) {
        if (share > 0 && share < 1 && !m_cut.insert(edge).second) {
            const Link& link = m_topology.links[m_topology.edges[edge].link];
            m_diagnostics.features(
                base::Severity::warning, base::msg("network.change.cut_twice"),
                link.layer >= 0 ? m_topology.layers[static_cast<std::size_t>(link.layer)] : "",
                {link.feature});
        }
    }

    void turn(const Change& change, const std::string& id, const std::vector<std::uint32_t>& links,
              Step& step) {
        std::size_t driven = 0, both = 0;
        for (const std::uint32_t l : links) {
            const Topology& now = m_turned ? *m_turned : m_topology;
            const std::uint32_t flags = now.links[l].flags & kDriven;
            if (flags == 0) {
                continue;
            }
            ++driven;
            if (!m_done.insert(l).second) {  // said twice in one scenario is said once
                continue;
            }
            std::uint32_t wanted = kDriven;
            if (change.action == Action::oneway) {
                wanted = change.word == "TF" ? kBackward : kForward;
            } else if (change.action == Action::reverse && flags != kDriven) {
                wanted = flags == kForward ? kBackward : kForward;
            } else if (change.action == Action::reverse) {
                ++both;
            }
            if ((wanted & ~m_topology.links[l].flags) != 0 && meets_turn_rules(m_topology, l)) {
                m_problems.add(base::data_error("network.change.turns", id), change);
                continue;
            }
            if (wanted != flags) {
                if (!m_turned) {
                    m_turned = std::make_shared<Topology>(m_topology);
                }
                std::uint32_t& out = m_turned->links[l].flags;
                out = (out & ~kDriven) | wanted;
            }
        }
        step.rows.push_back(row(change, id, links,
                                driven == 0      ? "not driven"
                                : both == driven ? "two-way"
                                                 : "",
                                change.action == Action::oneway ? change.word : ""));
    }

    void set_headway(const Change& change, const std::string& id,
                     const std::vector<std::uint32_t>& links, Step& step) {
        m_state.headway_min[m_topology.links[links.front()].line] = change.value;
        step.rows.push_back(row(change, id, links, "", fmt::format("{:g} min", change.value)));
    }

    void stretch_rides(const Change& change, const std::string& id,
                       const std::vector<std::uint32_t>& links, Step& step) {
        for (const std::uint32_t l : links) {
            if (m_done.insert(l).second) {  // said twice in one scenario is said once
                m_state.speed[l] /= change.value;
            }
        }
        step.rows.push_back(row(change, id, links, "", fmt::format("{:g}", change.value)));
    }

    void skip(const Change& change, const std::string& id, const std::vector<std::uint32_t>& links,
              Step& step) {
        m_state.skipped.resize(m_topology.platforms.size(), 0);
        const std::uint32_t line = m_topology.links[links.front()].line;
        for (const std::string& stop : change.stops) {
            try {
                m_state.skipped[platform_of(m_topology, line, stop)] = 1;
            } catch (base::Error& error) {
                m_problems.add(std::move(error), change);
            }
        }
        step.rows.push_back(row(change, id, links, "", base::join_some(change.stops)));
    }

    const Topology& m_topology;
    ScenarioState m_state;
    std::shared_ptr<const Topology> m_shared;
    std::shared_ptr<Topology> m_turned;
    std::vector<Touched>& m_touched;
    base::Diagnostics& m_diagnostics;
    Problems& m_problems;
    Selector m_selector;
    std::set<std::uint32_t> m_cut;   ///< edges cut by the border of an area
    std::set<std::uint32_t> m_done;  ///< links turned or scaled by the scenario at hand
    std::set<std::string> m_refused;
};

}  // namespace

Changed apply_changes(const Network& network, const ChangePlan& plan, std::vector<Touched>& touched,
                      base::Diagnostics& diagnostics, Problems& problems) {
    return Applier(network, touched, diagnostics, problems).run(plan);
}

std::shared_ptr<const Network> change(const Network& network, const ChangePlan& plan,
                                      std::vector<Touched>& touched,
                                      base::Diagnostics& diagnostics) {
    Problems problems;
    Changed changed = apply_changes(network, plan, touched, diagnostics, problems);
    problems.raise();
    return network.with(std::move(changed.topology), std::move(changed.state));
}

}  // namespace jt::network
