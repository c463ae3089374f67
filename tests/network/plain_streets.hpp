// A second implementation, slow and plain, of times on the streets of a network without walking or
// transit: its own graph from the edges, Dijkstra on std::priority_queue, and distances to reached
// ground by trying every segment.
#pragma once

#include "network/graph/connectors.hpp"
#include "network/graph/road_links.hpp"
#include "network/reach/isochrone.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <queue>
#include <utility>
#include <vector>

namespace jt::test {

constexpr long long kNoWay = std::numeric_limits<long long>::max() / 4;

class PlainStreets {
public:
    struct Arc {
        std::uint32_t to;
        long long ms;
    };

    /// `towards`: every arc is turned round.
    explicit PlainStreets(const network::Network& net, bool towards = false)
        : m_net(net), m_towards(towards), m_out(net.topology().nodes) {
        const network::Topology& t = net.topology();
        for (std::uint32_t e = 0; e < t.edges.size(); ++e) {
            const auto& edge = t.edges[e];
            if (net.drive_ms(e) == network::kClosed) {
                continue;
            }
            const auto flags = t.links[edge.link].flags;
            if ((flags & network::kForward) != 0) {
                add(edge.from, edge.to, net.drive_ms(e));
            }
            if ((flags & network::kBackward) != 0) {
                add(edge.to, edge.from, net.drive_ms(e));
            }
        }
    }

    /// Time from the place to every node (or from every node to the place).
    std::vector<long long> from(const network::Place& place) const {
        std::vector<long long> cost(m_out.size(), kNoWay);
        using Entry = std::pair<long long, std::uint32_t>;
        std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
        for (const auto& [node, ms] : ends(place, false)) {
            queue.emplace(ms, node);
        }
        while (!queue.empty()) {
            const auto [ms, node] = queue.top();
            queue.pop();
            if (ms >= cost[node]) {
                continue;
            }
            cost[node] = ms;
            for (const Arc& arc : m_out[node]) {
                queue.emplace(ms + arc.ms, arc.to);
            }
        }
        return cost;
    }

    /// Time of the whole trip, given from(origin); kNoWay where there is none.
    long long trip(const std::vector<long long>& cost, const network::Place& origin,
                   const network::Place& destination) const {
        if (origin.connectors.empty() || destination.connectors.empty()) {
            return kNoWay;
        }
        if (origin.x == destination.x && origin.y == destination.y) {
            return 0;
        }
        long long best = kNoWay;
        for (const auto& [node, ms] : ends(destination, true)) {
            best = std::min(best, cost[node] + ms);
        }
        for (const auto& a : origin.connectors) {
            for (const auto& b : destination.connectors) {
                const auto flags = link_flags(a.edge);
                const bool ahead = b.offset_mm >= a.offset_mm, back = b.offset_mm <= a.offset_mm;
                if (a.edge != b.edge || m_net.drive_ms(a.edge) == network::kClosed ||
                    !((ahead && (flags & network::kForward) != 0) ||
                      (back && (flags & network::kBackward) != 0))) {
                    continue;
                }
                best =
                    std::min(best, std::abs(part(a.edge, b.offset_mm) - part(a.edge, a.offset_mm)) +
                                       a.access_ms + b.access_ms);
            }
        }
        return best >= kNoWay ? kNoWay : best;
    }

private:
    void add(std::uint32_t from, std::uint32_t to, long long ms) {
        m_out[m_towards ? to : from].push_back({m_towards ? from : to, ms});
    }

    std::uint32_t link_flags(std::uint32_t edge) const {
        return m_net.topology().links[m_net.topology().edges[edge].link].flags;
    }

    /// Cost of the edge's first `mm`, rounded half up.
    long long part(std::uint32_t edge, std::uint32_t mm) const {
        const long long cost = m_net.drive_ms(edge),
                        length = m_net.topology().edges[edge].length_mm;
        return length == 0 ? 0 : (2 * cost * mm + length) / (2 * length);
    }

    /// Nodes at which a trip enters the streets, or leaves them.
    std::vector<std::pair<std::uint32_t, long long>> ends(const network::Place& place,
                                                          bool leaving) const {
        std::vector<std::pair<std::uint32_t, long long>> out;
        for (const auto& connector : place.connectors) {
            const auto& edge = m_net.topology().edges[connector.edge];
            const long long access = connector.access_ms;
            if (connector.offset_mm == 0 || connector.offset_mm == edge.length_mm) {
                const std::uint32_t node = connector.offset_mm == 0 ? edge.from : edge.to;
                bool alive = false;
                for (std::uint32_t e = 0; e < m_net.topology().edges.size() && !alive; ++e) {
                    const auto& other = m_net.topology().edges[e];
                    alive = (other.from == node || other.to == node) &&
                            m_net.drive_ms(e) != network::kClosed;
                }
                if (alive) {
                    out.emplace_back(node, access);
                }
                continue;
            }
            if (m_net.drive_ms(connector.edge) == network::kClosed) {
                continue;
            }
            const auto flags = link_flags(connector.edge);
            const long long before = part(connector.edge, connector.offset_mm);
            const long long after = m_net.drive_ms(connector.edge) - before;
            const bool by_start = leaving != m_towards;  // forward traffic comes from the start
            if ((flags & (by_start ? network::kForward : network::kBackward)) != 0) {
                out.emplace_back(edge.from, access + before);
            }
            if ((flags & (by_start ? network::kBackward : network::kForward)) != 0) {
                out.emplace_back(edge.to, access + after);
            }
        }
        return out;
    }

    const network::Network& m_net;
    bool m_towards;
    std::vector<std::vector<Arc>> m_out;
};

/// Segments of the ground that pieces of the bands up to `band` cover, by planar shares of edges.
inline std::vector<std::array<double, 4>> ground(const network::Topology& t,
                                                 const std::vector<network::Piece>& pieces,
                                                 std::uint32_t band) {
    std::vector<std::array<double, 4>> out;
    for (const network::Piece& piece : pieces) {
        if (piece.band > band) {
            continue;
        }
        const auto xy = t.coordinates(piece.edge);
        double whole = 0;
        for (std::size_t i = 0; i + 3 < xy.size(); i += 2) {
            whole += std::hypot(xy[i + 2] - xy[i], xy[i + 3] - xy[i + 1]);
        }
        const double length = t.edges[piece.edge].length_mm;
        const double low = std::min(piece.from_mm, piece.to_mm) / length * whole;
        const double high = std::max(piece.from_mm, piece.to_mm) / length * whole;
        double at = 0;
        for (std::size_t i = 0; i + 3 < xy.size(); i += 2) {
            const double dx = xy[i + 2] - xy[i], dy = xy[i + 3] - xy[i + 1];
            const double step = std::hypot(dx, dy);
            const double a = std::max(low, at), b = std::min(high, at + step);
            if (step > 0 && a <= b) {
                const double s = (a - at) / step, e = (b - at) / step;
                out.push_back(
                    {xy[i] + s * dx, xy[i + 1] + s * dy, xy[i] + e * dx, xy[i + 1] + e * dy});
            }
            at += step;
        }
    }
    return out;
}

inline double distance_to(const std::vector<std::array<double, 4>>& segments, double x, double y) {
    double best = std::numeric_limits<double>::infinity();
    for (const auto& [ax, ay, bx, by] : segments) {
        const double dx = bx - ax, dy = by - ay, squared = dx * dx + dy * dy;
        const double s =
            squared > 0 ? std::clamp(((x - ax) * dx + (y - ay) * dy) / squared, 0.0, 1.0) : 0.0;
        best = std::min(best, std::hypot(ax + s * dx - x, ay + s * dy - y));
    }
    return best;
}

}  // namespace jt::test
