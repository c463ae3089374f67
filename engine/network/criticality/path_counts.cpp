#include "network/criticality/path_counts.hpp"

namespace jt::network {

PathCounts::PathCounts(const StreetGraph& graph)
    : m_graph(graph),
      m_cost(graph.nodes()),
      m_stamp(graph.nodes(), 0),
      m_place(graph.nodes()),
      m_paths(graph.nodes()),
      m_own(graph.nodes()),
      m_through(graph.nodes()) {}

void PathCounts::begin() {
    if (++m_now == 0) {
        m_stamp.assign(m_stamp.size(), 0);
        m_now = 1;
    }
    m_heap.clear();
    m_order.clear();
}

void PathCounts::add_source(std::uint32_t node, std::uint32_t cost) {
    if (m_stamp[node] != m_now || cost < m_cost[node]) {
        m_stamp[node] = m_now;
        m_cost[node] = cost;
        m_place[node] = kNone;
        m_paths[node] = m_own[node] = 1;
        m_heap.push(std::uint64_t{cost} << 32 | node);
    } else if (cost == m_cost[node]) {
        m_paths[node] += 1;
        m_own[node] += 1;
    }
}

void PathCounts::run() {
    while (!m_heap.empty()) {
        const std::uint64_t key = m_heap.top();
        m_heap.pop();
        const auto cost = static_cast<std::uint32_t>(key >> 32);
        const auto node = static_cast<std::uint32_t>(key);
        if (m_cost[node] != cost || m_place[node] != kNone) {
            continue;
        }
        m_place[node] = static_cast<std::uint32_t>(m_order.size());
        m_order.push_back(node);
        for (std::uint32_t a = m_graph.first[node]; a < m_graph.first[node + 1]; ++a) {
            const StreetGraph::Arc& arc = m_graph.arcs[a];
            const std::uint64_t sum = std::uint64_t{cost} + arc.cost;
            if (sum >= layer::kMaxCost) {
                continue;
            }
            const auto next = static_cast<std::uint32_t>(sum);
            if (m_stamp[arc.to] != m_now || next < m_cost[arc.to]) {
                m_stamp[arc.to] = m_now;
                m_cost[arc.to] = next;
                m_place[arc.to] = kNone;
                m_paths[arc.to] = m_paths[node];
                m_own[arc.to] = 0;
                m_heap.push(std::uint64_t{next} << 32 | arc.to);
            } else if (next == m_cost[arc.to] && m_place[arc.to] == kNone) {
                m_paths[arc.to] += m_paths[node];
            }
        }
    }
}

}  // namespace jt::network
