#include "network/criticality/betweenness.hpp"

#include "base/parallel.hpp"
#include "network/criticality/path_counts.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <tuple>

namespace jt::network {
namespace {

constexpr std::size_t kSlots = 8;     // sums of their own, added up in order
constexpr std::size_t kAtATime = 16;  // sources of a slot between two reports

struct Slot {
    std::unique_ptr<PathCounts> search;
    std::vector<double> ends;
    Loads loads;
    std::vector<Trips> lost;
};

/// Calls body(slot, source) for all sources; which slot takes a source depends on its number alone.
template <class Body>
std::array<Slot, kSlots> in_slots(const StreetGraph& graph, std::size_t edges, std::size_t sources,
                                  const base::Progress& progress, const Body& body) {
    std::array<Slot, kSlots> slots;
    for (std::size_t begin = 0; begin < sources; begin += kSlots * kAtATime) {
        progress.at(static_cast<double>(begin) / static_cast<double>(sources), "betweenness");
        base::parallel_blocks(kSlots, 1, [&](std::size_t first, std::size_t last) {
            for (std::size_t s = first; s < last; ++s) {
                Slot& slot = slots[s];
                if (!slot.search) {
                    slot.search = std::make_unique<PathCounts>(graph);
                    slot.ends.assign(graph.nodes(), 0.0);
                    slot.loads.nodes.assign(graph.nodes(), 0.0);
                    slot.loads.edges.assign(edges, 0.0);
                }
                const std::size_t from = begin + s * kAtATime;
                for (std::size_t i = from; i < std::min(sources, from + kAtATime); ++i) {
                    body(slot, i);
                }
            }
        });
    }
    return slots;
}

void add_up(const std::array<Slot, kSlots>& slots, std::size_t nodes, std::size_t edges,
            Loads& out) {
    out.nodes.assign(nodes, 0.0);
    out.edges.assign(edges, 0.0);
    for (const Slot& slot : slots) {
        for (std::size_t n = 0; n < slot.loads.nodes.size(); ++n) {
            out.nodes[n] += slot.loads.nodes[n];
        }
        for (std::size_t e = 0; e < slot.loads.edges.size(); ++e) {
            out.edges[e] += slot.loads.edges[e];
        }
    }
}

/// The trips of one origin.
class Loader {
public:
    Loader(const Network& network, bool walk, const std::vector<Place>& places,
           const std::vector<std::vector<StreetGate>>& exits, Slot& slot)
        : m_network(network), m_walk(walk), m_places(places), m_exits(exits), m_slot(slot) {}

    void run(const Trips* begin, const Trips* end) {
        const Place& origin = m_places[begin->origin];
        const auto entries = street_gates(m_network, origin, m_walk, false);
        PathCounts& search = *m_slot.search;
        search.begin();
        for (const StreetGate& gate : entries) {
            search.add_source(gate.node, gate.ms);
        }
        search.run();
        for (const Trips* trips = begin; trips != end; ++trips) {
            end_at(*trips);
        }
        search.send_back(m_slot.ends, m_slot.loads.edges,
                         [&](std::uint32_t node, double through, double ending) {
                             m_slot.loads.nodes[node] += through + ending;
                             for (const StreetGate& gate : entries) {
                                 if (gate.node == node && gate.ms == search.cost(node)) {
                                     load(gate.edge, (through + ending) / search.paths(node));
                                 }
                             }
                         });
    }

private:
    void end_at(const Trips& trips) {
        const Place &from = m_places[trips.origin], &to = m_places[trips.destination];
        if (from.x == to.x && from.y == to.y) {
            return;
        }
        const PathCounts& search = *m_slot.search;
        const auto& exits = m_exits[trips.destination];
        std::uint64_t best = kClosed;
        for (const StreetGate& gate : exits) {
            if (search.cost(gate.node) != kClosed) {
                best = std::min(best, std::uint64_t{search.cost(gate.node)} + gate.ms);
            }
        }
        std::vector<std::uint32_t> along;
        for (const Connector& a : from.connectors) {
            for (const Connector& b : to.connectors) {
                const std::uint32_t ms =
                    a.walk == m_walk ? along_edge(m_network, a, b) : std::uint32_t{kClosed};
                if (ms != kClosed && ms <= best) {
                    if (ms < best) {
                        along.clear();
                    }
                    best = ms;
                    along.push_back(a.edge);
                }
            }
        }
        if (best >= layer::kMaxCost) {
            m_slot.lost.push_back(trips);
            return;
        }
        double paths = static_cast<double>(along.size());
        const auto shortest = [&](const StreetGate& gate) {
            return search.cost(gate.node) != kClosed &&
                   std::uint64_t{search.cost(gate.node)} + gate.ms == best;
        };
        for (const StreetGate& gate : exits) {
            paths += shortest(gate) ? search.paths(gate.node) : 0;
        }
        for (const StreetGate& gate : exits) {
            if (shortest(gate)) {
                const double share = trips.volume * (search.paths(gate.node) / paths);
                m_slot.ends[gate.node] += share;
                load(gate.edge, share);
            }
        }
        for (const std::uint32_t edge : along) {
            load(edge, trips.volume / paths);
        }
    }

    void load(std::uint32_t edge, double volume) {
        if (edge != kNone) {
            m_slot.loads.edges[edge] += volume;
        }
    }

    const Network& m_network;
    bool m_walk;
    const std::vector<Place>& m_places;
    const std::vector<std::vector<StreetGate>>& m_exits;
    Slot& m_slot;
};

}  // namespace

Loads betweenness(const StreetGraph& graph, std::size_t edges, const base::Progress& progress) {
    const auto slots =
        in_slots(graph, edges, graph.nodes(), progress, [](Slot& slot, std::size_t source) {
            PathCounts& search = *slot.search;
            const auto from = static_cast<std::uint32_t>(source);
            search.begin();
            search.add_source(from, 0);
            search.run();
            for (const std::uint32_t node : search.order()) {
                slot.ends[node] = node == from ? 0 : 1;
            }
            search.send_back(slot.ends, slot.loads.edges,
                             [&](std::uint32_t node, double through, double) {
                                 slot.loads.nodes[node] += node == from ? 0 : through;
                             });
        });
    progress.at(1, "betweenness");
    Loads out;
    add_up(slots, graph.nodes(), edges, out);
    return out;
}

void normalise(Loads& loads) {
    const auto n = static_cast<double>(loads.nodes.size());
    const auto divide = [](std::vector<double>& values, double by) {
        for (double& value : values) {
            value /= by > 0 ? by : 1;
        }
    };
    divide(loads.nodes, (n - 1) * (n - 2));
    divide(loads.edges, n * (n - 1));
}

DemandLoads demand_loads(const Network& network, const StreetGraph& graph, bool walk,
                         const std::vector<Place>& places, std::vector<Trips> trips,
                         const base::Progress& progress) {
    std::ranges::sort(trips, {},
                      [](const Trips& t) { return std::tuple(t.origin, t.destination, t.volume); });
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i < trips.size(); ++i) {
        if (i == 0 || trips[i].origin != trips[i - 1].origin) {
            starts.push_back(i);
        }
    }
    const std::size_t origins = starts.size();
    starts.push_back(trips.size());
    std::vector<std::vector<StreetGate>> exits;
    for (const Place& place : places) {
        exits.push_back(street_gates(network, place, walk, true));
    }
    const std::size_t edges = network.topology().edges.size();
    const auto slots =
        in_slots(graph, edges, origins, progress, [&](Slot& slot, std::size_t origin) {
            Loader(network, walk, places, exits, slot)
                .run(trips.data() + starts[origin], trips.data() + starts[origin + 1]);
        });
    progress.at(1, "betweenness");
    DemandLoads out;
    add_up(slots, graph.nodes(), edges, out);
    for (const Slot& slot : slots) {
        out.lost.insert(out.lost.end(), slot.lost.begin(), slot.lost.end());
    }
    std::ranges::sort(out.lost, {},
                      [](const Trips& t) { return std::tuple(t.origin, t.destination, t.volume); });
    return out;
}

}  // namespace jt::network
