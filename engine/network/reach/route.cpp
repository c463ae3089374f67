#include "network/reach/route.hpp"

#include "base/parallel.hpp"
#include "network/reach/shares.hpp"

#include <algorithm>
#include <cmath>

namespace jt::network {
namespace {

LegMode mode_of(ArcKind kind, bool freight) {
    switch (kind) {
        case ArcKind::drive: return LegMode::car;
        case ArcKind::walk: return LegMode::walk;
        case ArcKind::board: return LegMode::board;
        case ArcKind::ride: return freight ? LegMode::freight : LegMode::metro;
        case ArcKind::alight: return LegMode::alight;
        case ArcKind::transfer: return LegMode::transfer;
        case ArcKind::park: return LegMode::park;
    }
    return LegMode::walk;
}

class Tracer {
public:
    Tracer(const Search& search, const Network& network, const Place& origin,
           const Place& destination)
        : m_search(search),
          m_network(network),
          m_topology(network.topology()),
          m_origin(origin),
          m_destination(destination) {}

    Route run(const std::vector<Gate>& exits) {
        const Arrival arrival = arrive(m_search, m_network, m_origin, m_destination, exits);
        m_route.ms = arrival.ms;
        if (arrival.ms == kClosed) {
            m_route.ms = m_search.limited() ? layer::kCutOff : layer::kUnreachable;
            return std::move(m_route);
        }
        add_point(m_origin.x, m_origin.y);
        if (!arrival.same_place) {
            if (arrival.gate == kNone) {
                along(m_origin.connectors[arrival.from], m_destination.connectors[arrival.to]);
            } else {
                through(exits[arrival.gate]);
            }
        }
        add_point(m_destination.x, m_destination.y);
        if (m_route.xy.size() == 2) {  // one place: a line of no length
            m_route.xy.insert(m_route.xy.end(), {m_destination.x, m_destination.y});
        }
        for (const Leg& leg : m_route.legs) {
            m_route.mm += leg.mm;
            m_route.fen += leg.fen;
        }
        return std::move(m_route);
    }

private:
    void add_point(double x, double y) {
        auto& xy = m_route.xy;
        if (xy.empty() || xy[xy.size() - 2] != x || xy.back() != y) {
            xy.insert(xy.end(), {x, y});
        }
    }

    void add_xy(const std::vector<double>& xy) {
        for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
            add_point(xy[i], xy[i + 1]);
        }
    }

    void add_leg(LegMode mode, std::uint32_t link, std::uint64_t mm, std::uint32_t ms,
                 std::uint64_t fen = 0) {
        auto& legs = m_route.legs;
        if (!legs.empty() && legs.back().mode == mode && legs.back().link == link) {
            legs.back().mm += mm;
            legs.back().ms += ms;
            legs.back().fen += fen;
        } else {
            legs.push_back({mode, link, mm, ms, fen});
        }
    }

    /// Money of a stretch of an edge; on foot there is none.
    std::uint32_t fen_between(const Connector& on, std::uint32_t from, std::uint32_t to) const {
        const std::uint32_t fen = on.walk ? 0 : m_network.edge_fen(on.edge);
        const std::uint32_t length = m_topology.edges[on.edge].length_mm;
        const std::uint32_t a = cost_before(fen, from, length), b = cost_before(fen, to, length);
        return a > b ? a - b : b - a;
    }

    /// A stretch on an edge from one offset to another.
    void stretch(const Connector& on, std::uint32_t from, std::uint32_t to, std::uint32_t ms) {
        if (from == to) {
            return;
        }
        add_leg(on.walk ? LegMode::walk : LegMode::car, m_topology.edges[on.edge].link,
                from > to ? from - to : to - from, ms, fen_between(on, from, to));
        add_xy(edge_piece(m_topology, on.edge, from, to));
    }

    void along(const Connector& from, const Connector& to) {
        const std::uint32_t ms = along_edge(m_network, from, to) - from.access_ms - to.access_ms;
        add_leg(LegMode::access, kNone, from.access_mm, from.access_ms);
        add_point(from.x, from.y);
        stretch(from, from.offset_mm, to.offset_mm, ms);
        add_point(to.x, to.y);
        add_leg(LegMode::egress, kNone, to.access_mm, to.access_ms);
    }

    void through(const Gate& exit) {
        std::vector<std::uint32_t> states{exit.state};
        while (m_search.arc_into(states.back()) != kNone) {
            states.push_back(m_search.state_before(states.back()));
        }
        std::ranges::reverse(states);
        enter(states.front());
        for (std::size_t i = 1; i < states.size(); ++i) {
            follow(m_search.arc_into(states[i]), states[i - 1], states[i]);
        }
        const Connector& to = m_destination.connectors[exit.connector];
        const std::uint32_t length = m_topology.edges[to.edge].length_mm;
        add_turn(exit.turn_ms);
        stretch(to, exit.at_start ? 0 : length, to.offset_mm,
                exit.ms - to.access_ms - exit.turn_ms);
        add_point(to.x, to.y);
        add_leg(LegMode::egress, kNone, to.access_mm, to.access_ms);
    }

    void enter(std::uint32_t state) {
        const std::uint32_t cost = m_search.cost(state);
        for (const Gate& gate : entries(m_network, m_origin)) {
            if (gate.state == state && gate.ms == cost) {
                const Connector& from = m_origin.connectors[gate.connector];
                const std::uint32_t length = m_topology.edges[from.edge].length_mm;
                add_leg(LegMode::access, kNone, from.access_mm, from.access_ms);
                add_point(from.x, from.y);
                stretch(from, from.offset_mm, gate.at_start ? 0 : length, gate.ms - from.access_ms);
                return;
            }
        }
    }

    void add_turn(std::uint32_t ms) {
        if (ms > 0) {
            add_leg(LegMode::turn, kNone, 0, ms);
        }
    }

    void follow(std::uint32_t arc, std::uint32_t from, std::uint32_t to) {
        const auto kind = static_cast<ArcKind>(m_topology.arc_kind[arc]);
        const std::uint32_t ref = m_topology.arc_ref[arc];
        const std::uint32_t ms = m_search.cost(to) - m_search.cost(from);
        const LegMode mode = mode_of(kind, m_topology.freight);
        if (kind == ArcKind::drive || kind == ArcKind::walk || kind == ArcKind::ride) {
            const std::uint32_t turn = m_topology.turn_ms(arc);
            add_turn(turn);
            add_leg(mode, m_topology.edges[ref].link, m_topology.arc_length(arc), ms - turn,
                    kind == ArcKind::walk ? 0 : m_network.edge_fen(ref));
            note_capacity(m_topology.links[m_topology.edges[ref].link].capacity);
            const std::uint32_t length = m_topology.edges[ref].length_mm;
            const bool forward = goes_forward(ref, from, to);
            add_xy(edge_piece(m_topology, ref, forward ? 0 : length, forward ? length : 0));
            return;
        }
        if (m_topology.freight && (kind == ArcKind::board || kind == ArcKind::transfer)) {
            add_terminal(mode, kind == ArcKind::board ? ref : m_topology.transfers[ref].to,
                         m_topology.arc_length(arc), ms);
        } else {
            add_leg(mode, kNone, m_topology.arc_length(arc), ms);
        }
        const std::uint32_t place = m_topology.place_of(to);
        add_point(m_topology.place_xy[2 * place], m_topology.place_xy[2 * place + 1]);
    }

    /// A ring that is one edge has one node: only an approach says which way round.
    bool goes_forward(std::uint32_t edge, std::uint32_t from, std::uint32_t to) const {
        return to >= m_topology.approach_base()
                   ? m_topology.approaches[to - m_topology.approach_base()].forward != 0
                   : m_topology.place_of(from) == m_topology.edges[edge].from;
    }

    /// What it takes to get onto a line of freight: the way, the handling, the wait.
    void add_terminal(LegMode mode, std::uint32_t platform, std::uint64_t mm, std::uint32_t ms) {
        const Platform& onto = m_topology.platforms[platform];
        const Station& station = m_topology.stations[onto.station];
        const auto wait = static_cast<std::uint32_t>(m_network.wait_ms(onto.line));
        const std::uint32_t handling =
            station.handling_ms + m_network.money_ms(station.handling_fen);
        add_leg(mode, kNone, mm, ms - wait - handling);
        add_leg(LegMode::handling, kNone, 0, handling, station.handling_fen);
        add_leg(LegMode::wait, kNone, 0, wait);
    }

    void note_capacity(std::uint32_t capacity) {
        if (capacity > 0 && (m_route.capacity == 0 || capacity < m_route.capacity)) {
            m_route.capacity = capacity;
        }
    }

    const Search& m_search;
    const Network& m_network;
    const Topology& m_topology;
    const Place &m_origin, &m_destination;
    Route m_route;
};

}  // namespace

const char* leg_mode_name(LegMode mode) {
    switch (mode) {
        case LegMode::access: return "access";
        case LegMode::car: return "car";
        case LegMode::turn: return "turn";
        case LegMode::walk: return "walk";
        case LegMode::board: return "board";
        case LegMode::handling: return "handling";
        case LegMode::wait: return "wait";
        case LegMode::metro: return "metro";
        case LegMode::freight: return "freight";
        case LegMode::alight: return "alight";
        case LegMode::transfer: return "transfer";
        case LegMode::park: return "park";
        case LegMode::egress: return "egress";
    }
    return "";
}

Route trace(const Search& search, const Network& network, const Place& origin,
            const Place& destination, const std::vector<Gate>& exits) {
    return Tracer(search, network, origin, destination).run(exits);
}

std::vector<Route> routes(const Network& network, const Points& origins,
                          const Points& destinations) {
    std::vector<Route> out(origins.places.size());
    SearchPool pool(network);
    base::parallel_blocks(out.size(), 1, [&](std::size_t begin, std::size_t end) {
        pool.with([&](Search& search) {
            for (std::size_t i = begin; i < end; ++i) {
                const Place &from = origins.places[i], &to = destinations.places[i];
                if (from.connectors.empty() || to.connectors.empty()) {
                    out[i].ms = layer::kOffNetwork;
                    continue;
                }
                start_from(search, network, from);
                const std::vector<Gate> gates = exits(network, to);
                for (const Gate& gate : gates) {
                    search.add_target(gate.state);
                }
                search.run_tree();
                out[i] = trace(search, network, from, to, gates);
            }
        });
    });
    return out;
}

std::vector<double> edge_piece(const Topology& topology, std::uint32_t edge, std::uint32_t from,
                               std::uint32_t to) {
    const auto xy = topology.coordinates(edge);
    const double length_mm = std::max(1.0, static_cast<double>(topology.edges[edge].length_mm));
    double total = 0;
    for (std::size_t i = 0; i + 3 < xy.size(); i += 2) {
        total += std::hypot(xy[i + 2] - xy[i], xy[i + 3] - xy[i + 1]);
    }
    const double low = std::min(from, to) / length_mm * total;
    const double high = std::max(from, to) / length_mm * total;
    std::vector<double> out;
    const auto add = [&](double x, double y) { out.insert(out.end(), {x, y}); };
    double before = 0;
    for (std::size_t i = 0; i + 3 < xy.size(); i += 2) {
        const double dx = xy[i + 2] - xy[i], dy = xy[i + 3] - xy[i + 1];
        const double step = std::hypot(dx, dy), after = before + step;
        const bool last = i + 5 >= xy.size();
        if (out.empty() && (low < after || last)) {
            const double s = step > 0 ? std::clamp((low - before) / step, 0.0, 1.0) : 0.0;
            add(xy[i] + s * dx, xy[i + 1] + s * dy);
        }
        if (!out.empty() && (high <= after || last)) {
            const double s = step > 0 ? std::clamp((high - before) / step, 0.0, 1.0) : 0.0;
            add(s == 1.0 ? xy[i + 2] : xy[i] + s * dx, s == 1.0 ? xy[i + 3] : xy[i + 1] + s * dy);
            break;
        }
        if (!out.empty()) {
            add(xy[i + 2], xy[i + 3]);
        }
        before = after;
    }
    if (from > to) {
        for (std::size_t i = 0, j = out.size() - 2; i < j; i += 2, j -= 2) {
            std::swap(out[i], out[j]);
            std::swap(out[i + 1], out[j + 1]);
        }
    }
    return out;
}

}  // namespace jt::network
