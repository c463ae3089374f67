// A second implementation of shortest paths, slow and plain: an explicit graph with a virtual node
// for every connector, and Dijkstra on std::priority_queue. It shares the topology, the edge costs
// and the connectors with the engine, but neither the search, the gates nor the arcs.
#pragma once

#include "network/graph/connectors.hpp"
#include "network/graph/road_links.hpp"

#include <map>
#include <queue>
#include <string>
#include <utility>
#include <vector>

namespace jt::test {

class Oracle {
public:
    Oracle(const network::Network& net, const std::vector<network::Place>& places)
        : m_net(net), m_t(net.topology()) {
        for (std::size_t p = 0; p < places.size(); ++p) {
            const int point = fresh();
            m_points.push_back(point);
            for (const auto& connector : places[p].connectors) {
                const int virtual_node = on_edge(connector);
                add(point, virtual_node, connector.access_ms);
                add(virtual_node, m_sinks.emplace(p, fresh()).first->second, connector.access_ms);
            }
        }
        for (std::uint32_t e = 0; e < m_t.edges.size(); ++e) {
            for (const bool walk : {false, true}) {
                chain(e, walk);
            }
        }
        stations();
    }

    /// -1: no way.
    std::vector<long long> from(std::size_t place) const {
        std::vector<long long> cost(m_out.size(), -1);
        std::priority_queue<std::pair<long long, int>, std::vector<std::pair<long long, int>>,
                            std::greater<>>
            queue;
        queue.emplace(0, m_points[place]);
        while (!queue.empty()) {
            const auto [c, node] = queue.top();
            queue.pop();
            if (cost[static_cast<std::size_t>(node)] >= 0) {
                continue;
            }
            cost[static_cast<std::size_t>(node)] = c;
            for (const auto& [to, ms] : m_out[static_cast<std::size_t>(node)]) {
                queue.emplace(c + ms, to);
            }
        }
        std::vector<long long> out;
        for (std::size_t p = 0; p < m_points.size(); ++p) {
            const auto it = m_sinks.find(p);
            out.push_back(it == m_sinks.end() ? -1 : cost[static_cast<std::size_t>(it->second)]);
        }
        return out;
    }

private:
    int fresh() {
        m_out.emplace_back();
        return static_cast<int>(m_out.size()) - 1;
    }
    void add(int from, int to, long long ms) {
        m_out[static_cast<std::size_t>(from)].emplace_back(to, ms);
    }
    int named(const std::string& name) {
        const auto it = m_named.find(name);
        return it != m_named.end() ? it->second : m_named.emplace(name, fresh()).first->second;
    }
    int node(bool walk, std::uint32_t n) { return named((walk ? "w" : "c") + std::to_string(n)); }

    int on_edge(const network::Connector& c) {
        const auto& edge = m_t.edges[c.edge];
        if (c.offset_mm == 0) {
            return node(c.walk, edge.from);
        }
        if (c.offset_mm == edge.length_mm) {
            return node(c.walk, edge.to);
        }
        auto& chain_of = m_virtual[{c.edge, c.walk}];
        const auto it = chain_of.find(c.offset_mm);
        return it != chain_of.end() ? it->second
                                    : chain_of.emplace(c.offset_mm, fresh()).first->second;
    }

    /// The edge as a chain of its virtual nodes; the costs up to each place are rounded half up.
    void chain(std::uint32_t e, bool walk) {
        const auto& edge = m_t.edges[e];
        const std::uint32_t cost = walk ? m_net.walk_ms(e) : m_net.drive_ms(e);
        const std::uint32_t flags = m_t.links[edge.link].flags;
        if (cost == network::kClosed) {
            return;
        }
        if ((flags & network::kRide) != 0) {
            const int a = named("p" + std::to_string(edge.from));
            const int b = named("p" + std::to_string(edge.to));
            add(a, b, cost);
            add(b, a, cost);
            return;
        }
        int last = node(walk, edge.from);
        long long before = 0;
        const auto hop = [&](int to, long long upto) {
            if (walk || (flags & network::kForward) != 0) {
                add(last, to, upto - before);
            }
            if (walk || (flags & network::kBackward) != 0) {
                add(to, last, upto - before);
            }
            last = to;
            before = upto;
        };
        const auto it = m_virtual.find({e, walk});
        if (it != m_virtual.end()) {
            for (const auto& [offset, virtual_node] : it->second) {
                const long double share = static_cast<long double>(cost) * offset / edge.length_mm;
                hop(virtual_node, static_cast<long long>(share + 0.5L));
            }
        }
        hop(node(walk, edge.to), cost);
    }

    void stations() {
        const auto ms = [](std::uint32_t mm, double kmh) {
            return static_cast<long long>(mm * 3.6 / kmh + 0.5);
        };
        for (std::uint32_t p = 0; p < m_t.platforms.size(); ++p) {
            const auto& platform = m_t.platforms[p];
            const int here = named("p" + std::to_string(m_t.nodes + p));
            if (platform.node == network::kNone) {
                continue;
            }
            const long long wait =
                static_cast<long long>(m_net.state().headway_min[platform.line] * 60000 / 2 + 0.5);
            const long long walk = ms(platform.access_mm, m_t.walk_speed);
            add(node(true, platform.node), here, walk + wait);
            add(here, node(true, platform.node), walk);
            if (m_t.car) {
                add(node(false, platform.node), node(true, platform.node), m_t.park_ms);
            }
        }
        for (const auto& transfer : m_t.transfers) {
            const long long wait = static_cast<long long>(
                m_net.state().headway_min[m_t.platforms[transfer.to].line] * 60000 / 2 + 0.5);
            add(named("p" + std::to_string(m_t.nodes + transfer.from)),
                named("p" + std::to_string(m_t.nodes + transfer.to)),
                ms(transfer.length_mm, m_t.transfer_speed) + wait);
        }
    }

    const network::Network& m_net;
    const network::Topology& m_t;
    std::vector<std::vector<std::pair<int, long long>>> m_out;
    std::vector<int> m_points;
    std::map<std::size_t, int> m_sinks;
    std::map<std::string, int> m_named;
    std::map<std::pair<std::uint32_t, bool>, std::map<std::uint32_t, int>> m_virtual;
};

/// The matrix value that the oracle's cost stands for.
inline std::uint32_t oracle_value(long long cost, const network::Place& a,
                                  const network::Place& b) {
    if (a.connectors.empty() || b.connectors.empty()) {
        return layer::kOffNetwork;
    }
    if (a.x == b.x && a.y == b.y) {
        return 0;
    }
    return cost < 0 ? layer::kUnreachable : static_cast<std::uint32_t>(cost);
}

}  // namespace jt::test
