// A shortest-path tree that is mended where arcs are closed, instead of grown anew.
#pragma once

#include "network/reach/search.hpp"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace jt::network {

/// The arcs that enter each state.
class ReverseArcs {
public:
    ReverseArcs(const std::vector<std::uint32_t>& first, const std::vector<Arc>& arcs);
    /// Numbers of the arcs into a state.
    std::span<const std::uint32_t> into(std::uint32_t state) const {
        return std::span(m_arc).subspan(m_first[state], m_first[state + 1] - m_first[state]);
    }
    std::uint32_t from(std::uint32_t arc) const { return m_from[arc]; }

private:
    std::vector<std::uint32_t> m_first, m_arc, m_from;
};

/// The workspace of one thread. Closing an arc of the tree changes nothing but the costs below it:
/// those states, a run in the tree's order, are searched again from the rest of the tree
/// (Ramalingam & Reps 1996, for arcs that become dearer).
class MendedTree {
public:
    /// All three outlive the tree; `arcs` may have arcs closed (cost kClosed) after grow().
    MendedTree(const std::vector<std::uint32_t>& first, const std::vector<Arc>& arcs,
               const ReverseArcs& reverse);

    /// Takes over the tree of a search that was run to its end by run_tree().
    void grow(const Search& search);
    /// Forgets an earlier mending, then searches what lies below `roots` again; `sources` are
    /// those that are left, with their costs.
    void mend(const std::vector<std::uint32_t>& roots,
              std::span<const std::pair<std::uint32_t, std::uint32_t>> sources);

    /// With the last mending; kClosed where there is no way.
    std::uint32_t cost(std::uint32_t state) const {
        return m_mended[state] == m_mending ? m_new_cost[state] : m_cost[state];
    }
    /// As grown: the arc into a state, kNone at sources and where there is no way.
    std::uint32_t arc_into(std::uint32_t state) const { return m_arc_into[state]; }
    /// In the tree's order, where what lies below a state follows it; kNone where there is no way.
    std::uint32_t position(std::uint32_t state) const { return m_position[state]; }
    /// Runs of positions that the last mending searched again.
    std::span<const std::pair<std::uint32_t, std::uint32_t>> runs() const { return m_runs; }

private:
    void find_runs(const std::vector<std::uint32_t>& roots);
    void lower(std::uint32_t state, std::uint64_t cost);

    const std::vector<std::uint32_t>& m_first;
    const std::vector<Arc>& m_arcs;
    const ReverseArcs& m_reverse;
    std::vector<std::uint32_t> m_cost, m_arc_into, m_position, m_end, m_order;
    std::vector<std::uint32_t> m_new_cost, m_mended;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> m_runs;
    std::uint32_t m_mending = 0;
    Heap m_heap;
};

}  // namespace jt::network
