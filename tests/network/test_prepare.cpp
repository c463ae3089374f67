// What a network may bring: network.prepare and network.order.
#include "network/desk.hpp"
#include "network/hierarchy/what_if.hpp"
#include "network/town.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using test::Desk;

namespace {

std::shared_ptr<const network::Network> run(
    Desk& desk, const char* name, const std::shared_ptr<const network::Network>& net,
    const nlohmann::json& params = nlohmann::json::object()) {
    auto out = std::dynamic_pointer_cast<const network::Network>(
        desk.run(name, {{"network", {net}}}, params).at("network"));
    REQUIRE(out != nullptr);
    return out;
}

/// Streets between places anywhere: whatever is cut, many streets cross the cut.
std::shared_ptr<const network::Network> tangle() {
    test::Random random{3};
    std::vector<double> x, y;
    for (int i = 0; i < 1500; ++i) {
        x.push_back(i % 40 * 100.0);
        y.push_back(i / 40 * 100.0);
    }
    std::vector<test::Road> roads;
    for (int i = 0; i < 4000; ++i) {
        const std::size_t a = random.below(1500), b = (a + 1 + random.below(1499)) % 1500;
        roads.push_back({{x[a], y[a], x[b], y[b]}});
    }
    network::BuildOptions options = test::car_options();
    options.crossings = network::Crossings::ends;
    return test::build(roads, options).network;
}

}  // namespace

TEST_CASE("network.prepare gives the same network with its hierarchy") {
    Desk desk;
    const test::Town town(2);
    const auto net = town.build(town.roads);
    const auto prepared = run(desk, "network.prepare", net);
    CHECK(prepared->prepared().hierarchy != nullptr);
    CHECK(test::said(desk.diagnostics, "network.prepared") != "");
    CHECK(test::bytes(test::matrix(*prepared, *town.points, *town.points)) ==
          test::bytes(test::matrix(*net, *town.points, *town.points)));
}

TEST_CASE("network.order gives the same network with an order, which network.prepare leaves be") {
    Desk desk;
    const test::Town town(2);
    const auto net = town.build(town.roads);
    const auto ordered = run(desk, "network.order", net);
    REQUIRE(ordered->prepared().what_if != nullptr);
    CHECK(ordered->prepared().hierarchy == nullptr);
    CHECK(test::said(desk.diagnostics, "network.ordered") != "");
    CHECK(test::bytes(test::matrix(*ordered, *town.points, *town.points)) ==
          test::bytes(test::matrix(*net, *town.points, *town.points)));
    CHECK(run(desk, "network.prepare", ordered) == ordered);
    CHECK(test::said(desk.diagnostics, "network.prepared.ordered") ==
          "info: the network brings an order: its hierarchy is customised when it is needed");
}

TEST_CASE("network.order leaves a network that parts badly, unless it must") {
    Desk desk;
    const auto net = tangle();
    CHECK(run(desk, "network.order", net) == net);
    CHECK(test::said(desk.diagnostics, "network.order.parts_badly") != "");
    CHECK(run(desk, "network.order", net, {{"always", true}})->prepared().what_if != nullptr);
}

TEST_CASE("a network with a link of a week is neither ordered nor contracted, with a warning") {
    Desk desk;
    const auto net = test::build({{.xy = {0, 0, 1000, 0}, .speed = 1.0 / (7 * 24)}}).network;
    for (const char* name : {"network.order", "network.prepare"}) {
        CHECK(run(desk, name, net) == net);
        CHECK(test::said(desk.diagnostics, "network.engine.long_arc") != "");
    }
}
