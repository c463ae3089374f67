#include "locate/inputs.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "layer/keyed.hpp"
#include "locate/costs.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace jt::locate {
namespace {

std::string text_of(const registry::Call& call, const char* name) {
    const auto& value = call.params.at(name);
    return value.is_string() ? value.get<std::string>() : "";
}

std::map<std::string, std::size_t> positions(const std::vector<std::string>& ids) {
    std::map<std::string, std::size_t> out;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        out[ids[i]] = i;
    }
    return out;
}

/// Sets the role of the ids that a list parameter names.
void read_list(const registry::Call& call, const char* name, Role role, Problem& problem) {
    const auto known = positions(problem.site);
    std::vector<std::string> unknown;
    const auto& list = call.params.at(name);
    for (std::size_t i = 0; list.is_array() && i < list.size(); ++i) {
        const std::string id = list[i].is_string() ? list[i].get<std::string>() : list[i].dump();
        const auto found = known.find(id);
        if (found == known.end()) {
            unknown.push_back(id);
        } else if (problem.role[found->second] != Role::candidate &&
                   problem.role[found->second] != role) {
            throw base::data_error("locate.role.both", id);
        } else {
            problem.role[found->second] = role;
        }
    }
    if (!unknown.empty()) {
        throw base::data_error("locate.ids", name, unknown.size(), base::join_some(unknown));
    }
}

Role role_of(const std::string& word, const std::string& id, std::vector<std::string>& bad) {
    if (word == "required" || word == "必选") {
        return Role::required;
    }
    if (word == "forbidden" || word == "禁选") {
        return Role::forbidden;
    }
    if (!word.empty() && word != "candidate" && word != "候选") {
        bad.push_back(id + " (" + word + ")");
    }
    return Role::candidate;
}

void read_sites(const registry::Call& call, Problem& problem) {
    const layer::Keyed sites = layer::keyed(call.in<layer::Table>("candidates"), "candidates",
                                            text_of(call, "candidate_id"));
    const std::string field = text_of(call, "role");
    std::vector<std::string> bad;
    for (const std::size_t row : layer::by_id(sites.ids)) {
        problem.site.push_back(sites.ids[row]);
        problem.role.push_back(
            field.empty()
                ? Role::candidate
                : role_of(base::trim(sites.table.column(field).show(row)), sites.ids[row], bad));
    }
    if (!bad.empty()) {
        throw base::data_error("locate.role", field, bad.size(), base::join_some(bad));
    }
    read_list(call, "required", Role::required, problem);
    read_list(call, "forbidden", Role::forbidden, problem);
    if (call.params.contains("capacity") && !text_of(call, "capacity").empty()) {
        problem.capacity =
            layer::amounts(sites, text_of(call, "capacity"), layer::by_id(sites.ids));
    }
}

void read_demand(const registry::Call& call, Problem& problem) {
    const layer::Keyed demand =
        layer::keyed(call.in<layer::Table>("demand"), "demand", text_of(call, "demand_id"));
    const auto order = layer::by_id(demand.ids);
    problem.weight = layer::amounts(demand, text_of(call, "weight"), order);
    for (const std::size_t row : order) {
        problem.demand.push_back(demand.ids[row]);
    }
    problem.links.resize(order.size());
}

/// Fills the links, and tells whom the costs do not name.
class Linking {
public:
    Linking(Problem& problem, bool to_site)
        : m_problem(problem),
          m_to_site(to_site),
          m_demand(positions(problem.demand)),
          m_site(positions(problem.site)),
          m_used(problem.site.size(), false) {}

    void take(const std::string& origin, const std::string& destination, double cost) {
        const auto demand = m_demand.find(m_to_site ? origin : destination);
        const auto site = m_site.find(m_to_site ? destination : origin);
        if (demand == m_demand.end() || site == m_site.end()) {
            m_strangers.insert(demand == m_demand.end() ? (m_to_site ? origin : destination)
                                                        : (m_to_site ? destination : origin));
            return;
        }
        m_used[site->second] = true;
        m_any = true;
        if (m_problem.role[site->second] != Role::forbidden) {
            m_problem.links[demand->second].push_back({site->second, cost});
        }
    }

    void finish(base::Diagnostics& diagnostics) {
        if (!m_any && !m_problem.demand.empty() && !m_problem.site.empty()) {
            throw base::data_error("locate.costs.none", m_problem.demand.front(),
                                   m_problem.site.front());
        }
        for (auto& list : m_problem.links) {
            std::sort(list.begin(), list.end(), [](const Link& a, const Link& b) {
                return a.cost != b.cost ? a.cost < b.cost : a.site < b.site;
            });
        }
        std::vector<std::string> unused;
        for (std::size_t i = 0; i < m_used.size(); ++i) {
            if (!m_used[i]) {
                unused.push_back(m_problem.site[i]);
            }
        }
        if (!unused.empty()) {
            diagnostics.warn(
                base::msg("locate.costs.unused", unused.size(), base::join_some(unused)));
        }
        if (!m_strangers.empty()) {
            diagnostics.warn(base::msg(
                "locate.costs.strangers", m_strangers.size(),
                base::join_some(std::vector<std::string>(m_strangers.begin(), m_strangers.end()))));
        }
    }

private:
    Problem& m_problem;
    bool m_to_site;
    std::map<std::string, std::size_t> m_demand, m_site;
    std::vector<bool> m_used;
    std::set<std::string> m_strangers;
    bool m_any = false;
};

void read_links(registry::Call& call, Problem& problem) {
    Linking linking(problem, text_of(call, "direction") == "to");
    const TakeCost take = [&](const std::string& origin, const std::string& destination,
                              double cost) { linking.take(origin, destination, cost); };
    if (call.has("matrix")) {
        read_matrix(call.in<layer::Matrix>("matrix"), take);
    } else {
        read_costs(call.in<layer::Table>("costs"),
                   {text_of(call, "origin"), text_of(call, "destination"), text_of(call, "cost"),
                    text_of(call, "layout") == "wide"},
                   take);
    }
    linking.finish(*call.diagnostics);
}

/// The ids of demand, with the cost of the nearest site where one is beyond the cutoff.
std::vector<std::string> shown(const Problem& whole, const std::vector<std::size_t>& demand) {
    std::vector<std::string> out;
    for (const std::size_t i : demand) {
        const auto& list = whole.links[i];
        out.push_back(whole.demand[i] +
                      (list.empty() ? "" : fmt::format(" ({:.6g})", list.front().cost)));
    }
    return out;
}

}  // namespace

void check_given(const nlohmann::json&, const std::map<std::string, std::size_t>& given) {
    const auto count = [&](const char* port) {
        const auto found = given.find(port);
        return found == given.end() ? std::size_t{0} : found->second;
    };
    if (count("matrix") + count("costs") != 1) {
        throw base::data_error("locate.costs.port", count("matrix") + count("costs"));
    }
}

Inputs inputs_of(registry::Call& call, bool covering) {
    check_given(call.params,
                {{"matrix", call.has("matrix") ? 1U : 0U}, {"costs", call.has("costs") ? 1U : 0U}});
    Inputs out;
    read_sites(call, out.whole);
    read_demand(call, out.whole);
    read_links(call, out.whole);
    const auto& cutoff = call.params.at("cutoff");
    out.cutoff = cutoff.is_number() ? cutoff.get<double>() : kInfinite;
    out.problem = within(out.whole, out.cutoff);
    if (covering) {
        return out;
    }
    out.problem = without_unreached(out.problem, out.left_out);
    if (!out.left_out.empty()) {
        const auto ids = base::join_some(shown(out.whole, out.left_out));
        if (text_of(call, "unreached") == "refuse") {
            throw base::data_error("locate.unreached", out.left_out.size(), ids);
        }
        call.diagnostics->warn(base::msg("locate.left_out", out.left_out.size(), ids));
    }
    return out;
}

Limits limits_of(const registry::Call& call) {
    Limits out;
    constexpr double kPercent = 100;
    out.gap = call.params.at("gap").get<double>() / kPercent;
    if (call.params.at("time_limit").is_number()) {
        out.seconds = call.params.at("time_limit").get<double>();
    }
    if (call.params.at("node_limit").is_number()) {
        out.nodes = call.params.at("node_limit").get<std::int64_t>();
    }
    return out;
}

std::size_t count_of(const registry::Call& call) { return call.params.at("p").get<std::size_t>(); }

const base::Progress& progress_of(const registry::Call& call) {
    static const base::Progress quiet;
    return call.progress != nullptr ? *call.progress : quiet;
}

}  // namespace jt::locate
