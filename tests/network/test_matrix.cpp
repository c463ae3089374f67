#include "base/parallel.hpp"
#include "network/helpers.hpp"
#include "network/oracle.hpp"
#include "network/reach/route.hpp"
#include "network/scenario.hpp"
#include "network/town.hpp"
#include "support/errors.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace jt;
using test::build;
using test::cost;
using test::Town;

namespace {

std::size_t wrong_cells(const network::Network& net, const layer::Layer& points) {
    base::Diagnostics quiet;
    const auto places = network::connect(net, points, "", quiet);
    const auto matrix =
        network::cost_matrix(net, places, places, layer::kMaxCost - 1, base::Progress());
    const test::Oracle oracle(net, places.places);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < places.places.size(); ++i) {
        const auto row = oracle.from(i);
        for (std::size_t j = 0; j < places.places.size(); ++j) {
            wrong +=
                matrix.at(i, j) != test::oracle_value(row[j], places.places[i], places.places[j])
                    ? 1
                    : 0;
        }
    }
    return wrong;
}

}  // namespace

TEST_CASE("the matrix equals a plain Dijkstra with virtual nodes on seeded towns") {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        const Town town(seed);
        const auto net = town.build(town.roads);
        CHECK(wrong_cells(*net, *town.points) == 0);
        std::vector<network::Touched> touched;
        const auto later = network::modify(
            *net, {.year = 2025, .close = {"r3", "M2"}, .headways_min = {{"M1", 10}}}, touched);
        CHECK(wrong_cells(*later, *town.points) == 0);
    }
}

TEST_CASE("a matrix covers statuses: off the network, cut off, unreachable, the same place") {
    const auto built = build({{{0, 0, 1000, 0}}, {{5000, 0, 6000, 0}}});
    const auto from = test::points({0, 0, 0, 90000});
    const auto to = test::points({1000, 0, 6000, 0, 0, 0, 0, 90000});
    const auto all = test::matrix(*built.network, *from, *to);
    CHECK(all.cost == std::vector<std::uint32_t>{100000, layer::kUnreachable, 0, layer::kOffNetwork,
                                                 layer::kOffNetwork, layer::kOffNetwork,
                                                 layer::kOffNetwork, layer::kOffNetwork});
    const auto near = test::matrix(*built.network, *from, *to, 99999);
    CHECK(near.at(0, 0) == layer::kCutOff);
    CHECK(near.at(0, 2) == 0);
    const auto exact = test::matrix(*built.network, *from, *to, 100000);
    CHECK(exact.at(0, 0) == 100000);
}

TEST_CASE("two points on one edge go along it, in its direction only") {
    const auto built = build({{.xy = {0, 0, 1000, 0}, .oneway = "FT"}});
    CHECK(cost(*built.network, 200, 0, 700, 0) == 50000);
    CHECK(cost(*built.network, 700, 0, 200, 0) == layer::kUnreachable);
    CHECK(cost(*built.network, 200, 30, 700, 40) == 30000 + 50000 + 40000);
}

TEST_CASE("matrix and network are the same for any order of features and number of threads") {
    const Town town(42);
    const auto net = town.build(town.roads);
    const auto once = test::matrix(*net, *town.points, *town.points);
    auto shuffled = town.roads;
    std::reverse(shuffled.begin(), shuffled.end());
    const auto other = town.build(shuffled);
    CHECK(test::bytes(*other) == test::bytes(*net));
    CHECK(test::bytes(test::matrix(*other, *town.points, *town.points)) == test::bytes(once));
    base::set_threads(1);
    CHECK(test::bytes(*town.build(town.roads)) == test::bytes(*net));
    CHECK(test::bytes(test::matrix(*net, *town.points, *town.points)) == test::bytes(once));
    base::set_threads(0);
}

TEST_CASE("opening a link never makes a pair slower") {
    const Town town(5);
    const auto net = town.build(town.roads);
    std::vector<network::Touched> touched;
    const auto later = network::modify(*net, {.year = 2025}, touched);
    REQUIRE(!touched.empty());
    const auto before = test::matrix(*net, *town.points, *town.points);
    const auto after = test::matrix(*later, *town.points, *town.points);
    bool faster = false;
    for (std::size_t i = 0; i < before.cost.size(); ++i) {
        CHECK(after.cost[i] <= before.cost[i]);
        faster = faster || after.cost[i] < before.cost[i];
    }
    CHECK(faster);
}

TEST_CASE(
    "a route costs what the matrix says, its legs add up, and it starts and ends at the points") {
    const Town town(9);
    const auto net = town.build(town.roads);
    base::Diagnostics quiet;
    const auto places = network::connect(*net, *town.points, "", quiet);
    network::Points reversed = places;
    std::reverse(reversed.ids.begin(), reversed.ids.end());
    std::reverse(reversed.places.begin(), reversed.places.end());
    const auto matrix =
        network::cost_matrix(*net, places, reversed, layer::kMaxCost - 1, base::Progress());
    const auto routes = network::routes(*net, places, reversed);
    REQUIRE(routes.size() == places.places.size());
    for (std::size_t i = 0; i < routes.size(); ++i) {
        CHECK(routes[i].ms == matrix.at(i, i));
        if (routes[i].ms > layer::kMaxCost) {
            CHECK(routes[i].xy.empty());
            continue;
        }
        std::uint64_t ms = 0, mm = 0;
        for (const auto& leg : routes[i].legs) {
            ms += leg.ms;
            mm += leg.mm;
        }
        CHECK(ms == routes[i].ms);
        CHECK(mm == routes[i].mm);
        CHECK(routes[i].xy.front() == places.places[i].x);
        CHECK(routes[i].xy.back() == reversed.places[i].y);
    }
}

TEST_CASE("points far from any street are off the network and reported") {
    const auto built = build({{{0, 0, 1000, 0}}});
    base::Diagnostics diagnostics;
    network::connect(*built.network, *test::points({0, 10, 0, 6000}), "", diagnostics);
    CHECK(test::said(diagnostics, "network.points.far") ==
          "warning: points farther than 5000 m from any street are off the network (points; 1 "
          "features: 2)");
    CHECK(test::said(diagnostics, "network.points.connected") ==
          "info: 1 of 2 points connected; the farthest is 10 m from its street (points)");
}

TEST_CASE("two points with one id are refused") {
    const auto built = build({{{0, 0, 1000, 0}}});
    base::Diagnostics quiet;
    const auto layer = test::points({0, 0, 1, 1}, {"C08", "C08"});
    CHECK(test::error_text([&] { network::connect(*built.network, *layer, "", quiet); }) ==
          "layer points: id C08 stands twice (features 1 and 2)\n  hint: name another id field");
}
