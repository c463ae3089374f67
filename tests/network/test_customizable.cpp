#include "base/error.hpp"
#include "base/parallel.hpp"
#include "hierarchy_graphs.hpp"
#include "network/hierarchy/customise.hpp"
#include "network/hierarchy/order_dissection.hpp"
#include "network/hierarchy/tree_search.hpp"
#include "network/hierarchy/what_if.hpp"
#include "network/reach/search.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace jt;
using namespace jt::network;
using namespace jt::test;

namespace {

Customizable customizable(const Graph& graph) {
    return {graph.first, graph.to, dissection_order(graph.first, graph.to, {})};
}

bool same(const Metric& a, const Metric& b) { return a.basic == b.basic && a.perfect == b.perfect; }

bool same(const std::vector<Arc>& a, const std::vector<Arc>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Arc& x, const Arc& y) { return x.to == y.to && x.cost == y.cost; });
}

bool same(const Hierarchy& a, const Hierarchy& b) {
    return a.place == b.place && a.node == b.node && a.up_first == b.up_first &&
           a.down_first == b.down_first && same(a.up, b.up) && same(a.down, b.down);
}

/// The arcs of a path follow each other from one node to another, and cost what was said.
void check_path(const Graph& graph, const std::vector<std::uint32_t>& path, std::uint32_t from,
                std::uint32_t to, std::uint32_t cost) {
    std::uint64_t sum = 0;
    std::uint32_t at = from;
    for (const std::uint32_t a : path) {
        REQUIRE((graph.first[at] <= a && a < graph.first[at + 1]));
        sum += graph.arcs[a].cost;
        at = graph.to[a];
    }
    REQUIRE(at == to);
    REQUIRE(sum == cost);
}

/// Every way to ask, against Dijkstra.
void check_costs(const Graph& graph, const Customizable& over, const Metric& metric) {
    const Hierarchy hierarchy = hierarchy_of(over, metric);
    TreeSearch search(over, metric, graph.arcs);
    for (std::uint32_t from = 0; from < graph.nodes(); ++from) {
        const std::vector<std::uint32_t> wanted = plain(graph, from);
        REQUIRE(search.costs(from) == wanted);
        REQUIRE(sweep(hierarchy, from) == wanted);
        for (std::uint32_t to = from % 3; to < graph.nodes(); to += 3) {
            REQUIRE(search.cost(from, to) == wanted[to]);
            const auto path = search.path(from, to);
            REQUIRE(path.has_value() == (wanted[to] < kFar));
            if (path) {
                check_path(graph, *path, from, to, wanted[to]);
            }
        }
    }
}

/// Changes all arcs that leave or reach a node.
template <class Change>
void at_node(Graph& graph, std::uint32_t node, Change&& change) {
    for (std::uint32_t from = 0; from < graph.nodes(); ++from) {
        for (std::uint32_t a = graph.first[from]; a < graph.first[from + 1]; ++a) {
            if (from == node || graph.to[a] == node) {
                change(graph.arcs[a]);
            }
        }
    }
}

/// Depth of the elimination tree, and what its numbers promise.
std::size_t check_tree(const Customizable& over) {
    std::vector<std::size_t> depth(over.size(), 1), part(over.size(), 0);
    for (std::size_t i = 0; i < over.parts.size(); ++i) {
        for (std::uint32_t p = over.parts[i].begin; p < over.parts[i].end; ++p) {
            REQUIRE(part[p] == 0);
            part[p] = i + 1;
        }
    }
    for (const std::uint32_t p : over.crown) {
        REQUIRE(part[p] == 0);
        part[p] = over.parts.size() + 1;
    }
    std::size_t deepest = 0;
    for (std::uint32_t p = 0; p < over.size(); ++p) {
        REQUIRE(over.node[over.place[p]] == p);
        REQUIRE(part[p] != 0);
        const std::uint32_t first = over.up_first[p], last = over.up_first[p + 1];
        for (std::uint32_t a = first; a < last; ++a) {
            const std::uint32_t above = over.up_to[a];
            REQUIRE((above < p && over.end[p] <= over.end[above]));
            REQUIRE((part[above] == part[p] || part[above] > over.parts.size()));
            REQUIRE((a + 1 == last || above < over.up_to[a + 1]));
            for (std::uint32_t b = first; b < a; ++b) {
                REQUIRE(over.arc_of(above, over.up_to[b]) != Customizable::kNoArc);
            }
        }
        if (first < last) {
            depth[p] = depth[over.up_to[last - 1]] + 1;
        }
        deepest = std::max(deepest, depth[p]);
    }
    return deepest;
}

}  // namespace

TEST_CASE("customizable: random graphs cost what Dijkstra says") {
    Random random{11};
    for (int round = 0; round < 40; ++round) {
        const std::uint32_t nodes = 1 + random.below(round < 20 ? 12 : 60);
        Graph graph = random_graph(random, nodes, random.below(4 * nodes));
        const Customizable over = customizable(graph);
        check_tree(over);
        for (int again = 0; again < 3; ++again) {
            CAPTURE(round, again);
            check_costs(graph, over, customise(over, graph.arcs));
            for (Arc& arc : graph.arcs) {
                arc.cost = random_cost(random);
            }
        }
    }
}

TEST_CASE("customizable: what changed and what depends on it is all there is to change") {
    Random random{12};
    for (int round = 0; round < 20; ++round) {
        Graph graph = round % 3 == 0 ? random_graph(random, 80, 200) : town(random, 14);
        const Customizable over = customizable(graph);
        Metric metric = customise(over, graph.arcs);
        if (graph.arcs.empty()) {
            continue;
        }
        for (int set = 0; set < 20; ++set) {
            const std::vector<Arc> before = graph.arcs;
            if (set % 4 == 1) {
                at_node(graph, random.below(graph.nodes()), [](Arc& arc) { arc.cost = kClosed; });
            } else if (set % 4 == 2) {
                at_node(graph, random.below(graph.nodes()), [](Arc& arc) { arc.cost /= 2; });
            } else {
                const std::size_t changes = set < 15 ? 1 + random.below(4) : graph.arcs.size() / 2;
                for (std::size_t i = 0; i < changes; ++i) {
                    Arc& arc =
                        graph.arcs[random.below(static_cast<std::uint32_t>(graph.arcs.size()))];
                    arc.cost = set % 3 == 0 ? kClosed : random_cost(random);
                }
            }
            recustomise(over, before, graph.arcs, metric);
            CAPTURE(round, set);
            REQUIRE(same(metric, customise(over, graph.arcs)));
        }
        check_costs(graph, over, metric);
    }
}

TEST_CASE("customizable: with many changes all is made anew, with the same result") {
    Random random{19};
    Graph graph = town(random, 60);
    const Customizable over = customizable(graph);
    Metric metric = customise(over, graph.arcs);
    for (const std::uint32_t share : {100U, 20U, 1U}) {
        const std::vector<Arc> before = graph.arcs;
        for (std::size_t a = 0; a < graph.arcs.size(); a += share) {
            graph.arcs[a].cost = random_cost(random);
        }
        recustomise(over, before, graph.arcs, metric);
        CHECK(same(metric, customise(over, graph.arcs)));
    }
}

TEST_CASE("customizable: a change and the same back again leave the metric as it was") {
    Random random{13};
    Graph graph = town(random, 20);
    const Customizable over = customizable(graph);
    const Metric first = customise(over, graph.arcs);
    Metric metric = first;
    std::vector<Arc> closed = graph.arcs;
    for (std::size_t a = 0; a < closed.size(); a += 50) {
        closed[a].cost = kClosed;
    }
    recustomise(over, graph.arcs, closed, metric);
    CHECK_FALSE(same(metric, first));
    recustomise(over, closed, graph.arcs, metric);
    CHECK(same(metric, first));
    recustomise(over, graph.arcs, graph.arcs, metric);
    CHECK(same(metric, first));
}

TEST_CASE("customizable: the same bytes for one thread and two") {
    Random random{14};
    Graph graph = town(random, 40);
    std::vector<std::vector<std::uint32_t>> orders;
    std::vector<Metric> metrics;
    std::vector<Hierarchy> hierarchies;
    for (const int threads : {1, 2, 1}) {
        base::set_threads(threads);
        const Customizable over = customizable(graph);
        CHECK(over.parts.size() > 8);
        orders.push_back(over.node);
        metrics.push_back(customise(over, graph.arcs));
        hierarchies.push_back(hierarchy_of(over, metrics.back()));
    }
    base::set_threads(0);
    for (std::size_t i : {1U, 2U}) {
        CHECK(orders[i] == orders[0]);
        CHECK(same(metrics[i], metrics[0]));
        CHECK(same(hierarchies[i], hierarchies[0]));
    }
}

TEST_CASE("customizable: arcs that a cheaper way beats are left out") {
    Random random{15};
    const Graph graph = town(random, 30);
    const Customizable over = customizable(graph);
    const Metric metric = customise(over, graph.arcs);
    const Hierarchy hierarchy = hierarchy_of(over, metric);
    CHECK(hierarchy.up.size() < over.arcs() * 8 / 10);
    CHECK(hierarchy.down.size() < over.arcs() * 8 / 10);
    for (std::uint32_t a = 0; a < over.arcs(); a += 7) {
        const auto wanted = plain(graph, over.node[over.tail[a]]);
        CHECK(metric.perfect[a].up == wanted[over.node[over.up_to[a]]]);
    }
}

TEST_CASE("customizable: no node, one, two, and nodes without arcs") {
    for (const std::vector<std::uint32_t>& none : {std::vector<std::uint32_t>{}, {0}}) {
        const Customizable over(none, {}, dissection_order(none, {}, {}));
        CHECK(over.size() == 0);
        const Metric metric = customise(over, {});
        CHECK(metric.basic.empty());
        const Hierarchy hierarchy = hierarchy_of(over, metric);
        CHECK(hierarchy.size() == 0);
        CHECK(hierarchy.up_first == std::vector<std::uint32_t>{0});
    }
    for (const std::uint32_t nodes : {1U, 2U, 5U}) {
        const Graph alone = graph_of(nodes, {});
        check_costs(alone, customizable(alone), customise(customizable(alone), {}));
    }
    for (const Graph& graph :
         {graph_of(1, {{0, 0, 7}}), graph_of(2, {{0, 1, 7}}),
          graph_of(2, {{0, 1, 7}, {0, 1, 5}, {1, 0, 0}, {1, 1, 3}}), graph_of(4, {{3, 1, 2}})}) {
        const Customizable over = customizable(graph);
        check_tree(over);
        check_costs(graph, over, customise(over, graph.arcs));
    }
}

TEST_CASE("customizable: long streets and wide squares make shallow trees") {
    std::vector<Pair> street, star;
    for (std::uint32_t n = 0; n + 1 < 4000; ++n) {
        street.push_back({n, n + 1, 1});
        star.push_back({0, n + 1, 1});
    }
    CHECK(check_tree(customizable(graph_of(4000, street))) < 60);
    CHECK(check_tree(customizable(graph_of(4000, star))) == 2);
    Random random{16};
    CHECK(check_tree(customizable(town(random, 50))) < 160);
}

TEST_CASE("customizable: a network and its scenarios cost what the search says") {
    Random random{18};
    std::vector<Road> list;
    for (int i = 0; i < 15; ++i) {
        const double along = 100.0 * i;
        list.push_back({{along, 0, along, 1400}});
        list.push_back({{0, along, 1400, along}});
        list.back().oneway = i % 4 == 1 ? "FT" : "";
    }
    network::BuildOptions options = car_options();
    options.walk = true;
    const Built built = build(list, options);
    const Topology& t = built.t();
    REQUIRE(t.states() > 400);
    const WhatIf what_if(*built.network, base::Progress());
    const auto some_link = [&] { return random.below(static_cast<std::uint32_t>(t.links.size())); };
    for (int scenario = 0; scenario < 4; ++scenario) {
        ScenarioState state = built.network->state();
        for (int i = 0; i < scenario; ++i) {
            state.word[some_link()] = static_cast<std::uint8_t>(Word::closed);
            state.speed[some_link()] = 80;
        }
        const Network net(built.network->shared_topology(), state);
        const Hierarchy hierarchy = what_if.of(net);
        const Metric metric = customise(what_if.customizable(), net.arcs());
        CHECK(same(hierarchy, hierarchy_of(what_if.customizable(), metric)));
        TreeSearch tree(what_if.customizable(), metric, net.arcs());
        Search search(net);
        for (std::uint32_t from = 0; from < t.states(); from += 7) {
            search.begin();
            search.add_source(from, 0);
            search.run();
            std::vector<std::uint32_t> wanted(t.states());
            for (std::uint32_t to = 0; to < t.states(); ++to) {
                wanted[to] = std::min(search.cost(to), kFar);
            }
            REQUIRE(tree.costs(from) == wanted);
            REQUIRE(sweep(hierarchy, from) == wanted);
        }
    }
    const Built again = build(list, options);
    CHECK(same(what_if.of(*again.network), what_if.of(*built.network)));
    list.pop_back();
    const Built other = build(list, options);
    CHECK_THROWS_AS(what_if.of(*other.network), base::Error);
    std::vector<std::uint32_t> twice = what_if.order();
    twice.front() = twice.back();
    CHECK_THROWS_WITH(WhatIf(*built.network, twice), Catch::Contains("does not fit"));
    twice.pop_back();
    CHECK_THROWS_WITH(WhatIf(*built.network, twice), Catch::Contains("does not fit"));
}

TEST_CASE("customizable: the lower triangles of small graphs") {
    // A square with a diagonal, in the order of its nodes: 0-1 1-2 2-3 3-0 0-2.
    const std::vector<std::uint32_t> first{0, 3, 4, 5, 5}, to{1, 3, 2, 2, 3}, order{0, 1, 2, 3};
    const Customizable over(first, to, order);
    // 0 joins 1, 2 and 3 to each other: 3 triangles below; 1 joins 2 and 3; 2 has 3 alone.
    CHECK(over.triangles() == 4);
    CHECK(Customizable({}, {}, {}).triangles() == 0);
}
