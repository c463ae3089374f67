#include "network/graph/topology.hpp"

#include "base/parallel.hpp"
#include "base/unset.hpp"
#include "network/graph/road_links.hpp"
#include "network/sorted.hpp"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <tuple>

namespace jt::network {
namespace {

struct RawArc {
    std::uint32_t from = 0, to = 0;
    ArcKind kind = ArcKind::drive;
    std::uint32_t ref = 0;
    bool forward = true;        ///< of drives
    std::uint32_t turn_ms = 0;  ///< of drives from approaches
};

using RawArcs = base::UnsetVector<RawArc>;

class ArcMaker {
public:
    explicit ArcMaker(const Topology& topology) : m_topology(topology) {}

    RawArcs run() {
        add_stations();
        const std::uint32_t base = m_topology.platform_base();
        for (std::uint32_t t = 0; t < m_topology.transfers.size(); ++t) {
            const Transfer& transfer = m_topology.transfers[t];
            add(base + transfer.from, base + transfer.to, ArcKind::transfer, t);
        }
        sort();
        add_approaches();
        return std::move(m_arcs);
    }

private:
    /// Edges' arcs and the others so far, by state: each state's are counted, put where they go,
    /// and sorted, as few leave one.
    void sort() {
        const std::uint32_t states = m_topology.states();
        const RawArcs others = std::move(m_arcs);
        std::vector<std::atomic<std::uint32_t>> next(states + 1);
        const auto each = [&](const auto& visit) {
            base::parallel_blocks(m_topology.edges.size(), 16384,
                                  [&](std::size_t begin, std::size_t end) {
                                      for (std::size_t e = begin; e < end; ++e) {
                                          edge_arcs(static_cast<std::uint32_t>(e), visit);
                                      }
                                  });
            std::ranges::for_each(others, visit);
        };
        each(
            [&](const RawArc& arc) { next[arc.from + 1].fetch_add(1, std::memory_order_relaxed); });
        std::vector<std::uint32_t> first(states + 1, 0);
        for (std::uint32_t s = 0; s < states; ++s) {
            first[s + 1] = first[s] + next[s + 1];
            next[s] = first[s];
        }
        m_arcs.resize(first.back());
        each([&](const RawArc& arc) {
            m_arcs[next[arc.from].fetch_add(1, std::memory_order_relaxed)] = arc;
        });
        base::parallel_blocks(states, 16384, [&](std::size_t begin, std::size_t end) {
            for (std::size_t s = begin; s < end; ++s) {
                std::sort(m_arcs.begin() + static_cast<std::ptrdiff_t>(first[s]),
                          m_arcs.begin() + static_cast<std::ptrdiff_t>(first[s + 1]),
                          [](const RawArc& a, const RawArc& b) {
                              return std::tie(a.to, a.kind, a.ref, b.forward) <
                                     std::tie(b.to, b.kind, b.ref, a.forward);
                          });
            }
        });
    }

    void add(std::uint32_t from, std::uint32_t to, ArcKind kind, std::uint32_t ref) {
        m_arcs.push_back({from, to, kind, ref});
    }

    template <class Visit>
    void edge_arcs(std::uint32_t e, const Visit& visit) const {
        const Edge& edge = m_topology.edges[e];
        const std::uint32_t flags = m_topology.links[edge.link].flags;
        if ((flags & kRide) != 0) {
            const std::uint32_t shift = m_topology.platform_base() - m_topology.nodes;
            visit(RawArc{edge.from + shift, edge.to + shift, ArcKind::ride, e});
            if ((flags & kOneRide) == 0) {
                visit(RawArc{edge.to + shift, edge.from + shift, ArcKind::ride, e});
            }
            return;
        }
        if ((flags & kForward) != 0) {
            visit(RawArc{edge.from, m_topology.arrived(e, true), ArcKind::drive, e, true});
        }
        if ((flags & kBackward) != 0) {
            visit(RawArc{edge.to, m_topology.arrived(e, false), ArcKind::drive, e, false});
        }
        if ((flags & kWalk) != 0) {
            const std::uint32_t base = m_topology.walk_base();
            visit(RawArc{base + edge.from, base + edge.to, ArcKind::walk, e});
            visit(RawArc{base + edge.to, base + edge.from, ArcKind::walk, e});
        }
    }

    void add_stations() {
        std::vector<std::uint32_t> feet;
        const std::uint32_t base = m_topology.freight ? 0 : m_topology.walk_base();
        for (std::uint32_t p = 0; p < m_topology.platforms.size(); ++p) {
            const Platform& platform = m_topology.platforms[p];
            if (platform.node == kNone) {
                continue;
            }
            add(base + platform.node, m_topology.platform_base() + p, ArcKind::board, p);
            add(m_topology.platform_base() + p, base + platform.node, ArcKind::alight, p);
            feet.push_back(platform.node);
        }
        sort_unique(feet);
        if (m_topology.car && !m_topology.freight) {
            for (const std::uint32_t node : feet) {
                add(node, m_topology.walk_base() + node, ArcKind::park, node);
            }
        }
    }

    /// An approach is left like its node's own state, but for the turns that cost or are banned.
    void add_approaches() {
        std::vector<RawArc> added;
        for (std::uint32_t a = 0; a < m_topology.approaches.size(); ++a) {
            const std::uint32_t state = m_topology.approach_base() + a;
            const std::uint32_t node = m_topology.approaches[a].node;
            for (auto arc = std::ranges::lower_bound(m_arcs, node, {}, &RawArc::from);
                 arc != m_arcs.end() && arc->from == node; ++arc) {
                RawArc copy = *arc;
                copy.from = state;
                if (copy.kind == ArcKind::drive) {
                    copy.turn_ms = m_topology.turn_into(state, copy.ref, copy.forward);
                }
                if (copy.turn_ms != kClosed) {
                    added.push_back(copy);
                }
            }
        }
        m_arcs.insert(m_arcs.end(), added.begin(), added.end());
    }

    const Topology& m_topology;
    RawArcs m_arcs;
};

}  // namespace

std::uint32_t Topology::place_of(std::uint32_t state) const {
    if (state >= approach_base()) {
        return approaches[state - approach_base()].node;
    }
    if (state >= platform_base()) {
        return state - platform_base() + nodes;
    }
    return state >= walk_base() ? state - walk_base() : state;
}

std::uint32_t Topology::arrived(std::uint32_t edge, bool forward) const {
    const Approach wanted{forward ? edges[edge].to : edges[edge].from, edge, forward ? 1U : 0U};
    const auto it = std::ranges::lower_bound(approaches, wanted);
    return it != approaches.end() && *it == wanted
               ? approach_base() + static_cast<std::uint32_t>(it - approaches.begin())
               : wanted.node;
}

std::pair<std::uint32_t, std::uint32_t> Topology::approach_states(std::uint32_t node) const {
    const auto first = std::ranges::lower_bound(approaches, node, {}, &Approach::node);
    const auto end = std::ranges::upper_bound(approaches, node, {}, &Approach::node);
    const auto state = [&](auto it) {
        return approach_base() + static_cast<std::uint32_t>(it - approaches.begin());
    };
    return {state(first), state(end)};
}

std::uint32_t Topology::turn_into(std::uint32_t state, std::uint32_t edge, bool forward) const {
    const Turn wanted{state - approach_base(), edge, forward ? 1U : 0U, 0};
    const auto it = std::ranges::lower_bound(turns, wanted);
    return it != turns.end() && it->approach == wanted.approach && it->edge == edge &&
                   it->forward == wanted.forward
               ? it->ms
               : 0;
}

void Topology::make_arcs() {
    const RawArcs arcs = ArcMaker(*this).run();
    first_arc.assign(states() + 1, 0);
    base::resize_in_parallel(arc_to, arcs.size());
    base::resize_in_parallel(arc_ref, arcs.size());
    arc_kind.resize(arcs.size());
    arc_turn_ms.clear();
    base::parallel_blocks(arcs.size(), 65536, [&](std::size_t begin, std::size_t end) {
        for (std::size_t a = begin; a < end; ++a) {
            arc_to[a] = arcs[a].to;
            arc_ref[a] = arcs[a].ref;
            arc_kind[a] = static_cast<std::uint8_t>(arcs[a].kind);
        }
    });
    for (const RawArc& arc : arcs) {
        ++first_arc[arc.from + 1];
        if (arc.from >= approach_base()) {
            arc_turn_ms.push_back(arc.turn_ms);
        }
    }
    std::partial_sum(first_arc.begin(), first_arc.end(), first_arc.begin());
}

void Topology::find_components() {
    std::vector<std::uint32_t> root(nodes);
    std::iota(root.begin(), root.end(), 0U);
    const auto find = [&](std::uint32_t n) {
        while (root[n] != n) {
            root[n] = root[root[n]];
            n = root[n];
        }
        return n;
    };
    for (const Edge& edge : edges) {
        if ((links[edge.link].flags & kRide) == 0) {
            const std::uint32_t a = find(edge.from), b = find(edge.to);
            root[std::max(a, b)] = std::min(a, b);
        }
    }
    std::vector<std::uint32_t> size(nodes, 0), order, number(nodes, 0);
    for (std::uint32_t n = 0; n < nodes; ++n) {
        if (size[find(n)]++ == 0) {
            order.push_back(find(n));
        }
    }
    std::ranges::sort(order, {}, [&](std::uint32_t r) { return std::pair(nodes - size[r], r); });
    for (std::uint32_t i = 0; i < order.size(); ++i) {
        number[order[i]] = i;
    }
    component.resize(nodes);
    for (std::uint32_t n = 0; n < nodes; ++n) {
        component[n] = number[find(n)];
    }
}

std::uint32_t Topology::arc_length(std::uint32_t arc) const {
    const std::uint32_t ref = arc_ref[arc];
    switch (static_cast<ArcKind>(arc_kind[arc])) {
        case ArcKind::drive:
        case ArcKind::walk:
        case ArcKind::ride: return edges[ref].length_mm;
        case ArcKind::board:
        case ArcKind::alight: return platforms[ref].access_mm;
        case ArcKind::transfer: return transfers[ref].length_mm;
        case ArcKind::park: return 0;
    }
    return 0;
}

void Topology::write(base::Writer& out) const {
    out.text(crs.wkt());
    for (const auto* texts : {&names, &layers}) {
        out.integer(static_cast<std::int64_t>(texts->size()));
        for (const std::string& text : *texts) {
            out.text(text);
        }
    }
    out.values(place_xy);
    out.values(links);
    out.values(first_edge);
    out.values(edges);
    out.values(first_coordinate);
    out.values(edge_xy);
    out.values(lines);
    out.values(stations);
    out.values(platforms);
    out.values(transfers);
    out.values(component);
    out.values(node_ids);
    out.values(approaches);
    out.values(turns);
    for (const std::int64_t number : {std::int64_t{nodes}, std::int64_t{car}, std::int64_t{walk},
                                      std::int64_t{freight}, std::int64_t{park_ms}}) {
        out.integer(number);
    }
    for (const double number :
         {walk_speed, transfer_speed, access_speed, max_snap_m, value_of_time}) {
        out.real(number);
    }
    out.integer(static_cast<std::int64_t>(class_speed.size()));
    for (const auto& [name, speed] : class_speed) {
        out.text(name);
        out.real(speed);
    }
}

Topology Topology::read(base::Reader& in) {
    Topology t;
    t.crs = geo::Crs::from(in.text());
    for (auto* texts : {&t.names, &t.layers}) {
        texts->resize(static_cast<std::size_t>(in.integer()));
        for (std::string& text : *texts) {
            text = in.text();
        }
    }
    t.place_xy = in.values<double>();
    t.links = in.values<Link>();
    t.first_edge = in.values<std::uint32_t>();
    t.edges = in.values<Edge>();
    t.first_coordinate = in.values<std::uint64_t>();
    t.edge_xy = in.values<double>();
    t.lines = in.values<Line>();
    t.stations = in.values<Station>();
    t.platforms = in.values<Platform>();
    t.transfers = in.values<Transfer>();
    t.component = in.values<std::uint32_t>();
    t.node_ids = in.values<std::uint32_t>();
    t.approaches = in.values<Approach>();
    t.turns = in.values<Turn>();
    t.nodes = static_cast<std::uint32_t>(in.integer());
    t.car = in.integer() != 0;
    t.walk = in.integer() != 0;
    t.freight = in.integer() != 0;
    t.park_ms = static_cast<std::uint32_t>(in.integer());
    t.walk_speed = in.real();
    t.transfer_speed = in.real();
    t.access_speed = in.real();
    t.max_snap_m = in.real();
    t.value_of_time = in.real();
    for (std::int64_t left = in.integer(); left > 0; --left) {
        std::string name = in.text();
        t.class_speed[std::move(name)] = in.real();
    }
    t.make_arcs();  // cheaper to make again than to store
    return t;
}

}  // namespace jt::network
