// Graphs in compressed rows for the tests of hierarchies, and Dijkstra's algorithm on them: a
// second implementation, slow and plain.
#pragma once

#include "helpers.hpp"
#include "network/hierarchy/hierarchy.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>
#include <queue>
#include <utility>
#include <vector>

namespace jt::test {

using network::Arc;
using network::Hierarchy;
using network::kClosed;
using network::kFar;

struct Graph {
    std::vector<std::uint32_t> first{0}, to;
    std::vector<Arc> arcs;
    std::uint32_t nodes() const { return static_cast<std::uint32_t>(first.size() - 1); }
};

struct Pair {
    std::uint32_t from, to, cost;
};

inline Graph graph_of(std::uint32_t nodes, std::vector<Pair> pairs) {
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const Pair& a, const Pair& b) { return a.from < b.from; });
    Graph out;
    out.first.assign(nodes + 1, 0);
    for (const Pair& pair : pairs) {
        ++out.first[pair.from + 1];
        out.to.push_back(pair.to);
        out.arcs.push_back({pair.to, pair.cost});
    }
    std::partial_sum(out.first.begin(), out.first.end(), out.first.begin());
    return out;
}

/// Cheap and dear, none at all, closed, and so dear that two of them are no way.
inline std::uint32_t random_cost(Random& random) {
    const std::uint32_t kind = random.below(12);
    return kind < 2    ? 0
           : kind == 2 ? kClosed
           : kind == 3 ? kFar - 1 - random.below(3)
           : kind == 4 ? kFar + random.below(3)
           : kind < 9  ? random.below(5)
                       : random.below(100000);
}

/// Several components, loops, repeated arcs, one-way arcs and nodes without any.
inline Graph random_graph(Random& random, std::uint32_t nodes, std::uint32_t arcs) {
    std::vector<Pair> pairs;
    const std::uint32_t blocks = 1 + random.below(3), near = 2 + random.below(nodes);
    for (std::uint32_t i = 0; i < arcs; ++i) {
        const std::uint32_t from = random.below(nodes), to = (from + random.below(near)) % nodes;
        if (from % blocks != to % blocks) {
            continue;
        }
        pairs.push_back({from, to, random_cost(random)});
        if (random.below(3) != 0) {
            pairs.push_back({to, from, random_cost(random)});
        }
    }
    return graph_of(nodes, pairs);
}

/// Streets of a town: a lattice with gaps, dead ends and one-way streets.
inline Graph town(Random& random, std::uint32_t wide) {
    std::vector<Pair> pairs;
    const auto street = [&](std::uint32_t a, std::uint32_t b) {
        const std::uint32_t kind = random.below(8);
        if (kind == 0) {
            return;
        }
        pairs.push_back({a, b, 1000 + random.below(9000)});
        if (kind > 1) {
            pairs.push_back({b, a, 1000 + random.below(9000)});
        }
    };
    for (std::uint32_t y = 0; y < wide; ++y) {
        for (std::uint32_t x = 0; x < wide; ++x) {
            if (x + 1 < wide) {
                street(y * wide + x, y * wide + x + 1);
            }
            if (y + 1 < wide) {
                street(y * wide + x, (y + 1) * wide + x);
            }
        }
    }
    return graph_of(wide * wide, pairs);
}

/// Dijkstra, plain; kFar for no way.
inline std::vector<std::uint32_t> plain(const Graph& graph, std::uint32_t from) {
    std::vector<std::uint64_t> best(graph.nodes(), kFar);
    std::priority_queue<std::pair<std::uint64_t, std::uint32_t>,
                        std::vector<std::pair<std::uint64_t, std::uint32_t>>, std::greater<>>
        queue;
    best[from] = 0;
    queue.emplace(0, from);
    while (!queue.empty()) {
        const auto [cost, node] = queue.top();
        queue.pop();
        for (std::uint32_t a = graph.first[node]; cost == best[node] && a < graph.first[node + 1];
             ++a) {
            const std::uint64_t sum = cost + graph.arcs[a].cost;
            if (graph.arcs[a].cost < kFar && sum < best[graph.arcs[a].to]) {
                best[graph.arcs[a].to] = sum;
                queue.emplace(sum, graph.arcs[a].to);
            }
        }
    }
    return {best.begin(), best.end()};
}

/// Up and then down through a hierarchy, place by place.
inline std::vector<std::uint32_t> sweep(const Hierarchy& h, std::uint32_t from) {
    std::vector<std::uint64_t> at(h.size(), kFar);
    at[h.place[from]] = 0;
    for (std::uint32_t p = h.size(); p-- > 0;) {
        for (std::uint32_t a = h.up_first[p]; a < h.up_first[p + 1]; ++a) {
            REQUIRE(h.up[a].to < p);
            at[h.up[a].to] = std::min(at[h.up[a].to], at[p] + h.up[a].cost);
        }
    }
    for (std::uint32_t p = 0; p < h.size(); ++p) {
        for (std::uint32_t a = h.down_first[p]; a < h.down_first[p + 1]; ++a) {
            REQUIRE(h.down[a].to < p);
            at[p] = std::min(at[p], at[h.down[a].to] + h.down[a].cost);
        }
    }
    std::vector<std::uint32_t> out(h.size());
    for (std::uint32_t p = 0; p < h.size(); ++p) {
        out[h.node[p]] = static_cast<std::uint32_t>(std::min<std::uint64_t>(at[p], kFar));
    }
    return out;
}

}  // namespace jt::test
