#include "network/reach/turn_reasons.hpp"

#include <algorithm>

namespace jt::network {
namespace {

/// An edge driven on the way; forward = as drawn.
struct Passed {
    std::uint32_t edge = 0;
    bool forward = true;
};

std::vector<Passed> driven(const Network& free, const Search& search, const Place& origin,
                           const Place& destination, const std::vector<Gate>& gates) {
    const Topology& t = free.topology();
    const Arrival arrival = arrive(search, free, origin, destination, gates);
    std::vector<Passed> out;
    if (arrival.gate == kNone) {
        return out;
    }
    const Gate& exit = gates[arrival.gate];
    const auto inside = [&](const Connector& connector) {
        return !connector.walk && connector.offset_mm != 0 &&
               connector.offset_mm != t.edges[connector.edge].length_mm;
    };
    if (inside(destination.connectors[exit.connector])) {
        out.push_back({destination.connectors[exit.connector].edge, exit.at_start});
    }
    std::uint32_t state = exit.state;
    for (; search.arc_into(state) != kNone; state = search.state_before(state)) {
        const std::uint32_t arc = search.arc_into(state), before = search.state_before(state);
        if (static_cast<ArcKind>(t.arc_kind[arc]) == ArcKind::drive) {
            out.push_back({t.arc_ref[arc], t.place_of(before) == t.edges[t.arc_ref[arc]].from});
        }
    }
    for (const Gate& gate : entries(free, origin)) {
        const Connector& from = origin.connectors[gate.connector];
        if (gate.state == state && gate.ms == search.cost(state)) {
            if (inside(from)) {
                out.push_back({from.edge, !gate.at_start});
            }
            break;
        }
    }
    std::ranges::reverse(out);
    return out;
}

}  // namespace

std::shared_ptr<const Network> without_turns(const Network& network) {
    if (network.topology().turns.empty()) {
        return nullptr;
    }
    auto topology = std::make_shared<Topology>(network.topology());
    topology->approaches.clear();
    topology->turns.clear();
    topology->make_arcs();
    return std::make_shared<Network>(topology, network.state());
}

std::vector<TurnReason> turn_reasons(const Network& network, const Network& free, Search& search,
                                     const Place& origin, const Place& destination) {
    std::vector<TurnReason> out;
    if (origin.connectors.empty() || destination.connectors.empty()) {
        return out;
    }
    start_from(search, free, origin);
    const std::vector<Gate> gates = exits(free, destination);
    for (const Gate& gate : gates) {
        search.add_target(gate.state);
    }
    search.run_tree();
    const Topology& t = network.topology();
    const std::vector<Passed> way = driven(free, search, origin, destination, gates);
    for (std::size_t i = 1; i < way.size(); ++i) {
        const std::uint32_t state = t.arrived(way[i - 1].edge, way[i - 1].forward);
        if (state < t.approach_base()) {
            continue;
        }
        const std::uint32_t ms = t.turn_into(state, way[i].edge, way[i].forward);
        if (ms > 0) {
            out.push_back(
                {t.place_of(state), t.edges[way[i - 1].edge].link, t.edges[way[i].edge].link, ms});
        }
    }
    return out;
}

}  // namespace jt::network
