// Contraction hierarchies and sweeps against Dijkstra's algorithm written plainly.
#include "base/parallel.hpp"
#include "network/helpers.hpp"
#include "network/hierarchy/contraction.hpp"
#include "network/hierarchy/sweep.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>
#include <queue>

using namespace jt;
using network::Arc;
using network::kClosed;
using network::kFar;
using network::Start;

namespace {

struct Graph {
    std::vector<std::uint32_t> first{0};
    std::vector<Arc> arcs;
    std::uint32_t nodes() const { return static_cast<std::uint32_t>(first.size()) - 1; }
};

Graph of(const std::vector<std::vector<Arc>>& rows) {
    Graph graph;
    for (const auto& row : rows) {
        graph.arcs.insert(graph.arcs.end(), row.begin(), row.end());
        graph.first.push_back(static_cast<std::uint32_t>(graph.arcs.size()));
    }
    return graph;
}

/// Plain Dijkstra; kFar where there is no way.
std::vector<std::uint32_t> plain(const Graph& graph, const std::vector<Start>& starts) {
    std::vector<std::uint32_t> cost(graph.nodes(), kFar);
    using Item = std::pair<std::uint64_t, std::uint32_t>;
    std::priority_queue<Item, std::vector<Item>, std::greater<>> queue;
    for (const Start& start : starts) {
        queue.emplace(start.cost, start.node);
    }
    while (!queue.empty()) {
        const auto [c, node] = queue.top();
        queue.pop();
        if (c >= cost[node]) {
            continue;
        }
        cost[node] = static_cast<std::uint32_t>(c);
        for (std::uint32_t a = graph.first[node]; a < graph.first[node + 1]; ++a) {
            if (graph.arcs[a].cost != kClosed) {
                queue.emplace(c + graph.arcs[a].cost, graph.arcs[a].to);
            }
        }
    }
    return cost;
}

/// Any arcs at all: loops, parallel ones, zero costs, closed ones, parts that none leaves.
Graph wild(std::uint64_t seed) {
    test::Random random{seed};
    const std::uint32_t n = 2 + random.below(70), parts = 1 + random.below(3);
    std::vector<std::vector<Arc>> rows(n);
    for (std::uint32_t i = random.below(5 * n); i-- > 0;) {
        const std::uint32_t from = random.below(n), to = random.below(n);
        const std::uint32_t kind = random.below(10);
        if (from % parts <= to % parts) {  // islands that are entered and never left
            rows[from].push_back({to, kind == 0   ? 0
                                      : kind == 1 ? kClosed
                                      : kind == 2 ? 100 * random.below(3)
                                                  : random.below(100000)});
        }
    }
    return of(rows);
}

/// Streets with blocks of equal length, so that there are many ways of one cost, and one-way ones.
Graph grid(std::uint64_t seed, std::uint32_t width, std::uint32_t height) {
    test::Random random{seed};
    std::vector<std::vector<Arc>> rows(width * height);
    const auto street = [&](std::uint32_t a, std::uint32_t b) {
        const std::uint32_t cost = 1000 * (1 + random.below(3)), kind = random.below(12);
        if (kind != 0) {
            rows[a].push_back({b, cost});
        }
        if (kind != 1) {
            rows[b].push_back({a, kind == 2 ? kClosed : cost});
        }
    };
    for (std::uint32_t i = 0; i < width * height; ++i) {
        if (i % width + 1 < width) {
            street(i, i + 1);
        }
        if (i + width < width * height) {
            street(i, i + width);
        }
    }
    return of(rows);
}

std::vector<std::vector<Start>> each_node(const Graph& graph) {
    std::vector<std::vector<Start>> origins;
    for (std::uint32_t node = 0; node < graph.nodes(); ++node) {
        origins.push_back({{node, 0}});
    }
    return origins;
}

/// Pairs that differ from the plain search, over all pairs, by sweeps over everything and over the
/// ways to the targets.
std::size_t wrong_pairs(const Graph& graph, const network::Hierarchy& hierarchy,
                        const std::vector<std::vector<Start>>& origins) {
    std::vector<std::uint32_t> targets;
    for (std::uint32_t node = graph.nodes(); node-- > 0;) {
        targets.insert(targets.end(), node % 3 == 0 ? 2 : 1, node);
    }
    const auto few = network::many_to_many(hierarchy, origins, targets);
    std::vector<std::vector<std::uint32_t>> all(origins.size());
    const network::Downward whole(hierarchy);
    network::sweep_blocks(whole, origins,
                          [&](const network::Sweep& sweep, std::span<const std::uint32_t> block) {
                              for (std::size_t lane = 0; lane < block.size(); ++lane) {
                                  for (std::uint32_t node = 0; node < graph.nodes(); ++node) {
                                      all[block[lane]].push_back(sweep.costs(node)[lane]);
                                  }
                              }
                          });
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < origins.size(); ++i) {
        const auto wanted = plain(graph, origins[i]);
        wrong += all[i] == wanted ? 0 : 1;
        for (std::size_t t = 0; t < targets.size(); ++t) {
            wrong += few[i * targets.size() + t] == wanted[targets[t]] ? 0 : 1;
        }
    }
    return wrong;
}

network::Hierarchy contract(const Graph& graph) {
    return network::contract(graph.first, graph.arcs, base::Progress());
}

std::string stored(const Graph& graph, const network::Hierarchy& hierarchy) {
    base::Writer out;
    network::write_hierarchy(out, hierarchy, network::graph_hash(graph.first, graph.arcs));
    return out.bytes();
}

network::Hierarchy restored(const Graph& graph, const std::string& bytes) {
    base::Reader in(bytes);
    return network::read_hierarchy(in, network::graph_hash(graph.first, graph.arcs));
}

}  // namespace

TEST_CASE("sweeps over a hierarchy equal Dijkstra on wild graphs, all pairs") {
    std::size_t finite = 0, none = 0;
    for (std::uint64_t seed = 1; seed <= 120; ++seed) {
        const Graph graph = wild(seed);
        const auto hierarchy = contract(graph);
        INFO("seed " << seed);
        REQUIRE(wrong_pairs(graph, hierarchy, each_node(graph)) == 0);
        for (const std::uint32_t cost : plain(graph, {{0, 0}})) {
            ++(cost < kFar ? finite : none);
        }
    }
    CHECK(finite > 1000);  // the graphs have ways, and pairs without one
    CHECK(none > 1000);
}

TEST_CASE("sweeps over a hierarchy equal Dijkstra on street grids, all pairs") {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        const Graph graph = grid(seed, 11 + static_cast<std::uint32_t>(seed),
                                 40 - 5 * static_cast<std::uint32_t>(seed));
        REQUIRE(wrong_pairs(graph, contract(graph), each_node(graph)) == 0);
    }
}

TEST_CASE("an origin with several starts takes the best of them; starts of kFar count as none") {
    const Graph graph = grid(8, 20, 20);
    const auto hierarchy = contract(graph);
    test::Random random{3};
    std::vector<std::vector<Start>> origins(41);
    for (std::size_t i = 1; i < origins.size(); ++i) {  // the first has no start
        for (std::uint32_t k = random.below(5); k-- > 0;) {
            origins[i].push_back({random.below(400), random.below(6000)});
        }
    }
    origins[5] = {{7, kFar}, {7, 0xFFFFFFFFU}, {11, 30}};
    origins[6] = {{7, kFar}};
    auto wanted = origins;
    wanted[5] = {{11, 30}};
    wanted[6] = {};
    const std::vector<std::uint32_t> targets{0, 399, 7, 11, 200};
    const auto costs = network::many_to_many(hierarchy, origins, targets);
    for (std::size_t i = 0; i < origins.size(); ++i) {
        const auto row = plain(graph, wanted[i]);
        for (std::size_t t = 0; t < targets.size(); ++t) {
            CHECK(costs[i * targets.size() + t] == row[targets[t]]);
        }
    }
}

TEST_CASE("a hierarchy is the same for any number of threads, and so are the costs") {
    const Graph graph = grid(21, 60, 50);
    base::set_threads(1);
    const auto one = contract(graph);
    const std::vector<std::uint32_t> targets{5, 1700, 2999};
    const auto costs = network::many_to_many(one, each_node(graph), targets);
    base::set_threads(2);
    const auto two = contract(graph);
    CHECK(stored(graph, two) == stored(graph, one));
    CHECK(network::many_to_many(two, each_node(graph), targets) == costs);
    base::set_threads(0);
    CHECK(stored(graph, contract(graph)) == stored(graph, one));
}

TEST_CASE("counts within a limit are those of the costs") {
    const Graph graph = grid(4, 25, 25);
    const auto hierarchy = contract(graph);
    const network::Downward whole(hierarchy);
    network::Sweep sweep(whole);
    sweep.run(std::vector<std::vector<Start>>{{{0, 0}}, {{312, 0}}, {}});
    for (const std::uint32_t limit : {0U, 15000U, kFar - 1}) {
        const network::Lanes counts = sweep.count_within(limit);
        for (const std::size_t lane : {0U, 1U, 2U}) {
            std::uint32_t wanted = 0;
            for (std::uint32_t node = 0; node < graph.nodes(); ++node) {
                wanted += sweep.costs(node)[lane] <= limit ? 1 : 0;
            }
            CHECK(counts[lane] == wanted);
        }
    }
    CHECK(sweep.count_within(15000)[1] > sweep.count_within(15000)[0]);
    CHECK(sweep.count_within(kFar - 1)[2] == 0);
}

TEST_CASE("graphs without nodes, without arcs, and targets without origins") {
    const auto none = network::contract({}, {}, base::Progress());
    CHECK(none.size() == 0);
    CHECK(network::many_to_many(none, {}, {}).empty());
    const Graph bare = of({{}, {}, {}});
    const auto hierarchy = contract(bare);
    CHECK(wrong_pairs(bare, hierarchy, each_node(bare)) == 0);
    CHECK(network::many_to_many(hierarchy, {}, std::vector<std::uint32_t>{1}).empty());
    CHECK(network::many_to_many(hierarchy, each_node(bare), {}).empty());
    const network::Downward to_one(hierarchy, std::vector<std::uint32_t>{1});
    network::Sweep sweep(to_one);
    sweep.run({});
    CHECK_THROWS_AS(sweep.costs(0), std::logic_error);
    const std::vector<std::vector<Start>> many(17);
    CHECK_THROWS_AS(sweep.run(many), std::logic_error);
}

TEST_CASE("a stored hierarchy comes back, and one that is damaged or of another graph does not") {
    const Graph graph = grid(5, 12, 12), other = grid(6, 12, 12);
    const auto hierarchy = contract(graph);
    const std::string bytes = stored(graph, hierarchy);
    CHECK(stored(graph, restored(graph, bytes)) == bytes);
    const std::string said = "a stored hierarchy does not belong to its network";
    CHECK(test::error_text([&] { restored(other, bytes); }) == said);
    CHECK_THROWS_AS(restored(graph, bytes.substr(0, bytes.size() - 1)), base::Error);
    const auto harmed = [&](const std::function<void(network::Hierarchy&)>& harm) {
        network::Hierarchy copy = hierarchy;
        harm(copy);
        return test::error_text([&] { restored(graph, stored(graph, copy)); });
    };
    CHECK(harmed([](auto& h) { h.place[0] = h.place[1]; }) == said);
    CHECK(harmed([](auto& h) { h.node[3] = 144; }) == said);
    CHECK(harmed([](auto& h) { h.place.pop_back(); }) == said);
    CHECK(harmed([](auto& h) { h.up.back().to = 143; }) == said);
    CHECK(harmed([](auto& h) { h.up.back().cost = kFar; }) == said);
    CHECK(harmed([](auto& h) { h.down.pop_back(); }) == said);
    CHECK(harmed([](auto& h) { std::swap(h.down_first[1], h.down_first[140]); }) == said);
    CHECK(harmed([](auto& h) { h.up_first.clear(); }) == said);
}
