#include "network/hierarchy/contraction.hpp"

#include "base/parallel.hpp"
#include "base/pool.hpp"
#include "network/reach/search.hpp"

#include <algorithm>
#include <numeric>

namespace jt::network {
namespace {

/// An arc of the remaining graph; `hops` arcs of the given graph lie under it.
struct Half {
    std::uint32_t to = 0, cost = 0, hops = 1;
};
using Halves = std::vector<Half>;

struct Shortcut {
    std::uint32_t from = 0;
    Half half;
};

/// Keeps the cheaper of two arcs with the same end.
void put(Halves& list, const Half& half) {
    const auto known =
        std::ranges::find_if(list, [&](const Half& one) { return one.to == half.to; });
    if (known == list.end()) {
        list.push_back(half);
    } else if (half.cost < known->cost) {
        *known = half;
    }
}

void drop(Halves& list, std::uint32_t to) {
    const auto found = std::ranges::find_if(list, [&](const Half& one) { return one.to == to; });
    if (found != list.end()) {
        *found = list.back();
        list.pop_back();
    }
}

/// What is not contracted yet.
struct Remaining {
    std::vector<Halves> out, in;
    std::vector<std::uint8_t> gone;  ///< contracted, or about to be: no way leads through it
};

/// Nodes that a search settles: with 20 before an arc is put in for good there are many needless
/// ones, and needless ones of those (measured). To weigh a node fewer will do.
constexpr std::size_t kWitnessNodes = 60, kWeighNodes = 15;

/// A bounded search for ways around a node, with labels of its own.
class Witness {
public:
    explicit Witness(std::size_t nodes) : m_marks(nodes) {}

    /// The node to be passed, and where its arcs lead.
    void around(std::uint32_t node, const Halves& leaving) {
        m_around = node;
        m_targets = &leaving;
        ++m_now_targets;
        for (const Half& half : leaving) {
            Mark& mark = m_marks[half.to];
            mark.targets = m_now_targets;
            mark.leaving = half.cost;
        }
    }

    /// Settles nodes from the tail of an arc into the node, until it is known of each target
    /// whether there is a way that costs no more than the one through the node, or `most`
    /// nodes are settled.
    void run(const Remaining& graph, const Half& in, std::size_t most) {
        m_in = in.cost;
        m_limit = 0;
        std::size_t open = 0;
        for (const Half& half : *m_targets) {
            if (half.to != in.to && graph.gone[half.to] == 0) {
                m_limit = std::max(m_limit, in.cost + half.cost);
                ++open;
            }
        }
        if (open == 0) {
            return;
        }
        ++m_now;
        m_heap.clear();
        Mark& source = m_marks[in.to];
        source.stamp = m_now;
        source.cost = 0;
        source.done = true;
        m_heap.push(in.to);
        for (std::size_t settled = 0; !m_heap.empty() && settled < most;) {
            const std::uint64_t key = m_heap.top();
            m_heap.pop();
            const auto node = static_cast<std::uint32_t>(key);
            const auto cost = static_cast<std::uint32_t>(key >> 32);
            Mark& mark = m_marks[node];
            if (cost > mark.cost) {
                continue;
            }
            ++settled;
            if (cost > m_limit || (finish(mark) && --open == 0)) {
                return;
            }
            for (const Half& arc : graph.out[node]) {
                const std::uint32_t sum = cost + arc.cost;
                Mark& next = m_marks[arc.to];
                if (sum > m_limit || (next.stamp == m_now && sum >= next.cost) ||
                    arc.to == m_around || graph.gone[arc.to] != 0) {
                    continue;
                }
                if (next.stamp != m_now) {
                    next.stamp = m_now;
                    next.done = false;
                }
                next.cost = sum;
                if (next.targets == m_now_targets && sum <= m_in + next.leaving && finish(next) &&
                    --open == 0) {
                    return;
                }
                m_heap.push(std::uint64_t{sum} << 32 | arc.to);
            }
        }
    }
    /// After run(): is a way known that costs no more than the one through the node?
    bool avoids(std::uint32_t target) const {
        const Mark& mark = m_marks[target];
        return mark.stamp == m_now && mark.cost <= m_in + mark.leaving;
    }

private:
    struct Mark {
        std::uint32_t stamp = 0, cost = 0;       ///< of the search
        std::uint32_t targets = 0, leaving = 0;  ///< of the node around which it goes
        bool done = false;
    };
    /// Is this a target of which nothing was known until now?
    bool finish(Mark& mark) const {
        const bool fresh = mark.targets == m_now_targets && !mark.done;
        mark.done = true;
        return fresh;
    }

    std::vector<Mark> m_marks;
    const Halves* m_targets = nullptr;
    std::uint32_t m_now = 0, m_now_targets = 0, m_around = 0, m_in = 0, m_limit = 0;
    Heap m_heap;
};

/// The shortcuts that must take a node's place.
void shortcuts_of(const Remaining& graph, std::uint32_t node, Witness& witness, std::size_t most,
                  std::vector<Shortcut>& out) {
    out.clear();
    const Halves& leaving = graph.out[node];
    witness.around(node, leaving);
    for (const Half& in : graph.in[node]) {
        if (graph.gone[in.to] != 0) {
            continue;
        }
        witness.run(graph, in, most);
        for (const Half& half : leaving) {
            const std::uint32_t sum = in.cost + half.cost;
            if (half.to != in.to && graph.gone[half.to] == 0 && sum < kFar &&
                !witness.avoids(half.to)) {
                out.push_back({in.to, {half.to, sum, in.hops + half.hops}});
            }
        }
    }
}

class Contraction {
public:
    Contraction(std::span<const std::uint32_t> first, std::span<const Arc> arcs)
        : m_nodes(static_cast<std::uint32_t>(first.size() - 1)),
          m_level(m_nodes, 0),
          m_importance(m_nodes, 0),
          m_witnesses([this] { return std::make_unique<Witness>(m_nodes); }) {
        m_graph.out.resize(m_nodes);
        m_graph.in.resize(m_nodes);
        m_graph.gone.assign(m_nodes, 0);
        for (std::uint32_t from = 0; from < m_nodes; ++from) {
            for (std::uint32_t a = first[from]; a < first[from + 1]; ++a) {
                if (arcs[a].cost < kFar && arcs[a].to != from) {
                    put(m_graph.out[from], {arcs[a].to, arcs[a].cost, 1});
                }
            }
            for (const Half& half : m_graph.out[from]) {
                m_graph.in[half.to].push_back({from, half.cost, half.hops});
            }
        }
    }

    Hierarchy run(const base::Progress& progress) {
        std::vector<std::uint32_t> all(m_nodes);
        std::iota(all.begin(), all.end(), 0U);
        weigh(all);
        std::vector<std::uint32_t> left = all;
        while (!left.empty()) {
            progress.at(1 - static_cast<double>(left.size()) / m_nodes, "hierarchy");
            const auto chosen = choose(left);
            contract(chosen);
            std::erase_if(left, [&](std::uint32_t node) { return m_graph.gone[node] != 0; });
        }
        return finished();
    }

private:
    template <class Body>
    void each(const std::vector<std::uint32_t>& nodes, Body&& body) {
        base::parallel_blocks(nodes.size(), 64, [&](std::size_t begin, std::size_t end) {
            m_witnesses.with([&](Witness& witness) {
                for (std::size_t i = begin; i < end; ++i) {
                    body(i, witness);
                }
            });
        });
    }

    /// Importance: level, arcs put in for arcs taken out, and the same of the hops under them.
    void weigh(const std::vector<std::uint32_t>& nodes) {
        each(nodes, [&](std::size_t i, Witness& witness) {
            const std::uint32_t node = nodes[i];
            std::vector<Shortcut> added;
            shortcuts_of(m_graph, node, witness, kWeighNodes, added);
            std::uint64_t hops = 0, old_hops = 0, removed = 0;
            for (const Shortcut& one : added) {
                hops += one.half.hops;
            }
            for (const Halves* list : {&m_graph.in[node], &m_graph.out[node]}) {
                removed += list->size();
                for (const Half& half : *list) {
                    old_hops += half.hops;
                }
            }
            m_importance[node] =
                1000 * std::uint64_t{m_level[node]} +
                (removed == 0 ? 0 : 1000 * added.size() / removed + 1000 * hops / old_hops);
        });
    }

    bool before(std::uint32_t a, std::uint32_t b) const {
        return m_importance[a] != m_importance[b] ? m_importance[a] < m_importance[b]
                                                  : scramble(a) < scramble(b);
    }
    /// Neighbours with equal importance and running numbers would be contracted one by one.
    static std::uint64_t scramble(std::uint64_t x) {
        x = (x ^ (x >> 16)) * 0x9E3779B97F4A7C15ULL;
        return x ^ (x >> 29);
    }

    /// Nodes less important than all their neighbours: no two are neighbours.
    std::vector<std::uint32_t> choose(const std::vector<std::uint32_t>& left) {
        std::vector<std::uint8_t> least(left.size(), 0);
        base::parallel_blocks(left.size(), 1024, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                const std::uint32_t node = left[i];
                const auto later = [&](const Half& half) { return before(node, half.to); };
                least[i] = std::ranges::all_of(m_graph.out[node], later) &&
                           std::ranges::all_of(m_graph.in[node], later);
            }
        });
        std::vector<std::uint32_t> out;
        for (std::size_t i = 0; i < left.size(); ++i) {
            if (least[i] != 0) {
                out.push_back(left[i]);
            }
        }
        return out;
    }

    void contract(const std::vector<std::uint32_t>& chosen) {
        for (const std::uint32_t node : chosen) {
            m_graph.gone[node] = 1;
        }
        std::vector<std::vector<Shortcut>> added(chosen.size());
        each(chosen, [&](std::size_t i, Witness& witness) {
            shortcuts_of(m_graph, chosen[i], witness, kWitnessNodes, added[i]);
        });
        std::vector<std::uint32_t> near;
        for (std::size_t i = 0; i < chosen.size(); ++i) {
            take_out(chosen[i], near);
            for (const Shortcut& one : added[i]) {
                put(m_graph.out[one.from], one.half);
                put(m_graph.in[one.half.to], {one.from, one.half.cost, one.half.hops});
            }
        }
        m_order.insert(m_order.end(), chosen.begin(), chosen.end());
        std::ranges::sort(near);
        near.erase(std::unique(near.begin(), near.end()), near.end());
        weigh(near);
    }

    /// The arcs of a contracted node stay its own; its neighbours forget it and rise.
    void take_out(std::uint32_t node, std::vector<std::uint32_t>& near) {
        const auto rise = [&](std::uint32_t other) {
            m_level[other] = std::max(m_level[other], m_level[node] + 1);
            near.push_back(other);
        };
        for (const Half& half : m_graph.out[node]) {
            drop(m_graph.in[half.to], node);
            rise(half.to);
        }
        for (const Half& half : m_graph.in[node]) {
            drop(m_graph.out[half.to], node);
            rise(half.to);
        }
    }

    Hierarchy finished() {
        Hierarchy out;
        out.node.assign(m_order.rbegin(), m_order.rend());
        out.place.resize(m_nodes);
        for (std::uint32_t p = 0; p < m_nodes; ++p) {
            out.place[out.node[p]] = p;
        }
        const auto fill = [&](std::vector<Halves>& from, std::vector<std::uint32_t>& first,
                              std::vector<Arc>& arcs) {
            first.push_back(0);
            for (const std::uint32_t node : out.node) {
                const std::size_t begin = arcs.size();
                for (const Half& half : from[node]) {
                    arcs.push_back({out.place[half.to], half.cost});
                }
                std::sort(arcs.begin() + static_cast<std::ptrdiff_t>(begin), arcs.end(),
                          [](const Arc& a, const Arc& b) { return a.to < b.to; });
                first.push_back(static_cast<std::uint32_t>(arcs.size()));
            }
        };
        fill(m_graph.out, out.up_first, out.up);
        fill(m_graph.in, out.down_first, out.down);
        return out;
    }

    std::uint32_t m_nodes;
    Remaining m_graph;
    std::vector<std::uint32_t> m_level, m_order;
    std::vector<std::uint64_t> m_importance;
    base::Pool<Witness> m_witnesses;
};

}  // namespace

Hierarchy contract(std::span<const std::uint32_t> first, std::span<const Arc> arcs,
                   const base::Progress& progress) {
    return first.empty() ? Hierarchy() : Contraction(first, arcs).run(progress);
}

}  // namespace jt::network
