// What many origins reach, against the pieces of isochrones.
#include "base/parallel.hpp"
#include "network/desk.hpp"
#include "network/reach/isochrone.hpp"
#include "network/reach/reached.hpp"
#include "network/reach/shares.hpp"
#include "network/town.hpp"
#include "support/errors.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace jt;
using network::Engine;
using nlohmann::json;
using test::Desk;
using test::points_of;
using test::row_text;
using test::table;

namespace {

struct Wanted {
    std::uint64_t mm = 0;
    std::uint32_t nodes = 0;
    int cuts = 0;  ///< pieces that end inside an edge
};

/// Reached millimetres and nodes by the pieces of isochrones: every millimetre that a piece covers.
Wanted by_pieces(network::Search& search, const network::Network& net, const network::Place& origin,
                 std::uint32_t limit) {
    Wanted out;
    std::map<std::uint32_t, std::vector<std::pair<std::uint32_t, std::uint32_t>>> stretches;
    for (const auto& piece : network::reach(search, net, {&origin}, {limit})) {
        stretches[piece.edge].push_back(std::minmax(piece.from_mm, piece.to_mm));
        const std::uint32_t length = net.topology().edges[piece.edge].length_mm;
        out.cuts += piece.to_mm > 0 && piece.to_mm < length ? 1 : 0;
    }
    for (auto& [edge, list] : stretches) {
        std::sort(list.begin(), list.end());
        std::uint32_t end = 0;
        for (const auto& [from, to] : list) {
            out.mm += to > end ? to - std::max(from, end) : 0;
            end = std::max(end, to);
        }
    }
    const auto& t = net.topology();
    for (std::uint32_t n = 0; n < t.nodes; ++n) {
        const bool near = (t.car && search.cost(n) <= limit) ||
                          (t.walk && search.cost(t.walk_base() + n) <= limit);
        out.nodes += near ? 1 : 0;
    }
    return out;
}

}  // namespace

TEST_CASE("a traveller comes as far along an edge as the limit lets, to the millisecond") {
    test::Random random{11};
    for (int round = 0; round < 4000; ++round) {
        const std::uint32_t length = 1 + random.below(600), cost = random.below(90);
        const std::uint32_t offset = random.below(length + 1), ms = random.below(20);
        const std::uint32_t limit = ms + random.below(60);
        const std::uint32_t step = cost == 0 ? length : length / cost + 1;
        const auto at = [&](std::uint32_t place) {
            const std::uint32_t a = network::cost_before(cost, offset, length);
            const std::uint32_t b = network::cost_before(cost, place, length);
            return ms + (a > b ? a - b : b - a);
        };
        const auto forward = network::farthest_forward(cost, length, offset, ms, limit);
        const auto backward = network::farthest_backward(cost, length, offset, ms, limit);
        REQUIRE(forward >= offset);
        REQUIRE(forward <= length);
        REQUIRE(backward <= offset);
        REQUIRE(at(forward) <= limit);
        REQUIRE(at(backward) <= limit);
        REQUIRE((forward + step >= length || at(forward + step) >= limit));
        REQUIRE((backward <= step || at(backward - step) >= limit));
    }
}

TEST_CASE("what is reached is what the pieces of isochrones cover, by either engine") {
    const std::vector<std::uint32_t> limits{1, 30000, 120000, 400000, 2000000};
    std::size_t parts = 0;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        const test::Town town(seed);
        const auto net = town.build(town.roads);
        const auto places = points_of(*net, *town.points);
        const auto searched =
            network::reached(*net, places, limits, Engine::dijkstra, base::Progress());
        const auto swept =
            network::reached(*net, places, limits, Engine::contraction, base::Progress());
        REQUIRE(searched.size() == places.places.size() * limits.size());
        network::Search search(*net);
        for (std::size_t i = 0; i < searched.size(); ++i) {
            CHECK(swept[i].mm == searched[i].mm);
            CHECK(swept[i].nodes == searched[i].nodes);
            const auto wanted = by_pieces(search, *net, places.places[i / limits.size()],
                                          limits[i % limits.size()]);
            CHECK(searched[i].nodes == wanted.nodes);
            // A piece ends where the time is a whole millisecond, at 80 km/h within 22 mm.
            const double apart =
                static_cast<double>(searched[i].mm) - static_cast<double>(wanted.mm);
            CHECK(std::abs(apart) <= 22.3 * wanted.cuts);
            parts += wanted.mm > 0 && wanted.mm < 10000000 ? 1 : 0;
        }
    }
    CHECK(parts > 50);
}

TEST_CASE("what is reached is the same for 1 thread and 2") {
    const test::Town town(7);
    const auto net = town.build(town.roads);
    const auto places = points_of(*net, *town.points);
    for (const Engine engine : {Engine::dijkstra, Engine::contraction}) {
        base::set_threads(1);
        const auto one = network::reached(*net, places, {300000}, engine, base::Progress());
        base::set_threads(2);
        const auto two = network::reached(*net, places, {300000}, engine, base::Progress());
        base::set_threads(0);
        for (std::size_t i = 0; i < one.size(); ++i) {
            CHECK(one[i].mm == two[i].mm);
            CHECK(one[i].nodes == two[i].nodes);
        }
    }
}

TEST_CASE("on one street what is reached can be told by hand") {
    // 1 km at 1 m/s; an origin at 300 m reaches 200 m to both sides in 200 s, and all in 700 s.
    const auto built = test::build({{.xy = {0, 0, 1000, 0}, .speed = 3.6}});
    const auto places = points_of(*built.network, *test::points({300, 0, 0, 90000}));
    for (const Engine engine : {Engine::dijkstra, Engine::contraction}) {
        const auto found = network::reached(*built.network, places, {200000, 400000, 700000},
                                            engine, base::Progress());
        CHECK(found[0].mm == 400000);
        CHECK(found[0].nodes == 0);
        CHECK(found[1].mm == 700000);
        CHECK(found[1].nodes == 1);
        CHECK(found[2].mm == 1000000);
        CHECK(found[2].nodes == 2);
        CHECK(found[3].mm + found[4].mm + found[5].mm == 0);  // off the network
    }
}

TEST_CASE("network.reached gives a row for each origin and limit") {
    Desk desk;
    const auto built = test::build({{.xy = {0, 0, 1000, 0}, .speed = 3.6}});
    const auto origins = test::points({300, 0, 0, 90000}, {"a", "b"});
    auto shops = std::make_shared<layer::Layer>(*test::points({400, 0, 900, 0, 0, 80000}));
    shops->set({"beds", layer::Type::integer, "", {}}, layer::Column::of_integers({5, 20, 100}));
    const auto out =
        desk.run("network.reached",
                 {{"network", {built.network}}, {"origins", {origins}}, {"destinations", {shops}}},
                 {{"cutoffs", {"600 s", 2.5}}, {"weight", "beds"}});
    const auto& rows = table(out, "reached");
    REQUIRE(rows.rows() == 4);
    CHECK(row_text(rows, 0) == "a|2.5|0|0.3|1|5|ok");
    CHECK(row_text(rows, 1) == "a|10|1|0.9|2|25|ok");
    CHECK(row_text(rows, 2) == "b|2.5|||||off_network");
    CHECK(test::said(desk.diagnostics, "network.engine.few") != "");
    const auto bare =
        desk.run("network.reached", {{"network", {built.network}}, {"origins", {origins}}},
                 {{"cutoffs", {10}}, {"engine", "contraction"}});
    CHECK(row_text(table(bare, "reached"), 0) == "a|10|1|0.9|||ok");
    const auto none = desk.run("network.reached",
                               {{"network", {built.network}}, {"origins", {test::points({})}}});
    CHECK(table(none, "reached").rows() == 0);
}

TEST_CASE("network.reached refuses limits and weights that mean nothing") {
    Desk desk;
    const auto built = test::build({{{0, 0, 1000, 0}}});
    const auto refused = [&](const json& params) {
        return test::error_text([&] {
            desk.run("network.reached",
                     {{"network", {built.network}}, {"origins", {test::points({0, 0})}}}, params);
        });
    };
    CHECK(
        refused({{"cutoffs", {0}}}).rfind("cutoffs: 0 is no time above 0 and up to 30000 min", 0) ==
        0);
    CHECK(refused({{"cutoffs", {30001}}}).rfind("cutoffs: 30001 is no time", 0) == 0);
    CHECK(refused({{"cutoffs", json::array()}}).rfind("cutoffs is empty", 0) == 0);
    CHECK(refused({{"weight", "beds"}}) ==
          "weight names the field beds, but there are no destinations\n"
          "  in operator network.reached\n  hint: give the layer to the port destinations");
    CHECK(refused({{"engine", "fast"}}) != "");
}
