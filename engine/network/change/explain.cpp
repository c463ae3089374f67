#include "network/change/explain.hpp"

#include "network/graph/road_links.hpp"
#include "network/reach/shares.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace jt::network {
namespace {

constexpr std::uint32_t kDriven = kForward | kBackward;

Route route_of(const Network& network, const Place& origin, const Place& destination) {
    Search search(network);
    start_from(search, network, origin);
    const std::vector<Gate> gates = exits(network, destination);
    for (const Gate& gate : gates) {
        search.add_target(gate.state);
    }
    search.run_tree();
    return trace(search, network, origin, destination, gates);
}

class Explainer {
public:
    Explainer(const Network& network, const Place& origin, const Place& destination,
              const base::Progress& progress)
        : m_network(network),
          m_topology(network.topology()),
          m_origin(origin),
          m_destination(destination),
          m_progress(progress),
          m_all(restrictions(network)) {}

    Explanation run() {
        m_out.route.ms = layer::kOffNetwork;
        m_out.restrictions = m_all.size();
        if (m_origin.connectors.empty() || m_destination.connectors.empty()) {
            return std::move(m_out);
        }
        m_out.route = route_of(m_network, m_origin, m_destination);
        split_cost();
        find_binding();
        find_turns();
        if (m_out.route.ms == layer::kUnreachable) {
            explain_gap();
        }
        return std::move(m_out);
    }

private:
    void add_part(const std::string& kind, const std::string& item, std::uint32_t ms,
                  std::uint64_t mm) {
        for (CostPart& part : m_out.parts) {
            if (part.kind == kind && part.item == item) {
                part.ms += ms;
                part.mm += mm;
                return;
            }
        }
        m_out.parts.push_back({kind, item, ms, mm});
    }

    /// Boarding and changing is waiting but for the way on foot.
    void split_cost() {
        for (const Leg& leg : m_out.route.legs) {
            const bool ride = leg.mode == LegMode::metro || leg.mode == LegMode::freight;
            const std::string item = leg.link == kNone ? ""
                                     : ride            ? m_topology.id_of(leg.link)
                                                       : m_topology.name_of(leg.link);
            const std::uint32_t money = std::min(
                leg.ms, leg.fen < kClosed ? m_network.money_ms(static_cast<std::uint32_t>(leg.fen))
                                          : leg.ms);
            if (money > 0) {
                add_part("money", "", money, 0);
            }
            const std::uint32_t ms = leg.ms - money;
            switch (leg.mode) {
                case LegMode::access: add_part("access", "", leg.ms, leg.mm); break;
                case LegMode::egress: add_part("egress", "", leg.ms, leg.mm); break;
                case LegMode::car: add_part("drive", item, ms, leg.mm); break;
                case LegMode::turn: add_part("turn", "", leg.ms, 0); break;
                case LegMode::metro:
                case LegMode::freight: add_part("ride", item, ms, leg.mm); break;
                case LegMode::handling: add_part("handling", "", ms, 0); break;
                case LegMode::wait: add_part("wait", "", leg.ms, 0); break;
                case LegMode::walk: add_part("walk", "", leg.ms, leg.mm); break;
                case LegMode::alight:
                    add_part(m_topology.freight ? "access" : "walk", "", leg.ms, leg.mm);
                    break;
                case LegMode::park: add_part("park", "", leg.ms, leg.mm); break;
                case LegMode::board:
                case LegMode::transfer: {
                    const bool board = leg.mode == LegMode::board;
                    if (m_topology.freight) {  // handling and waiting are legs of their own
                        add_part(board ? "access" : "transfer", "", leg.ms, leg.mm);
                        break;
                    }
                    const std::uint32_t walk =
                        std::min(leg.ms, travel_ms(leg.mm, board ? m_topology.walk_speed
                                                                 : m_topology.transfer_speed));
                    add_part(board ? "walk" : "transfer", "", walk, leg.mm);
                    add_part("wait", "", leg.ms - walk, 0);
                    break;
                }
            }
        }
    }

    std::set<std::size_t> on_way(const std::vector<const Restriction*>& list) const {
        std::set<std::size_t> out;
        const auto network = lifted(m_network, list);
        const Route route = route_of(*network, m_origin, m_destination);
        std::set<std::uint32_t> links;
        for (const Leg& leg : route.legs) {
            links.insert(leg.link);
        }
        for (std::size_t i = 0; i < m_all.size(); ++i) {
            const bool used = std::ranges::any_of(
                m_all[i].links, [&](std::uint32_t link) { return links.contains(link); });
            if (used) {
                out.insert(i);
            }
        }
        return out;
    }

    std::vector<const Restriction*> but(Hindrance kind, bool only, std::size_t except) const {
        std::vector<const Restriction*> out;
        for (std::size_t i = 0; i < m_all.size(); ++i) {
            if ((!only || m_all[i].hindrance == kind) && i != except) {
                out.push_back(&m_all[i]);
            }
        }
        return out;
    }

    std::set<std::size_t> candidates() {
        std::set<std::size_t> out;
        if (m_all.size() <= kAllTried) {
            for (std::size_t i = 0; i < m_all.size(); ++i) {
                out.insert(i);
            }
            return out;
        }
        const std::size_t none = m_all.size();
        out = on_way(but(Hindrance::year, false, none));
        const std::set<std::size_t> first = out;
        for (const Hindrance kind : {Hindrance::scenario, Hindrance::year, Hindrance::oneway}) {
            out.merge(on_way(but(kind, true, none)));
        }
        for (const std::size_t i : first) {
            if (out.size() >= kAllTried) {
                break;
            }
            out.merge(on_way(but(Hindrance::year, false, i)));
        }
        return out;
    }

    void find_binding() {
        if (m_all.empty()) {
            return;
        }
        const std::set<std::size_t> list = candidates();
        for (const std::size_t i : list) {
            m_progress.at(static_cast<double>(m_out.tried) / static_cast<double>(list.size()),
                          "explain");
            ++m_out.tried;
            Restriction restriction = m_all[i];
            restriction.ms = route_of(*lifted(m_network, {&m_all[i]}), m_origin, m_destination).ms;
            const std::uint32_t best = m_out.binding ? m_out.binding->ms : m_out.route.ms;
            if (restriction.ms < best) {
                m_out.binding = std::move(restriction);
            }
        }
    }

    void find_turns() {
        const auto free = without_turns(m_network);
        if (!free) {
            return;
        }
        const std::uint32_t ms = route_of(*free, m_origin, m_destination).ms;
        if (ms < m_out.route.ms) {
            m_out.free_ms = ms;
            Search search(*free);
            m_out.turns = turn_reasons(m_network, *free, search, m_origin, m_destination);
        }
    }

    void explain_gap() {
        const auto from = nodes_from(m_network, m_origin), to = nodes_to(m_network, m_destination);
        m_out.from_nodes = static_cast<std::size_t>(std::ranges::count(from, true));
        m_out.to_nodes = static_cast<std::size_t>(std::ranges::count(to, true));
        m_out.gap = narrowest_gap(m_network, from, to);
        if (!m_out.binding && !m_all.empty()) {
            for (const std::size_t i : on_way(but(Hindrance::year, false, m_all.size()))) {
                m_out.together.push_back(m_all[i]);
            }
        }
    }

    const Network& m_network;
    const Topology& m_topology;
    const Place &m_origin, &m_destination;
    const base::Progress& m_progress;
    const std::vector<Restriction> m_all;
    Explanation m_out;
};

}  // namespace

const char* hindrance_name(Hindrance hindrance) {
    switch (hindrance) {
        case Hindrance::scenario: return "scenario";
        case Hindrance::year: return "year";
        case Hindrance::oneway: return "oneway";
    }
    return "";
}

std::vector<Restriction> restrictions(const Network& network) {
    const Topology& t = network.topology();
    std::map<std::pair<Hindrance, std::string>, std::vector<std::uint32_t>> found;
    for (std::uint32_t l = 0; l < t.links.size(); ++l) {
        const std::uint32_t drive = t.links[l].flags & kDriven;
        if (!network.open(l)) {
            const bool said = static_cast<Word>(network.state().word[l]) == Word::closed;
            found[{said ? Hindrance::scenario : Hindrance::year, t.id_of(l)}].push_back(l);
        } else if (drive == kForward || drive == kBackward) {
            found[{Hindrance::oneway, t.id_of(l)}].push_back(l);
        }
    }
    std::vector<Restriction> out;
    for (auto& [key, links] : found) {
        out.push_back({key.first, key.second, std::move(links)});
    }
    return out;
}

std::shared_ptr<const Network> lifted(const Network& network,
                                      const std::vector<const Restriction*>& list) {
    ScenarioState state = network.state();
    std::shared_ptr<const Topology> topology = network.shared_topology();
    std::shared_ptr<Topology> turned;
    for (const Restriction* restriction : list) {
        for (const std::uint32_t link : restriction->links) {
            if (restriction->hindrance != Hindrance::oneway) {
                state.word[link] = static_cast<std::uint8_t>(Word::opened);
                continue;
            }
            if (!turned) {
                turned = std::make_shared<Topology>(*topology);
            }
            turned->links[link].flags |= kDriven;
        }
    }
    if (turned) {
        turned->make_arcs();
        topology = turned;
    }
    return std::make_shared<Network>(std::move(topology), std::move(state));
}

Explanation explain(const Network& network, const Place& origin, const Place& destination,
                    const base::Progress& progress) {
    return Explainer(network, origin, destination, progress).run();
}

}  // namespace jt::network
