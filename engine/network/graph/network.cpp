#include "network/graph/network.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "layer/matrix.hpp"
#include "network/graph/road_links.hpp"
#include "network/hierarchy/what_if.hpp"
#include "network/reach/shares.hpp"

#include <cmath>
#include <utility>

namespace jt::network {
namespace {

/// What a stored network has, as bits.
constexpr std::int64_t kHasYear = 1, kHasHierarchy = 2, kHasOrder = 4;

}  // namespace

Network::Network(std::shared_ptr<const Topology> topology, ScenarioState state, Prepared prepared)
    : m_topology(std::move(topology)), m_state(std::move(state)), m_prepared(std::move(prepared)) {
    weigh_links();
    weigh_arcs();
}

std::shared_ptr<const Network> Network::with(std::shared_ptr<const Topology> topology,
                                             ScenarioState state) const {
    auto out = std::make_shared<Network>(std::move(topology), std::move(state));
    const Topology& t = out->topology();
    if (m_prepared.hierarchy && t.first_arc == m_topology->first_arc && out->m_arcs == m_arcs) {
        out->m_prepared.hierarchy = m_prepared.hierarchy;
    }
    if (m_prepared.what_if) {
        out->m_prepared.what_if = WhatIf::on(m_prepared.what_if, *out);
    }
    return out;
}

bool Network::open(std::uint32_t link) const {
    const Word word = static_cast<Word>(m_state.word[link]);
    return word == Word::opened ||
           (word == Word::none && open_by_year(m_topology->links[link].year_open, m_state.year));
}

std::uint32_t Network::link_ms(std::uint32_t link, bool walking) const {
    const Link& l = m_topology->links[link];
    const bool possible =
        walking ? (l.flags & kWalk) != 0 : (l.flags & (kForward | kBackward | kRide)) != 0;
    if (!possible || !open(link)) {
        return kClosed;
    }
    if (walking) {
        return travel_ms(l.length_mm, m_topology->walk_speed);
    }
    std::uint64_t mm = l.length_mm;
    if (!m_state.stretch.empty()) {
        mm = 0;
        for (std::uint32_t e = m_topology->first_edge[link]; e < m_topology->first_edge[link + 1];
             ++e) {
            mm += counted_mm(e, walking);
        }
    }
    const std::uint64_t sum = std::uint64_t{travel_ms(mm, m_state.speed[link])} + money_ms(l.fen);
    if (sum >= kClosed) {
        throw base::data_error("network.cost.money", m_topology->id_of(link));
    }
    return static_cast<std::uint32_t>(sum);
}

std::uint64_t Network::counted_mm(std::uint32_t edge, bool walking) const {
    const std::uint32_t mm = m_topology->edges[edge].length_mm;
    return walking || m_state.stretch.empty()
               ? mm
               : static_cast<std::uint64_t>(std::llround(mm * m_state.stretch[edge]));
}

std::uint32_t Network::money_ms(std::uint32_t fen) const {
    if (!(m_topology->value_of_time > 0)) {
        return 0;
    }
    const double ms = std::floor(fen * 36000.0 / m_topology->value_of_time + 0.5);
    return ms < static_cast<double>(kClosed) ? static_cast<std::uint32_t>(ms) : kClosed - 1;
}

double Network::wait_ms(std::uint32_t line) const {
    return std::floor(m_state.headway_min[line] * 30000.0 + 0.5);
}

std::uint32_t Network::edge_fen(std::uint32_t edge) const {
    const Topology& t = *m_topology;
    const std::uint32_t link = t.edges[edge].link;
    if (t.links[link].fen == 0) {
        return 0;
    }
    std::vector<std::uint64_t> weights;
    for (std::uint32_t e = t.first_edge[link]; e < t.first_edge[link + 1]; ++e) {
        weights.push_back(counted_mm(e, false));
    }
    return largest_remainder(t.links[link].fen, weights)[edge - t.first_edge[link]];
}

void Network::weigh_links() {
    const Topology& t = *m_topology;
    m_drive_ms.assign(t.edges.size(), kClosed);
    m_walk_ms.assign(t.edges.size(), kClosed);
    base::parallel_blocks(t.links.size(), 4096, [&](std::size_t begin, std::size_t end) {
        std::vector<std::uint64_t> weights;
        for (std::size_t l = begin; l < end; ++l) {
            const std::uint32_t first = t.first_edge[l], last = t.first_edge[l + 1];
            for (const bool walking : {false, true}) {
                const std::uint32_t ms = link_ms(static_cast<std::uint32_t>(l), walking);
                if (ms == kClosed) {
                    continue;
                }
                auto& out = walking ? m_walk_ms : m_drive_ms;
                if (last - first == 1) {
                    out[first] = ms;
                    continue;
                }
                weights.clear();
                for (std::uint32_t e = first; e < last; ++e) {
                    weights.push_back(counted_mm(e, walking));
                }
                const auto shares = largest_remainder(ms, weights);
                std::copy(shares.begin(), shares.end(), out.begin() + first);
            }
        }
    });
}

/// The way to a platform, its handling, and half the headway of its line.
std::uint32_t Network::board_ms(std::uint32_t mm, double speed, std::uint32_t platform) const {
    const Station& station = m_topology->stations[m_topology->platforms[platform].station];
    const double sum = wait_ms(m_topology->platforms[platform].line) + travel_ms(mm, speed) +
                       station.handling_ms + money_ms(station.handling_fen);
    return sum < static_cast<double>(layer::kMaxCost) ? static_cast<std::uint32_t>(sum) : kClosed;
}

double Network::access_speed() const {
    return m_topology->freight ? m_topology->access_speed : m_topology->walk_speed;
}

std::uint32_t Network::arc_ms(std::uint32_t arc, const Served& served) const {
    const Topology& t = *m_topology;
    const std::uint32_t ref = t.arc_ref[arc];
    switch (static_cast<ArcKind>(t.arc_kind[arc])) {
        case ArcKind::drive: {
            const std::uint64_t sum = std::uint64_t{m_drive_ms[ref]} + t.turn_ms(arc);
            return m_drive_ms[ref] != kClosed && sum < layer::kMaxCost
                       ? static_cast<std::uint32_t>(sum)
                       : kClosed;
        }
        case ArcKind::ride: return m_drive_ms[ref];
        case ArcKind::walk: return m_walk_ms[ref];
        case ArcKind::park: return t.park_ms;
        case ArcKind::alight:
            return stops(ref) ? travel_ms(t.platforms[ref].access_mm, access_speed()) : kClosed;
        case ArcKind::board:
            return served.left[ref] && stops(ref)
                       ? board_ms(t.platforms[ref].access_mm, access_speed(), ref)
                       : kClosed;
        case ArcKind::transfer: {
            const Transfer& transfer = t.transfers[ref];
            return served.reached[transfer.from] && served.left[transfer.to] &&
                           stops(transfer.from) && stops(transfer.to)
                       ? board_ms(transfer.length_mm, t.transfer_speed, transfer.to)
                       : kClosed;
        }
    }
    return kClosed;
}

void Network::weigh_arcs() {
    const Topology& t = *m_topology;
    // A platform that no open ride leaves is shut: nobody boards there or changes to it.
    Served served{std::vector<bool>(t.platforms.size(), false),
                  std::vector<bool>(t.platforms.size(), false)};
    m_live.assign(t.platform_base(), false);
    for (std::uint32_t e = 0; e < t.edges.size(); ++e) {
        const Edge& edge = t.edges[e];
        const std::uint32_t flags = t.links[edge.link].flags;
        const bool ride = (flags & kRide) != 0, both = (flags & kOneRide) == 0;
        for (const std::uint32_t node : {edge.from, edge.to}) {
            if (ride && m_drive_ms[e] != kClosed) {
                served.left[node - t.nodes] =
                    served.left[node - t.nodes] || both || node == edge.from;
                served.reached[node - t.nodes] =
                    served.reached[node - t.nodes] || both || node == edge.to;
            } else if (!ride && t.car && m_drive_ms[e] != kClosed) {
                m_live[node] = true;
            }
            if (!ride && t.walk && m_walk_ms[e] != kClosed) {
                m_live[t.walk_base() + node] = true;
            }
        }
    }
    m_arcs.resize(t.arc_to.size());
    base::parallel_blocks(m_arcs.size(), 65536, [&](std::size_t begin, std::size_t end) {
        for (std::size_t a = begin; a < end; ++a) {
            m_arcs[a] = {t.arc_to[a], arc_ms(static_cast<std::uint32_t>(a), served)};
        }
    });
}

void Network::write(base::Writer& out) const {
    m_topology->write(out);
    out.integer((m_state.year ? kHasYear : 0) | (m_prepared.hierarchy ? kHasHierarchy : 0) |
                (m_prepared.what_if ? kHasOrder : 0));
    out.integer(m_state.year.value_or(0));
    out.values(m_state.word);
    out.values(m_state.speed);
    out.values(m_state.headway_min);
    out.values(m_state.stretch);
    out.values(m_state.skipped);
    if (m_prepared.hierarchy) {
        write_hierarchy(out, *m_prepared.hierarchy, graph_hash(m_topology->first_arc, m_arcs));
    }
    if (m_prepared.what_if) {
        out.values(m_prepared.what_if->order());
    }
}

registry::ObjectPtr Network::read(base::Reader& in) {
    auto topology = std::make_shared<Topology>(Topology::read(in));
    ScenarioState state;
    const std::int64_t has = in.integer();
    const auto year = static_cast<int>(in.integer());
    if ((has & kHasYear) != 0) {
        state.year = year;
    }
    state.word = in.values<std::uint8_t>();
    state.speed = in.values<double>();
    state.headway_min = in.values<double>();
    state.stretch = in.values<double>();
    state.skipped = in.values<std::uint8_t>();
    auto network = std::make_shared<Network>(std::move(topology), std::move(state));
    if ((has & kHasHierarchy) != 0) {
        network->m_prepared.hierarchy = std::make_shared<const Hierarchy>(
            read_hierarchy(in, graph_hash(network->m_topology->first_arc, network->m_arcs)));
    }
    if ((has & kHasOrder) != 0) {
        network->m_prepared.what_if =
            std::make_shared<const WhatIf>(*network, in.values<std::uint32_t>());
    }
    return network;
}

}  // namespace jt::network
