// Dijkstra's algorithm (1959) on the states of a network, with a 4-ary heap of packed keys.
#pragma once

#include "base/pool.hpp"
#include "layer/matrix.hpp"
#include "network/graph/network.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace jt::network {

/// Smallest key first; keys are cost << 32 | state, so that equal costs leave in the order of
/// states and a search is the same on every machine.
class Heap {
public:
    bool empty() const { return m_keys.empty(); }
    void clear() { m_keys.clear(); }
    std::uint64_t top() const { return m_keys.front(); }
    void push(std::uint64_t key) {
        std::size_t i = m_keys.size();
        m_keys.push_back(key);
        while (i > 0) {
            const std::size_t parent = (i - 1) / 4;
            if (m_keys[parent] <= key) {
                break;
            }
            m_keys[i] = m_keys[parent];
            i = parent;
        }
        m_keys[i] = key;
    }
    void pop() {
        const std::uint64_t key = m_keys.back();
        m_keys.pop_back();
        const std::size_t size = m_keys.size();
        if (size == 0) {
            return;
        }
        std::size_t i = 0;
        for (;;) {
            const std::size_t first = 4 * i + 1;
            if (first >= size) {
                break;
            }
            std::size_t least = first;
            const std::size_t last = first + 4 < size ? first + 4 : size;
            for (std::size_t c = first + 1; c < last; ++c) {
                least = m_keys[c] < m_keys[least] ? c : least;
            }
            if (m_keys[least] >= key) {
                break;
            }
            m_keys[i] = m_keys[least];
            i = least;
        }
        m_keys[i] = key;
    }

private:
    std::vector<std::uint64_t> m_keys;
};

/// The workspace of one thread; labels of an earlier search are told by their stamp, not cleared.
class Search {
public:
    explicit Search(const Network& network);
    /// On any graph in compressed rows, such as a reverse one; both vectors outlive the search.
    Search(const std::vector<std::uint32_t>& first, const std::vector<Arc>& arcs);

    /// Forgets sources and targets.
    void begin();
    void add_source(std::uint32_t state, std::uint32_t cost);
    /// The search may stop once all targets are settled; with no target it goes on to the limit.
    void add_target(std::uint32_t state);
    /// Settles states in the order of cost, up to and including the limit.
    void run(std::uint32_t limit = layer::kMaxCost - 1);
    /// Like run(), and keeps the tree for arc_into().
    void run_tree(std::uint32_t limit = layer::kMaxCost - 1);

    /// Final cost of a settled state; kClosed for others.
    std::uint32_t cost(std::uint32_t state) const {
        const Label& label = m_labels[state];
        return label.stamp == m_stamp && label.cost <= m_final ? label.cost : kClosed;
    }
    /// The arc by which the tree enters a settled state, kNone at a source; valid after run_tree().
    std::uint32_t arc_into(std::uint32_t state) const { return m_arc_into[state]; }
    std::uint32_t state_before(std::uint32_t state) const { return m_state_before[state]; }
    /// Did the limit (not the lack of ways) end the search?
    bool limited() const { return m_limited; }

private:
    struct Label {
        std::uint32_t cost = 0, stamp = 0;
    };
    template <bool Tree>
    void settle(std::uint32_t limit);

    const std::vector<std::uint32_t>& m_first;
    const std::vector<Arc>& m_arcs;
    std::vector<Label> m_labels;
    std::vector<std::uint32_t> m_target_stamp, m_arc_into, m_state_before, m_sources;
    std::uint32_t m_stamp = 0, m_final = 0;
    std::size_t m_targets = 0;
    bool m_limited = false;
    Heap m_heap;
};

/// Searches for parallel loops over one network or graph.
class SearchPool : public base::Pool<Search> {
public:
    explicit SearchPool(const Network& network)
        : SearchPool(network.topology().first_arc, network.arcs()) {}
    SearchPool(const std::vector<std::uint32_t>& first, const std::vector<Arc>& arcs)
        : base::Pool<Search>([&first, &arcs] { return std::make_unique<Search>(first, arcs); }) {}
};

}  // namespace jt::network
