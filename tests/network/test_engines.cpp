// The engines of a matrix: every one gives the same bytes, whatever the statuses.
#include "base/error.hpp"
#include "base/parallel.hpp"
#include "network/changes.hpp"
#include "network/helpers.hpp"
#include "network/hierarchy/what_if.hpp"
#include "network/jinan.hpp"
#include "network/reach/cost_rows.hpp"
#include "network/scenario.hpp"
#include "network/town.hpp"
#include "support/shared_data.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using network::Engine;

namespace {

layer::Matrix by(Engine engine, const network::Network& net, const network::Points& from,
                 const network::Points& to, std::uint32_t cutoff) {
    return network::cost_matrix(net, from, to, cutoff, base::Progress(), engine);
}

network::Points points_of(const network::Network& net, const layer::Layer& layer) {
    base::Diagnostics quiet;
    return network::connect(net, layer, "", quiet);
}

/// All engines against Dijkstra's algorithm, whose matrix comes back.
layer::Matrix agreed(const network::Network& net, const network::Points& places,
                     std::uint32_t cutoff) {
    const layer::Matrix wanted = by(Engine::dijkstra, net, places, places, cutoff);
    REQUIRE(by(Engine::contraction, net, places, places, cutoff).cost == wanted.cost);
    REQUIRE(by(Engine::customizable, net, places, places, cutoff).cost == wanted.cost);
    return wanted;
}

/// With its hierarchy.
std::shared_ptr<const network::Network> contracted(const network::Network& net) {
    return std::make_shared<const network::Network>(
        net.shared_topology(), net.state(),
        network::Prepared{net.contracted(base::Progress()), nullptr});
}

/// With an order for its scenarios.
std::shared_ptr<const network::Network> ordered(const network::Network& net) {
    return std::make_shared<const network::Network>(
        net.shared_topology(), net.state(),
        network::Prepared{nullptr, std::make_shared<network::WhatIf>(net, base::Progress())});
}

/// How often each status stands in a matrix, and costs as 0.
std::map<std::uint32_t, int> kinds(const layer::Matrix& matrix) {
    std::map<std::uint32_t, int> out;
    for (const std::uint32_t cost : matrix.cost) {
        ++out[cost <= layer::kMaxCost ? 0 : cost];
    }
    return out;
}

/// A chain of streets, each link `hours` long.
std::vector<test::Road> slow_chain(int links, double hours) {
    std::vector<test::Road> roads;
    for (int i = 0; i < links; ++i) {
        roads.push_back({.xy = {i * 1000.0, 0, i * 1000.0 + 1000, 0}, .speed = 1 / hours});
    }
    return roads;
}

}  // namespace

TEST_CASE("all engines give the same matrix on seeded towns, for every cutoff and every status") {
    std::map<std::uint32_t, int> met;
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        const test::Town town(seed);
        const auto now = town.build(town.roads);
        std::vector<network::Touched> touched;
        const auto later = network::modify(
            *now, {.year = 2025, .close = {"r3", "M2"}, .headways_min = {{"M1", 10}}}, touched);
        for (const auto& net : {now, later}) {
            const auto places = points_of(*net, *town.points);
            for (const std::uint32_t cutoff : {0U, 1U, 60000U, 200000U, 400000U, 700000U, 2000000U,
                                               0x7FFFFFFFU, 0x80000000U, layer::kMaxCost - 1}) {
                INFO("seed " << seed << ", cutoff " << cutoff);
                for (const auto& [kind, count] : kinds(agreed(*net, places, cutoff))) {
                    met[kind] += count;
                }
            }
        }
    }
    CHECK(met[0] > 1000);
    CHECK(met[layer::kCutOff] > 1000);
    CHECK(met[layer::kOffNetwork] > 1000);
}

TEST_CASE("all engines tell cut_off from unreachable alike where the network falls apart") {
    std::map<std::uint32_t, int> met;
    test::Random random{77};
    for (int round = 0; round < 30; ++round) {
        std::vector<test::Road> roads;
        std::vector<double> xy;
        for (int i = 0; i < 12; ++i) {  // short one-way streets that seldom meet
            const double x = random.below(5) * 200, y = random.below(5) * 200;
            roads.push_back({.xy = {x, y, x + (i % 2) * 200, y + (1 - i % 2) * 200},
                             .oneway = i % 3 == 0 ? "FT" : ""});
            xy.insert(xy.end(), {x + random.below(50), y});
        }
        const auto built = test::build(roads);
        const auto places = points_of(*built.network, *test::points(xy));
        for (const std::uint32_t cutoff : {10000U, 30000U, 45000U, 80000U, layer::kMaxCost - 1}) {
            for (const auto& [kind, count] : kinds(agreed(*built.network, places, cutoff))) {
                met[kind] += count;
            }
        }
    }
    CHECK(met[0] > 1000);
    CHECK(met[layer::kCutOff] > 1000);
    CHECK(met[layer::kUnreachable] > 1000);
}

TEST_CASE("ways of more than 24 days are the same by sweeps, as a search takes them over") {
    const auto built = test::build(slow_chain(9, 5 * 24));
    CHECK(!network::has_long_arc(*built.network));
    std::vector<double> xy;
    for (int i = 0; i <= 9; ++i) {
        xy.insert(xy.end(), {i * 1000.0, 0});
    }
    const auto places = points_of(*built.network, *test::points(xy));
    const std::uint32_t day = 86400000;
    for (const std::uint32_t cutoff : {11 * day, 24 * day, 30 * day, layer::kMaxCost - 1}) {
        agreed(*built.network, places, cutoff);
    }
    const auto whole = agreed(*built.network, places, layer::kMaxCost - 1);
    CHECK(whole.at(0, 8) == Approx(40.0 * day).epsilon(1e-3));
    CHECK(whole.at(0, 8) > network::kFar);
}

TEST_CASE("where one link takes a week the engine is Dijkstra, with a warning") {
    const auto built = test::build(slow_chain(2, 7 * 24));
    CHECK(network::has_long_arc(*built.network));
    const auto places = points_of(*built.network, *test::points({0, 0, 2000, 0}));
    base::Diagnostics diagnostics;
    CHECK(network::choose_engine(Engine::contraction, *built.network, places, layer::kMaxCost - 1,
                                 diagnostics) == Engine::dijkstra);
    CHECK(test::said(diagnostics, "network.engine.long_arc") ==
          "warning: times by Dijkstra's algorithm: a link takes longer than a hierarchy can hold "
          "(6 days)");
}

TEST_CASE("the engine goes by the number of origins and by how far the limit lets them come") {
    const test::Town town(3);
    const auto net = town.build(town.roads);
    std::vector<double> xy;
    test::Random random{5};
    for (int i = 0; i < 400; ++i) {
        xy.push_back(random.unit() * 2000);
        xy.push_back(random.unit() * 2000);
    }
    const auto many = points_of(*net, *test::points(xy));
    const auto few = points_of(*net, *test::points({xy.begin(), xy.begin() + 200}));
    const std::string size = std::to_string(net->topology().states());
    const auto chosen = [&](const network::Network& in, const network::Points& origins,
                            std::uint32_t cutoff) {
        base::Diagnostics diagnostics;
        const Engine engine =
            network::choose_engine(Engine::automatic, in, origins, cutoff, diagnostics);
        REQUIRE(diagnostics.list().size() == 1);
        return (engine == Engine::contraction    ? "C "
                : engine == Engine::customizable ? "O "
                                                 : "D ") +
               base::render(diagnostics.list()[0], base::Lang::en);
    };
    const std::uint32_t none = layer::kMaxCost - 1;
    CHECK(chosen(*net, few, none) ==
          "D info: times by Dijkstra's algorithm: 100 origins in a network of " + size +
              " states; a contraction hierarchy pays from 170 origins");
    CHECK(chosen(*net, many, none) ==
          "C info: times by a contraction hierarchy: 400 origins, each reaching 100 % of " + size +
              " states, are at least 170 whole searches");
    CHECK(chosen(*net, many, 60000)
              .rfind("D info: times by Dijkstra's algorithm: a search settles ", 0) == 0);
    CHECK(chosen(*contracted(*net), few, none) ==
          "C info: times by the contraction hierarchy that the network brings (" + size +
              " states)");
    CHECK(chosen(*ordered(*net), few, none) ==
          "O info: times by customising the order that the network brings (" + size + " states)");
    net->contracted(base::Progress());  // one that was made by the way changes no choice
    CHECK(chosen(*net, few, none).front() == 'D');
}

TEST_CASE("a prepared network stores its hierarchy; one that was asked for it does not") {
    const test::Town town(4);
    const auto net = town.build(town.roads);
    const std::string before = test::bytes(*net);
    net->contracted(base::Progress());
    net->customised(base::Progress());
    CHECK(test::bytes(*net) == before);
    const std::string bytes = test::bytes(*contracted(*net));
    CHECK(bytes.size() > before.size());
    base::Reader in(bytes);
    const auto again = network::Network::read(in);
    in.expect_end();
    CHECK(test::bytes(*again) == bytes);
    const auto& read = dynamic_cast<const network::Network&>(*again);
    CHECK(read.prepared().hierarchy != nullptr);
    const auto places = points_of(*net, *town.points);
    CHECK(by(Engine::contraction, read, places, places, 500000).cost ==
          by(Engine::dijkstra, *net, places, places, 500000).cost);
    std::string harmed = bytes;
    harmed[harmed.size() - 6] = static_cast<char>(harmed[harmed.size() - 6] ^ 0x7F);
    base::Reader damaged(harmed);
    CHECK_THROWS_AS(network::Network::read(damaged), base::Error);
}

TEST_CASE("an order is stored with its network, and serves every scenario of it") {
    const test::Town town(4);
    const auto net = town.build(town.roads);
    const std::string bytes = test::bytes(*ordered(*net));
    base::Reader in(bytes);
    const auto again = network::Network::read(in);
    in.expect_end();
    CHECK(test::bytes(*again) == bytes);
    const auto& read = dynamic_cast<const network::Network&>(*again);
    REQUIRE(read.prepared().what_if != nullptr);
    base::Diagnostics quiet;
    std::vector<network::Touched> touched;
    network::ChangePlan closed, turned;
    closed.changes = {test::by_ids(network::Action::close, {"r3", "r5"})};
    turned.changes.emplace_back().action = network::Action::twoway;
    turned.changes.back().target.all = true;
    const auto places = points_of(*net, *town.points);
    for (const auto& plan : {closed, turned}) {
        const auto scenario = network::change(read, plan, touched, quiet);
        REQUIRE(scenario->prepared().what_if != nullptr);
        CHECK(scenario->prepared().what_if->order() == read.prepared().what_if->order());
        CHECK(agreed(*scenario, places, 500000).cost !=
              by(Engine::dijkstra, *net, places, places, 500000).cost);
    }
    // Closing roads leaves the arcs where they are: the very same order, not another of its kind.
    CHECK(network::change(read, closed, touched, quiet)->prepared().what_if ==
          read.prepared().what_if);
    std::string harmed = bytes;
    harmed[harmed.size() - 2] = '\x7F';
    base::Reader damaged(harmed);
    CHECK_THROWS_AS(network::Network::read(damaged), base::Error);
}

TEST_CASE("a scenario that changes no arc keeps the hierarchy of its baseline, others do not") {
    const test::Town town(5);
    const auto net = contracted(*town.build(town.roads));
    base::Diagnostics quiet;
    std::vector<network::Touched> touched;
    CHECK(network::change(*net, {}, touched, quiet)->prepared().hierarchy ==
          net->prepared().hierarchy);
    network::ChangePlan closed;
    closed.changes = {test::by_ids(network::Action::close, {"r3"})};
    CHECK(network::change(*net, closed, touched, quiet)->prepared().hierarchy == nullptr);
}

TEST_CASE("both hierarchies give the same matrix of Jinan, for 1 thread and 2", "[slow]") {
    const auto path = test::shared_path("data/roads/jinan_mtrajrec/edges.shp");
    if (!path) {
        return;
    }
    base::Diagnostics diagnostics;
    const auto net =
        network::build({test::jinan(*path)}, nullptr, nullptr, test::jinan_options(), diagnostics);
    const network::Topology& t = net->topology();
    test::Random random{20200525};
    std::vector<double> from, to;
    for (int i = 0; i < 150; ++i) {
        for (auto* xy : {&from, &to}) {
            const std::uint32_t n = random.below(t.nodes);
            xy->push_back(t.place_xy[2 * n] + random.unit() * 200 - test::kX);
            xy->push_back(t.place_xy[2 * n + 1] - test::kY);
        }
    }
    const auto connected = [&](const std::vector<double>& xy) {
        geo::GeometryArray array(geo::Shape::point);
        std::vector<std::int64_t> ids;
        for (std::size_t i = 0; i < xy.size(); i += 2) {
            array.add_point(xy[i] + test::kX, xy[i + 1] + test::kY);
            ids.push_back(static_cast<std::int64_t>(i));
        }
        return network::connect(*net, layer::Layer("points", t.crs, std::move(array), ids), "",
                                diagnostics);
    };
    const auto origins = connected(from), destinations = connected(to);
    base::set_threads(1);
    std::vector<std::string> swept;
    for (const std::uint32_t cutoff : {600000U, layer::kMaxCost - 1}) {
        const auto wanted = by(Engine::dijkstra, *net, origins, destinations, cutoff);
        CHECK(test::bytes(by(Engine::customizable, *net, origins, destinations, cutoff)) ==
              test::bytes(wanted));
        swept.push_back(test::bytes(by(Engine::contraction, *net, origins, destinations, cutoff)));
        CHECK(swept.back() == test::bytes(wanted));
        CHECK(kinds(wanted)[0] > 1000);
    }
    base::set_threads(2);
    const network::Network again(net->shared_topology(), net->state());
    CHECK(test::bytes(by(Engine::contraction, again, origins, destinations, 600000)) == swept[0]);
    CHECK(test::bytes(*contracted(again)) == test::bytes(*contracted(*net)));
    CHECK(test::bytes(*ordered(again)) == test::bytes(*ordered(*net)));
    base::set_threads(0);
}
