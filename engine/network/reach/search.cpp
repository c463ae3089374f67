#include "network/reach/search.hpp"

namespace jt::network {

Search::Search(const Network& network) : Search(network.topology().first_arc, network.arcs()) {}

Search::Search(const std::vector<std::uint32_t>& first, const std::vector<Arc>& arcs)
    : m_first(first),
      m_arcs(arcs),
      m_labels(first.size() - 1),
      m_target_stamp(first.size() - 1, 0) {}

void Search::begin() {
    if (++m_stamp == 0) {  // after 2^32 searches the stamps start again
        m_labels.assign(m_labels.size(), {});
        m_target_stamp.assign(m_target_stamp.size(), 0);
        m_stamp = 1;
    }
    m_heap.clear();
    m_sources.clear();
    m_targets = 0;
    m_final = 0;
    m_limited = false;
}

void Search::add_source(std::uint32_t state, std::uint32_t cost) {
    Label& label = m_labels[state];
    if (label.stamp != m_stamp || cost < label.cost) {
        label = {cost, m_stamp};
        m_heap.push(std::uint64_t{cost} << 32 | state);
        m_sources.push_back(state);
    }
}

void Search::add_target(std::uint32_t state) {
    if (m_target_stamp[state] != m_stamp) {
        m_target_stamp[state] = m_stamp;
        ++m_targets;
    }
}

void Search::run(std::uint32_t limit) { settle<false>(limit); }

void Search::run_tree(std::uint32_t limit) {
    m_arc_into.resize(m_labels.size(), kNone);
    m_state_before.resize(m_labels.size(), kNone);
    for (const std::uint32_t state : m_sources) {
        m_arc_into[state] = kNone;
    }
    settle<true>(limit);
}

template <bool Tree>
void Search::settle(std::uint32_t limit) {
    const bool until_targets = m_targets > 0;
    std::size_t open_targets = m_targets;
    while (!m_heap.empty()) {
        const std::uint64_t key = m_heap.top();
        const auto cost = static_cast<std::uint32_t>(key >> 32);
        const auto state = static_cast<std::uint32_t>(key);
        if (cost > limit) {
            m_limited = true;
            break;
        }
        if (until_targets && open_targets == 0 && cost > m_final) {
            break;  // all of one cost are settled, so cost() can tell settled states by cost
        }
        m_heap.pop();
        if (m_labels[state].cost != cost) {
            continue;  // a better label was found after this key was pushed
        }
        m_final = cost;
        if (until_targets && m_target_stamp[state] == m_stamp) {
            m_target_stamp[state] = m_stamp - 1;
            --open_targets;
        }
        const std::uint32_t last = m_first[state + 1];
        for (std::uint32_t a = m_first[state]; a < last; ++a) {
            const Arc arc = m_arcs[a];
            const std::uint64_t sum = std::uint64_t{cost} + arc.cost;
            if (arc.cost == kClosed) {
                continue;
            }
            if (sum > limit) {
                m_limited = true;
                continue;
            }
            Label& label = m_labels[arc.to];
            const auto next = static_cast<std::uint32_t>(sum);
            if (label.stamp != m_stamp || next < label.cost) {
                label = {next, m_stamp};
                if constexpr (Tree) {
                    m_arc_into[arc.to] = a;
                    m_state_before[arc.to] = state;
                }
                m_heap.push(std::uint64_t{next} << 32 | arc.to);
            }
        }
    }
}

}  // namespace jt::network
