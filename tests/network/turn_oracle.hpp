// Dijkstra on edges, slow and plain: a car is on an edge in a direction, and a function says what
// each turn costs. It shares the streets and their costs with the engine, but neither states, arcs
// nor gates.
#pragma once

#include "network/graph/network.hpp"
#include "network/graph/road_links.hpp"

#include <functional>
#include <queue>
#include <utility>
#include <vector>

namespace jt::test {

/// An edge that is driven in a direction.
struct Driven {
    std::uint32_t edge = 0;
    bool forward = true;
    auto operator<=>(const Driven&) const = default;
};

/// What turning from one into another costs at the node between; -1: banned.
using TurnCost = std::function<long long(std::uint32_t node, Driven in, Driven out)>;

class TurnOracle {
public:
    TurnOracle(const network::Network& net, TurnCost turn)
        : m_net(net), m_t(net.topology()), m_turn(std::move(turn)) {}

    /// A place to start or end: a node, or the middle of an edge (its cost must be even).
    struct Spot {
        bool inside = false;
        std::uint32_t node = 0, edge = 0;
    };

    /// Costs of being at the end of each driven edge (2 * edge + forward); -1: no way.
    std::vector<long long> from(const Spot& start) const {
        std::vector<long long> done(2 * m_t.edges.size(), -1);
        using Item = std::pair<long long, std::size_t>;
        std::priority_queue<Item, std::vector<Item>, std::greater<>> queue;
        for (std::size_t k = 0; k < done.size(); ++k) {
            const Driven way = at(k);
            if (!drives(way)) {
                continue;
            }
            if (start.inside ? way.edge == start.edge : tail(way) == start.node) {
                queue.emplace(start.inside ? cost(way.edge) / 2 : cost(way.edge), k);
            }
        }
        while (!queue.empty()) {
            const auto [c, k] = queue.top();
            queue.pop();
            if (done[k] >= 0) {
                continue;
            }
            done[k] = c;
            for (std::size_t next = 0; next < done.size(); ++next) {
                if (drives(at(next)) && tail(at(next)) == head(at(k))) {
                    const long long turn = m_turn(head(at(k)), at(k), at(next));
                    if (turn >= 0) {
                        queue.emplace(c + turn + cost(at(next).edge), next);
                    }
                }
            }
        }
        return done;
    }

    long long between(const Spot& start, const Spot& end) const {
        return to(start, end, from(start));
    }

    /// The same with the costs of from(start).
    long long to(const Spot& start, const Spot& end, const std::vector<long long>& done) const {
        long long best = -1;
        const auto take = [&](long long c) { best = best < 0 || c < best ? c : best; };
        if (start.inside == end.inside && start.node == end.node && start.edge == end.edge) {
            return 0;
        }
        for (std::size_t k = 0; k < done.size(); ++k) {
            if (!end.inside && done[k] >= 0 && head(at(k)) == end.node) {
                take(done[k]);
            }
            // Into the edge of the end, and half of it.
            for (std::size_t next = 0; end.inside && done[k] >= 0 && next < done.size(); ++next) {
                const Driven way = at(next);
                if (way.edge == end.edge && drives(way) && tail(way) == head(at(k))) {
                    const long long turn = m_turn(head(at(k)), at(k), way);
                    if (turn >= 0) {
                        take(done[k] + turn + cost(way.edge) / 2);
                    }
                }
            }
        }
        for (const bool forward : {true, false}) {
            const Driven on_start{start.edge, forward}, on_end{end.edge, forward};
            if (!start.inside && end.inside && drives(on_end) && tail(on_end) == start.node) {
                take(cost(end.edge) / 2);
            }
            if (start.inside && !end.inside && drives(on_start) && head(on_start) == end.node) {
                take(cost(start.edge) / 2);
            }
        }
        return best;
    }

private:
    static Driven at(std::size_t k) { return {static_cast<std::uint32_t>(k / 2), k % 2 == 1}; }
    std::uint32_t tail(Driven way) const {
        return way.forward ? m_t.edges[way.edge].from : m_t.edges[way.edge].to;
    }
    std::uint32_t head(Driven way) const {
        return way.forward ? m_t.edges[way.edge].to : m_t.edges[way.edge].from;
    }
    long long cost(std::uint32_t edge) const { return m_net.drive_ms(edge); }
    bool drives(Driven way) const {
        const std::uint32_t flags = m_t.links[m_t.edges[way.edge].link].flags;
        return (flags & (way.forward ? network::kForward : network::kBackward)) != 0 &&
               m_net.drive_ms(way.edge) != network::kClosed;
    }

    const network::Network& m_net;
    const network::Topology& m_t;
    TurnCost m_turn;
};

}  // namespace jt::test
