// Costs from up to 16 origins at once, over a hierarchy.
//
// A search goes up from the origins, then one sweep goes down over the places in order of
// importance: PHAST, Delling, Goldberg, Nowatzyk, Werneck, "PHAST: Hardware-Accelerated Shortest
// Path Trees" (2011). Where only some targets matter, the sweep is restricted to the places above
// them: RPHAST, Delling, Goldberg, Werneck, "Faster Batched Shortest Paths in Road Networks"
// (2011). Costs are exact minima, those of Dijkstra's algorithm.
#pragma once

#include "network/hierarchy/hierarchy.hpp"

#include <array>
#include <functional>
#include <span>
#include <vector>

namespace jt::network {

/// Origins of one sweep: 16 costs of 32 bits fill a cache line.
constexpr std::size_t kLanes = 16;
using Lanes = std::array<std::uint32_t, kLanes>;

/// A way into the graph: a node, and the cost of being there.
struct Start {
    std::uint32_t node = 0, cost = 0;
};

/// What the sweeps down read; shared by all threads. The hierarchy must live as long.
class Downward {
public:
    /// All places.
    explicit Downward(const Hierarchy& hierarchy) : m_hierarchy(&hierarchy) {}
    /// The places from which ways lead down to the targets (nodes; the same one may stand more than
    /// once). No target: no place.
    Downward(const Hierarchy& hierarchy, std::span<const std::uint32_t> targets);

    const Hierarchy& hierarchy() const { return *m_hierarchy; }
    /// Rows are the places kept, most important first.
    std::uint32_t rows() const {
        return m_row.empty() ? m_hierarchy->size() : static_cast<std::uint32_t>(m_first.size()) - 1;
    }
    /// Row of a place; kNone where no way to a target leads through it.
    std::uint32_t row(std::uint32_t place) const { return m_row.empty() ? place : m_row[place]; }
    /// Arcs into row r: first()[r] .. first()[r + 1]; `to` is the row that an arc comes from.
    std::span<const std::uint32_t> first() const {
        return m_row.empty() ? m_hierarchy->down_first : m_first;
    }
    std::span<const Arc> arcs() const { return m_row.empty() ? m_hierarchy->down : m_arcs; }

private:
    const Hierarchy* m_hierarchy;
    std::vector<std::uint32_t> m_row, m_first;  ///< empty: all places
    std::vector<Arc> m_arcs;
};

/// The workspace of one thread.
class Sweep {
public:
    explicit Sweep(const Downward& downward);

    /// Costs from up to kLanes origins, each the best of its starts. Starts of kFar and more count
    /// as none; lanes without a start reach nothing.
    void run(std::span<const std::vector<Start>> origins);
    /// After run(): the costs of all lanes at a node that the sweep covers, kFar where there is no
    /// way. A logic_error for a node that is neither a target nor above one.
    const Lanes& costs(std::uint32_t node) const;
    /// After run(): the costs by row of the sweep; of one over all places, by place.
    std::span<const Lanes> rows() const { return m_down; }
    /// How many nodes each lane reaches at up to `limit` (below kFar).
    Lanes count_within(std::uint32_t limit) const;

private:
    void climb(std::uint32_t place);
    void list_places();

    const Downward& m_downward;
    std::vector<std::uint64_t> m_marked;           ///< one bit a place: above an origin
    std::vector<std::uint32_t> m_stack, m_places;  ///< m_places: those marked, ascending
    std::vector<std::uint32_t> m_slot;             ///< of a marked place in m_places and m_up
    std::vector<Lanes> m_up, m_down;               ///< by slot; by row
};

/// Sweeps over all origins in blocks of kLanes, in parallel; `take` gets the sweep and the numbers
/// of the origins in its lanes, and is called from several threads. Origins that start near one
/// another (by the number of their first node) share a block. Cancelled between blocks.
void sweep_blocks(const Downward& downward, std::span<const std::vector<Start>> origins,
                  const std::function<void(const Sweep&, std::span<const std::uint32_t>)>& take);

/// Costs from each origin to each target, row by row: origins.size() x targets.size() numbers, kFar
/// where there is no way.
std::vector<std::uint32_t> many_to_many(const Hierarchy& hierarchy,
                                        std::span<const std::vector<Start>> origins,
                                        std::span<const std::uint32_t> targets);

}  // namespace jt::network
