#include "network/reach/reached.hpp"

#include "base/parallel.hpp"
#include "base/pool.hpp"
#include "network/graph/entered.hpp"
#include "network/graph/road_links.hpp"
#include "network/hierarchy/sweep.hpp"
#include "network/reach/search.hpp"
#include "network/reach/shares.hpp"

#include <algorithm>
#include <array>

namespace jt::network {
namespace {

/// A stretch of an edge.
struct Stretch {
    std::uint32_t from = 0, to = 0;
};

/// Costs of all states in the lanes of a block of origins, however they were found.
struct Block {
    const Lanes* rows = nullptr;
    const std::uint32_t* row_of = nullptr;  ///< null: rows are states
    std::vector<const Place*> origins = {};

    const Lanes& at(std::uint32_t state) const {
        return rows[row_of != nullptr ? row_of[state] : state];
    }
};

/// One edge in one mode.
struct Passage {
    const Lanes* start = nullptr;  ///< costs at its ends; null: not entered there
    const Lanes* end = nullptr;
    std::uint32_t cost = 0;
    bool walk = false, forward = true, backward = true;
};

class Meter {
public:
    Meter(const Network& network, const std::vector<std::uint32_t>& limits, const Block& block)
        : m_network(network),
          m_topology(network.topology()),
          m_limits(limits),
          m_block(block),
          m_out(limits.size() * block.origins.size()) {}

    /// By lane, then limit.
    std::vector<Reached> run() {
        count_nodes();
        for (std::uint32_t e = 0; e < m_topology.edges.size(); ++e) {
            const auto passages = passages_of(e);
            if (passages[0].cost != kClosed || passages[1].cost != kClosed) {
                measure(passages, m_topology.edges[e].length_mm);
            }
        }
        for (std::size_t lane = 0; lane < m_block.origins.size(); ++lane) {
            add_own_edges(lane);
        }
        return std::move(m_out);
    }

private:
    Reached& out(std::size_t lane, std::size_t k) { return m_out[lane * m_limits.size() + k]; }

    void count_nodes() {
        for (std::uint32_t n = 0; n < m_topology.nodes; ++n) {
            const Lanes* car = m_topology.car ? &m_block.at(n) : nullptr;
            const Lanes* walk = m_topology.walk ? &m_block.at(m_topology.walk_base() + n) : nullptr;
            const auto [first, last] = m_topology.approach_states(n);
            for (std::size_t lane = 0; lane < m_block.origins.size(); ++lane) {
                std::uint32_t cost = std::min(car != nullptr ? (*car)[lane] : kFar,
                                              walk != nullptr ? (*walk)[lane] : kFar);
                for (std::uint32_t state = first; state < last; ++state) {
                    cost = std::min(cost, m_block.at(state)[lane]);
                }
                for (std::size_t k = m_limits.size(); k-- > 0 && cost <= m_limits[k];) {
                    ++out(lane, k).nodes;
                }
            }
        }
    }

    /// What it holds of a car is good until it is called again.
    std::array<Passage, 2> passages_of(std::uint32_t e) {
        const Edge& edge = m_topology.edges[e];
        const std::uint32_t flags = m_topology.links[edge.link].flags;
        std::array<Passage, 2> both;
        for (Passage& one : both) {
            one.walk = &one == &both[1];
            one.cost = (flags & kRide) != 0 ? kClosed
                       : one.walk           ? m_network.walk_ms(e)
                                            : m_network.drive_ms(e);
            if (one.cost == kClosed) {
                continue;
            }
            one.forward = one.walk || (flags & kForward) != 0;
            one.backward = one.walk || (flags & kBackward) != 0;
            const std::uint32_t base = one.walk ? m_topology.walk_base() : 0;
            one.start = one.forward ? &m_block.at(base + edge.from) : nullptr;
            one.end = one.backward ? &m_block.at(base + edge.to) : nullptr;
            if (!one.walk && !m_topology.approaches.empty()) {
                one.start = one.forward ? turned_into(e, true) : nullptr;
                one.end = one.backward ? turned_into(e, false) : nullptr;
            }
        }
        return both;
    }

    /// Costs at an end of an edge with the turn into it.
    const Lanes* turned_into(std::uint32_t e, bool forward) {
        Lanes& out = m_turned[forward ? 0 : 1];
        for (std::size_t lane = 0; lane < m_block.origins.size(); ++lane) {
            out[lane] = entered_ms(m_topology, e, forward,
                                   [&](std::uint32_t state) { return m_block.at(state)[lane]; });
        }
        return &out;
    }

    /// How far a lane comes from the start, and to which offset back from the end.
    static Stretch gap(const std::array<Passage, 2>& passages, std::uint32_t length,
                       std::size_t lane, std::uint32_t limit) {
        Stretch gap{0, length};
        for (const Passage& one : passages) {
            if (one.start != nullptr && (*one.start)[lane] <= limit) {
                gap.from = std::max(
                    gap.from, farthest_forward(one.cost, length, 0, (*one.start)[lane], limit));
            }
            if (one.end != nullptr && (*one.end)[lane] <= limit) {
                gap.to = std::min(
                    gap.to, farthest_backward(one.cost, length, length, (*one.end)[lane], limit));
            }
        }
        return gap;
    }
    static std::uint32_t covered(Stretch gap, std::uint32_t length) {
        return gap.from >= gap.to ? length : length - (gap.to - gap.from);
    }

    void measure(const std::array<Passage, 2>& passages, std::uint32_t length) {
        for (std::size_t lane = 0; lane < m_block.origins.size(); ++lane) {
            // Most edges are far from most origins, or wholly within.
            std::uint32_t near = kFar, whole = kFar;
            for (const Passage& one : passages) {
                for (const Lanes* end : {one.start, one.end}) {
                    if (end != nullptr) {
                        near = std::min(near, (*end)[lane]);
                        whole = std::min(whole, (*end)[lane] + std::min(one.cost, kFar - 1));
                    }
                }
            }
            for (std::size_t k = m_limits.size(); k-- > 0 && near <= m_limits[k];) {
                out(lane, k).mm += whole <= m_limits[k]
                                       ? length
                                       : covered(gap(passages, length, lane, m_limits[k]), length);
            }
        }
    }

    /// What an origin inside an edge reaches of it besides.
    void add_own_edges(std::size_t lane) {
        std::vector<std::uint32_t> edges;
        for (const Connector& connector : m_block.origins[lane]->connectors) {
            const std::uint32_t length = m_topology.edges[connector.edge].length_mm;
            if (connector.offset_mm != 0 && connector.offset_mm != length) {
                edges.push_back(connector.edge);
            }
        }
        std::ranges::sort(edges);
        edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
        for (const std::uint32_t edge : edges) {
            const auto passages = passages_of(edge);
            const std::uint32_t length = m_topology.edges[edge].length_mm;
            for (std::size_t k = 0; k < m_limits.size(); ++k) {
                const Stretch open = gap(passages, length, lane, m_limits[k]);
                out(lane, k).mm +=
                    covered_within(open, own_stretches(passages, edge, lane, m_limits[k]));
            }
        }
    }

    std::vector<Stretch> own_stretches(const std::array<Passage, 2>& passages, std::uint32_t edge,
                                       std::size_t lane, std::uint32_t limit) const {
        std::vector<Stretch> stretches;
        for (const Connector& c : m_block.origins[lane]->connectors) {
            const Passage& one = passages[c.walk ? 1 : 0];
            if (c.edge != edge || one.cost == kClosed || c.access_ms > limit) {
                continue;
            }
            const std::uint32_t length = m_topology.edges[edge].length_mm;
            const std::uint32_t from =
                one.backward ? farthest_backward(one.cost, length, c.offset_mm, c.access_ms, limit)
                             : c.offset_mm;
            const std::uint32_t to =
                one.forward ? farthest_forward(one.cost, length, c.offset_mm, c.access_ms, limit)
                            : c.offset_mm;
            stretches.push_back({from, to});
        }
        return stretches;
    }

    /// Length of the part of the gap that the stretches fill.
    static std::uint64_t covered_within(Stretch gap, std::vector<Stretch> stretches) {
        std::ranges::sort(stretches, {}, &Stretch::from);
        std::uint64_t sum = 0;
        std::uint32_t done = gap.from;
        for (const Stretch& one : stretches) {
            const std::uint32_t from = std::max(done, one.from), to = std::min(gap.to, one.to);
            if (from < to) {
                sum += to - from;
                done = to;
            }
        }
        return sum;
    }

    const Network& m_network;
    const Topology& m_topology;
    const std::vector<std::uint32_t>& m_limits;
    const Block& m_block;
    std::array<Lanes, 2> m_turned = {};  ///< at the start and the end of an edge
    std::vector<Reached> m_out;
};

/// Costs within the limit in a lane of a table by state.
void search_lane(Search& search, const std::vector<Start>& starts, std::uint32_t limit,
                 std::size_t lane, std::vector<Lanes>& rows) {
    search.begin();
    for (const Start& start : starts) {
        search.add_source(start.node, start.cost);
    }
    search.run(limit);
    for (std::uint32_t state = 0; state < rows.size(); ++state) {
        rows[state][lane] = std::min(search.cost(state), kFar);  // kClosed is none to a sweep too
    }
}

/// Calls take(block, numbers of the origins) for all origins, from several threads.
template <class Take>
void each_block(const Network& network, const std::vector<std::vector<Start>>& starts,
                std::uint32_t limit, const Hierarchy* hierarchy, const Take& take) {
    if (hierarchy != nullptr) {
        const Downward whole(*hierarchy);
        sweep_blocks(whole, starts,
                     [&](const Sweep& sweep, std::span<const std::uint32_t> numbers) {
                         take(Block{sweep.rows().data(), hierarchy->place.data()}, numbers);
                     });
        return;
    }
    SearchPool searches(network);
    base::Pool<std::vector<Lanes>> tables(
        [&] { return std::make_unique<std::vector<Lanes>>(network.topology().states()); });
    base::parallel_blocks(starts.size(), kLanes, [&](std::size_t begin, std::size_t end) {
        tables.with([&](std::vector<Lanes>& rows) {
            std::vector<std::uint32_t> numbers;
            searches.with([&](Search& search) {
                for (std::size_t i = begin; i < end; ++i) {
                    search_lane(search, starts[i], limit, i - begin, rows);
                    numbers.push_back(static_cast<std::uint32_t>(i));
                }
            });
            take(Block{rows.data(), nullptr}, std::span<const std::uint32_t>(numbers));
        });
    });
}

}  // namespace

std::uint32_t farthest_forward(std::uint32_t cost, std::uint32_t length, std::uint32_t offset,
                               std::uint32_t ms, std::uint32_t limit) {
    const std::uint64_t within = std::uint64_t{cost_before(cost, offset, length)} + (limit - ms);
    return within >= cost
               ? length
               : std::max(offset, offset_within(cost, static_cast<std::uint32_t>(within), length));
}

std::uint32_t farthest_backward(std::uint32_t cost, std::uint32_t length, std::uint32_t offset,
                                std::uint32_t ms, std::uint32_t limit) {
    const std::uint32_t before = cost_before(cost, offset, length), rest = limit - ms;
    if (before <= rest) {
        return 0;
    }
    std::uint32_t at = length - offset_within(cost, cost - before + rest, length);
    if (at < offset && before - cost_before(cost, at, length) > rest) {
        ++at;  // costs are rounded half up, from the start
    }
    return std::min(offset, at);
}

std::vector<Reached> reached(const Network& network, const Points& origins,
                             const std::vector<std::uint32_t>& limits_ms, Engine engine,
                             const base::Progress& progress) {
    std::vector<Reached> out(origins.places.size() * limits_ms.size());
    std::vector<std::vector<Start>> starts;
    std::vector<std::size_t> number;
    for (std::size_t i = 0; i < origins.places.size(); ++i) {
        if (!origins.places[i].connectors.empty()) {
            starts.emplace_back();
            number.push_back(i);
            for (const Gate& gate : entries(network, origins.places[i])) {
                starts.back().push_back({gate.state, gate.ms});
            }
        }
    }
    if (starts.empty() || limits_ms.empty()) {
        return out;
    }
    const auto hierarchy = hierarchy_for(engine, network, progress);
    progress.at(0, "reached");
    each_block(network, starts, limits_ms.back(), hierarchy.get(),
               [&](Block block, std::span<const std::uint32_t> numbers) {
                   for (const std::uint32_t i : numbers) {
                       block.origins.push_back(&origins.places[number[i]]);
                   }
                   const auto found = Meter(network, limits_ms, block).run();
                   for (std::size_t lane = 0; lane < numbers.size(); ++lane) {
                       std::copy_n(
                           found.begin() + static_cast<std::ptrdiff_t>(lane * limits_ms.size()),
                           limits_ms.size(),
                           out.begin() + static_cast<std::ptrdiff_t>(number[numbers[lane]] *
                                                                     limits_ms.size()));
                   }
               });
    progress.at(1, "reached");
    return out;
}

}  // namespace jt::network
