// Betweenness: the kite (golden), a plain count over all paths, and trips of a demand table.
#include "base/parallel.hpp"
#include "network/criticality/betweenness.hpp"
#include "network/helpers.hpp"
#include "network/town.hpp"

#include <catch2/catch.hpp>
#include <functional>

using namespace jt;
using network::StreetGraph;

namespace {

StreetGraph graph_of(std::uint32_t nodes, const std::vector<std::array<std::uint32_t, 3>>& edges) {
    std::vector<std::array<std::uint32_t, 4>> arcs;
    for (std::uint32_t e = 0; e < edges.size(); ++e) {
        const auto& [a, b, cost] = edges[e];
        arcs.push_back({a, b, cost, e});
        arcs.push_back({b, a, cost, e});
    }
    std::sort(arcs.begin(), arcs.end());
    StreetGraph graph;
    graph.first.assign(nodes + 1, 0);
    for (const auto& [from, to, cost, edge] : arcs) {
        graph.arcs.push_back({to, cost, edge});
        for (std::uint32_t n = from + 1; n <= nodes; ++n) {
            ++graph.first[n];
        }
    }
    return graph;
}

/// Krackhardt's kite (1990).
const std::vector<std::array<std::uint32_t, 3>> kKite = {
    {0, 1, 1}, {0, 2, 1}, {0, 3, 1}, {0, 5, 1}, {1, 3, 1}, {1, 4, 1},
    {1, 6, 1}, {2, 3, 1}, {2, 5, 1}, {3, 4, 1}, {3, 5, 1}, {3, 6, 1},
    {4, 6, 1}, {5, 6, 1}, {5, 7, 1}, {6, 7, 1}, {7, 8, 1}, {8, 9, 1}};

/// Walks every path without a circle and counts the shortest.
struct Plain {
    const StreetGraph& graph;
    std::vector<double> nodes, edges;

    Plain(const StreetGraph& g, std::size_t edge_count)
        : graph(g), nodes(g.nodes(), 0.0), edges(edge_count, 0.0) {
        for (std::uint32_t s = 0; s < g.nodes(); ++s) {
            for (std::uint32_t t = 0; t < g.nodes(); ++t) {
                if (s != t) {
                    pair(s, t);
                }
            }
        }
    }

    void pair(std::uint32_t s, std::uint32_t t) {
        std::uint32_t best = network::kNone;
        std::vector<std::pair<std::vector<std::uint32_t>, std::vector<std::uint32_t>>> paths;
        std::vector<std::uint32_t> at{s}, by;
        const std::function<void(std::uint32_t)> walk = [&](std::uint32_t cost) {
            if (cost > best) {
                return;
            }
            if (at.back() == t) {
                if (cost < best) {
                    paths.clear();
                    best = cost;
                }
                paths.emplace_back(at, by);
                return;
            }
            const std::uint32_t here = at.back();
            for (std::uint32_t a = graph.first[here]; a < graph.first[here + 1]; ++a) {
                const auto& arc = graph.arcs[a];
                if (std::find(at.begin(), at.end(), arc.to) == at.end()) {
                    at.push_back(arc.to);
                    by.push_back(arc.edge);
                    walk(cost + arc.cost);
                    at.pop_back();
                    by.pop_back();
                }
            }
        };
        walk(0);
        for (const auto& [on, edges_on] : paths) {
            const double share = 1.0 / static_cast<double>(paths.size());
            for (std::size_t i = 1; i + 1 < on.size(); ++i) {
                nodes[on[i]] += share;
            }
            for (const std::uint32_t edge : edges_on) {
                edges[edge] += share;
            }
        }
    }
};

bool near(const std::vector<double>& a, const std::vector<double>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](double x, double y) { return std::abs(x - y) < 1e-9; });
}

}  // namespace

TEST_CASE("G11: betweenness of Krackhardt's kite") {
    const StreetGraph kite = graph_of(10, kKite);
    network::Loads loads = network::betweenness(kite, kKite.size(), base::Progress());
    const std::vector<double> golden = {5.0 / 6,  5.0 / 6,  0,  11.0 / 3, 0,
                                        25.0 / 3, 25.0 / 3, 14, 8,        0};
    for (std::size_t n = 0; n < golden.size(); ++n) {
        CHECK(loads.nodes[n] / 2 == Approx(golden[n]).margin(1e-12));  // each pair counts both ways
    }
    CHECK(loads.edges[17] == Approx(2 * 9));  // the way to the last node: nine pairs, both ways
    const Plain plain(kite, kKite.size());
    CHECK(near(loads.nodes, plain.nodes));
    CHECK(near(loads.edges, plain.edges));
    network::normalise(loads);
    CHECK(loads.nodes[7] == Approx(14.0 / 36));  // 2 x 14 of 9 x 8
    CHECK(loads.edges[17] == Approx(18.0 / 90));
}

TEST_CASE("the kite as streets of one minute each") {
    // On a circle no two places are one; streets cross, so they are joined at their ends alone.
    std::vector<test::Road> roads;
    const auto at = [](std::uint32_t n) {
        return std::pair(1000 * std::cos(0.7 * n) + 150 * n, 1000 * std::sin(0.7 * n));
    };
    for (const auto& [a, b, minutes] : kKite) {
        const auto [ax, ay] = at(a);
        const auto [bx, by] = at(b);
        test::Road road{{ax, ay, bx, by}};
        road.speed = std::hypot(bx - ax, by - ay) * 0.06;
        roads.push_back(road);
    }
    auto options = test::car_options();
    options.crossings = network::Crossings::ends;
    const auto built = test::build(roads, options);
    REQUIRE(built.t().nodes == 10);
    for (std::uint32_t e = 0; e < built.t().edges.size(); ++e) {
        REQUIRE(built.network->drive_ms(e) == 60000);
    }
    const auto graph = network::street_graph(*built.network, false);
    auto loads = network::betweenness(graph, built.t().edges.size(), base::Progress());
    std::sort(loads.nodes.begin(), loads.nodes.end());
    const std::vector<double> golden = {0,        0,  0,        5.0 / 3,  5.0 / 3,
                                        22.0 / 3, 16, 50.0 / 3, 50.0 / 3, 28};
    CHECK(near(loads.nodes, golden));
}

TEST_CASE("betweenness equals a count of all paths on seeded graphs, with ties and no ways") {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        test::Random random{seed};
        std::vector<std::array<std::uint32_t, 3>> edges;
        for (std::uint32_t i = 0; i < 11; ++i) {
            const std::uint32_t a = random.below(8), b = random.below(8);
            if (a != b) {
                edges.push_back({a, b, 1 + random.below(3)});  // few costs: many ties
            }
        }
        const StreetGraph graph = graph_of(8, edges);
        const auto loads = network::betweenness(graph, edges.size(), base::Progress());
        const Plain plain(graph, edges.size());
        CHECK(near(loads.nodes, plain.nodes));
        CHECK(near(loads.edges, plain.edges));
    }
}

TEST_CASE("edges of no cost make no circles, and no graph gives no loads") {
    const std::vector<std::array<std::uint32_t, 3>> edges = {
        {0, 1, 5}, {1, 2, 0}, {2, 3, 5}, {1, 3, 5}};
    const StreetGraph graph = graph_of(4, edges);
    const auto loads = network::betweenness(graph, edges.size(), base::Progress());
    for (const double load : loads.edges) {
        CHECK(std::isfinite(load));
        CHECK(load <= 12);  // ordered pairs
    }
    CHECK(loads.edges[0] == Approx(6));
    StreetGraph none;
    none.first = {0};
    CHECK(network::betweenness(none, 0, base::Progress()).nodes.empty());
}

TEST_CASE("trips of a demand table load their shortest paths") {
    // A square with a diagonal way round of equal length: 0 -> 2 splits in two.
    const auto built = test::build(
        {{{0, 0, 300, 0}}, {{300, 0, 300, 300}}, {{0, 0, 0, 300}}, {{0, 300, 300, 300}}});
    const auto layer = test::points({0, 0, 300, 300, 150, 0, 0, 90000}, {"a", "b", "m", "far"});
    base::Diagnostics quiet;
    const auto points = network::connect(*built.network, *layer, "", quiet);
    const auto graph = network::street_graph(*built.network, false);
    const auto loads =
        network::demand_loads(*built.network, graph, false, points.places,
                              {{0, 1, 10}, {2, 1, 4}, {0, 3, 7}, {1, 1, 99}}, base::Progress());
    double sum = 0;
    for (const double load : loads.edges) {
        sum += load;
    }
    // a to b: two edges on each of two ways, 10 trips; m to b: half an edge and one, 4 trips.
    CHECK(sum == Approx(2 * 10 + 2 * 4));
    std::vector<double> sorted = loads.edges;
    std::sort(sorted.begin(), sorted.end());
    CHECK(near(sorted, {5, 5, 9, 9}));
    REQUIRE(loads.lost.size() == 1);
    CHECK(loads.lost[0].volume == 7);
    // Every trip passes the node where it starts and the one where it ends.
    double nodes = 0;
    for (const double load : loads.nodes) {
        nodes += load;
    }
    CHECK(nodes == Approx(3 * 10 + 2 * 4));
}

TEST_CASE("trips along one edge load that edge") {
    const auto built = test::build({{{0, 0, 1000, 0}}, {{1000, 0, 2000, 0}}});
    base::Diagnostics quiet;
    const auto points =
        network::connect(*built.network, *test::points({200, 0, 700, 0}), "", quiet);
    const auto graph = network::street_graph(*built.network, false);
    const auto loads = network::demand_loads(*built.network, graph, false, points.places,
                                             {{0, 1, 3}, {1, 0, 2}}, base::Progress());
    CHECK(*std::max_element(loads.edges.begin(), loads.edges.end()) == 5);
    CHECK(loads.lost.empty());
}

TEST_CASE("betweenness is the same bits for any number of threads and order of features") {
    const test::Town town(3);
    auto reversed = town.roads;
    std::reverse(reversed.begin(), reversed.end());
    const auto run = [&](const std::vector<test::Road>& roads) {
        const auto net = town.build(roads);
        return network::betweenness(network::street_graph(*net, false),
                                    net->topology().edges.size(), base::Progress());
    };
    const auto once = run(town.roads), other = run(reversed);
    base::set_threads(1);
    const auto alone = run(town.roads);
    base::set_threads(0);
    CHECK(once.nodes == other.nodes);
    CHECK(once.edges == other.edges);
    CHECK(once.edges == alone.edges);
    CHECK(once.nodes == alone.nodes);
}
