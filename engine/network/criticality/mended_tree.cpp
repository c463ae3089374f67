#include "network/criticality/mended_tree.hpp"

#include "network/reach/compressed_rows.hpp"

#include <algorithm>

namespace jt::network {

ReverseArcs::ReverseArcs(const std::vector<std::uint32_t>& first, const std::vector<Arc>& arcs)
    : m_from(arcs.size()) {
    const std::size_t states = first.size() - 1;
    in_rows(states, m_first, m_arc, [&](const auto& add) {
        for (std::uint32_t s = 0; s < states; ++s) {
            for (std::uint32_t a = first[s]; a < first[s + 1]; ++a) {
                m_from[a] = s;
                add(arcs[a].to, a);
            }
        }
    });
}

MendedTree::MendedTree(const std::vector<std::uint32_t>& first, const std::vector<Arc>& arcs,
                       const ReverseArcs& reverse)
    : m_first(first), m_arcs(arcs), m_reverse(reverse) {
    const std::size_t states = first.size() - 1;
    for (auto* list : {&m_cost, &m_arc_into, &m_position, &m_end, &m_new_cost, &m_mended}) {
        list->assign(states, 0);
    }
}

void MendedTree::grow(const Search& search) {
    const auto states = static_cast<std::uint32_t>(m_cost.size());
    m_runs.clear();
    ++m_mending;
    std::vector<std::uint32_t> first_child, child, next;
    for (std::uint32_t s = 0; s < states; ++s) {
        m_cost[s] = search.cost(s);
        m_arc_into[s] = m_cost[s] == kClosed ? kNone : search.arc_into(s);
        m_position[s] = kNone;
    }
    in_rows(states, first_child, child, [&](const auto& add) {
        for (std::uint32_t s = 0; s < states; ++s) {
            if (m_arc_into[s] != kNone) {
                add(search.state_before(s), s);
            }
        }
    });
    m_order.clear();
    std::vector<std::uint32_t> open;  // states whose children are being visited
    next.assign(first_child.begin(), first_child.end() - 1);
    for (std::uint32_t source = 0; source < states; ++source) {
        if (m_cost[source] == kClosed || m_arc_into[source] != kNone) {
            continue;
        }
        open.push_back(source);
        while (!open.empty()) {
            const std::uint32_t s = open.back();
            if (m_position[s] == kNone) {
                m_position[s] = static_cast<std::uint32_t>(m_order.size());
                m_order.push_back(s);
            }
            if (next[s] < first_child[s + 1]) {
                open.push_back(child[next[s]++]);
            } else {
                m_end[s] = static_cast<std::uint32_t>(m_order.size());
                open.pop_back();
            }
        }
    }
}

/// A run within another is left out.
void MendedTree::find_runs(const std::vector<std::uint32_t>& roots) {
    m_runs.clear();
    for (const std::uint32_t root : roots) {
        if (m_position[root] != kNone) {
            m_runs.emplace_back(m_position[root], m_end[root]);
        }
    }
    std::ranges::sort(m_runs);
    std::size_t kept = 0;
    for (const auto& run : m_runs) {
        if (kept == 0 || run.first >= m_runs[kept - 1].second) {
            m_runs[kept++] = run;
        }
    }
    m_runs.resize(kept);
}

void MendedTree::lower(std::uint32_t state, std::uint64_t cost) {
    if (cost < layer::kMaxCost && cost < m_new_cost[state]) {
        m_new_cost[state] = static_cast<std::uint32_t>(cost);
        m_heap.push(cost << 32U | state);
    }
}

void MendedTree::mend(const std::vector<std::uint32_t>& roots,
                      std::span<const std::pair<std::uint32_t, std::uint32_t>> sources) {
    find_runs(roots);
    ++m_mending;
    m_heap.clear();
    for (const auto& [begin, end] : m_runs) {
        for (std::uint32_t p = begin; p < end; ++p) {
            m_mended[m_order[p]] = m_mending;
            m_new_cost[m_order[p]] = kClosed;
        }
    }
    for (const auto& [begin, end] : m_runs) {
        for (std::uint32_t p = begin; p < end; ++p) {
            const std::uint32_t state = m_order[p];
            for (const std::uint32_t arc : m_reverse.into(state)) {
                const std::uint32_t from = m_reverse.from(arc);
                if (m_arcs[arc].cost != kClosed && m_mended[from] != m_mending &&
                    m_cost[from] != kClosed) {
                    lower(state, std::uint64_t{m_cost[from]} + m_arcs[arc].cost);
                }
            }
        }
    }
    for (const auto& [state, cost] : sources) {
        if (m_mended[state] == m_mending) {
            lower(state, cost);
        }
    }
    while (!m_heap.empty()) {
        const std::uint64_t top = m_heap.top();
        m_heap.pop();
        const auto state = static_cast<std::uint32_t>(top);
        const auto cost = static_cast<std::uint32_t>(top >> 32U);
        if (cost > m_new_cost[state]) {
            continue;
        }
        for (std::uint32_t a = m_first[state]; a < m_first[state + 1]; ++a) {
            if (m_arcs[a].cost != kClosed && m_mended[m_arcs[a].to] == m_mending) {
                lower(m_arcs[a].to, std::uint64_t{cost} + m_arcs[a].cost);
            }
        }
    }
}

}  // namespace jt::network
