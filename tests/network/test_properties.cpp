// Seeded pairs under random sets of modifications: matrix (by every engine), route and isochrone
// against the plain second implementation of plain_streets.hpp, to the millisecond.
#include "network/change/change.hpp"
#include "network/helpers.hpp"
#include "network/hierarchy/what_if.hpp"
#include "network/jinan.hpp"
#include "network/osm_streets.hpp"
#include "network/plain_streets.hpp"
#include "network/reach/isochrone.hpp"
#include "network/reach/reverse.hpp"
#include "network/reach/route.hpp"
#include "support/shared_data.hpp"

#include <array>
#include <catch2/catch.hpp>

using namespace jt;

namespace {

using NetworkPtr = std::shared_ptr<const network::Network>;

struct Counts {
    std::size_t pairs = 0, wrong_matrix = 0, wrong_routes = 0, wrong_isochrones = 0, ways = 0,
                wrong_engines = 0;
};

/// The same network with an order for its scenarios.
NetworkPtr ordered(const network::Network& net) {
    return std::make_shared<const network::Network>(
        net.shared_topology(), net.state(),
        network::Prepared{nullptr, std::make_shared<network::WhatIf>(net, base::Progress())});
}

/// A random set of modifications, of one id in so many: closures, speeds, times, directions.
NetworkPtr changed(const network::Network& net, test::Random& random, std::uint32_t one_in) {
    const network::Topology& t = net.topology();
    std::vector<bool> seen(t.names.size(), false);
    network::ChangePlan plan;
    for (const network::Link& link : t.links) {
        if (seen[link.id] || random.below(one_in) != 0) {
            seen[link.id] = true;
            continue;
        }
        seen[link.id] = true;
        constexpr std::array kActions{network::Action::close,  network::Action::speed,
                                      network::Action::factor, network::Action::retime,
                                      network::Action::oneway, network::Action::twoway};
        network::Change change;
        change.action = kActions[random.below(kActions.size())];
        change.target.ids = {t.names[link.id]};
        change.value = change.action == network::Action::factor   ? 0.3 + random.unit()
                       : change.action == network::Action::retime ? 0.5 + random.below(10)
                                                                  : 5 + random.below(90);
        change.word = random.below(2) == 0 ? "FT" : "TF";
        plan.changes.push_back(change);
    }
    std::vector<network::Touched> touched;
    base::Diagnostics quiet;
    return network::change(net, plan, touched, quiet);
}

/// Points near random nodes, some of them at nodes exactly.
network::Points places(const network::Network& net, test::Random& random, int count) {
    const network::Topology& t = net.topology();
    geo::GeometryArray array(geo::Shape::point);
    std::vector<std::int64_t> ids;
    for (int i = 0; i < count; ++i) {
        const std::uint32_t n = random.below(t.nodes);
        const double off = i % 3 == 0 ? 0 : 150;
        array.add_point(t.place_xy[2 * n] + random.unit() * off,
                        t.place_xy[2 * n + 1] + random.unit() * off);
        ids.push_back(i);
    }
    base::Diagnostics quiet;
    return network::connect(net, layer::Layer("places", t.crs, std::move(array), ids), "", quiet);
}

/// Is a destination at a node reached by exactly its cost, and not a millisecond earlier?
bool isochrone_agrees(const network::Network& net, const network::Place& origin,
                      const network::Place& destination, std::uint32_t cost) {
    if (destination.connectors.size() != 1 || destination.connectors[0].access_ms != 0 ||
        cost < 2) {
        return true;
    }
    const network::Connector& at = destination.connectors[0];
    const network::Edge& edge = net.topology().edges[at.edge];
    if (at.offset_mm != 0 && at.offset_mm != edge.length_mm) {
        return true;
    }
    const std::uint32_t node = at.offset_mm == 0 ? edge.from : edge.to;
    network::Search search(net);
    for (const std::uint32_t limit : {cost, cost - 1}) {
        bool touched = false;
        for (const network::Piece& piece : network::reach(search, net, {&origin}, {limit})) {
            const network::Edge& on = net.topology().edges[piece.edge];
            const auto is_node = [&](std::uint32_t mm) {
                return (mm == 0 && on.from == node) || (mm == on.length_mm && on.to == node);
            };
            touched = touched || is_node(piece.from_mm) || is_node(piece.to_mm);
        }
        if (touched != (limit == cost)) {
            return false;
        }
    }
    return true;
}

/// Contraction hierarchies of whole cities take a while: not in every set.
void compare(const network::Network& net, const network::Points& from, const network::Points& to,
             Counts& counts, bool contracted = true) {
    const auto by = [&](network::Engine engine) {
        return network::cost_matrix(net, from, to, layer::kMaxCost - 1, base::Progress(), engine);
    };
    const auto matrix = by(network::Engine::dijkstra);
    if (contracted) {
        counts.wrong_engines += by(network::Engine::contraction).cost == matrix.cost ? 0 : 1;
    }
    counts.wrong_engines += by(network::Engine::customizable).cost == matrix.cost ? 0 : 1;
    const test::PlainStreets plain(net);
    for (std::size_t o = 0; o < from.places.size(); ++o) {
        const auto cost = plain.from(from.places[o]);
        for (std::size_t d = 0; d < to.places.size(); ++d, ++counts.pairs) {
            const long long wanted = plain.trip(cost, from.places[o], to.places[d]);
            const std::uint32_t found = matrix.at(o, d);
            const bool off = from.places[o].connectors.empty() || to.places[d].connectors.empty();
            counts.ways += wanted < test::kNoWay ? 1 : 0;
            counts.wrong_matrix += wanted < test::kNoWay ? found != wanted
                                   : off                 ? found != layer::kOffNetwork
                                                         : found != layer::kUnreachable;
        }
        const std::size_t d = o % to.places.size();
        if (matrix.at(o, d) <= layer::kMaxCost) {
            counts.wrong_isochrones +=
                isochrone_agrees(net, from.places[o], to.places[d], matrix.at(o, d)) ? 0 : 1;
        }
    }
    network::Points ends = to;
    ends.places.resize(std::min(from.places.size(), to.places.size()));
    network::Points starts = from;
    starts.places.resize(ends.places.size());
    const auto routes = network::routes(net, starts, ends);
    for (std::size_t i = 0; i < routes.size(); ++i) {
        counts.wrong_routes += routes[i].ms != matrix.at(i, i) ? 1 : 0;
    }
}

/// A seeded grid with one-way streets and gaps.
NetworkPtr grid(std::uint64_t seed) {
    test::Random random{seed};
    std::vector<test::Road> roads;
    const int n = 12;
    for (int y = 0; y < n; ++y) {
        for (int x = 0; x < n; ++x) {
            for (const bool across : {true, false}) {
                if (random.below(7) == 0 || (across ? x : y) + 1 == n) {
                    continue;
                }
                test::Road road{{x * 200.0, y * 200.0, (x + (across ? 1 : 0)) * 200.0,
                                 (y + (across ? 0 : 1)) * 200.0}};
                road.speed = 10 + random.below(70);
                road.oneway = random.below(4) == 0 ? "FT" : random.below(5) == 0 ? "TF" : "";
                roads.push_back(road);
            }
        }
    }
    base::Diagnostics quiet;
    return network::build({test::roads(roads)}, nullptr, nullptr, test::car_options(), quiet);
}

void check(const Counts& counts) {
    CHECK(counts.wrong_matrix == 0);
    CHECK(counts.wrong_routes == 0);
    CHECK(counts.wrong_isochrones == 0);
    CHECK(counts.wrong_engines == 0);
    CHECK(counts.pairs == 10000);
    CHECK(counts.ways > counts.pairs / 5);
}

/// 20 random sets of modifications, 500 pairs in each.
Counts under_changes(const network::Network& built, std::uint64_t seed, int origins) {
    test::Random random{seed};
    const NetworkPtr base = ordered(built);
    Counts counts;
    for (int set = 0; set < 20; ++set) {
        const std::uint32_t one_in = std::array{1000000U, 40U, 15U, 6U}[set % 4];
        const NetworkPtr net = changed(*base, random, one_in);
        CHECK(net->prepared().what_if != nullptr);
        const auto from = places(*net, random, origins), to = places(*net, random, 500 / origins);
        compare(*net, from, to, counts, set % 5 == 2);
    }
    return counts;
}

}  // namespace

TEST_CASE("on seeded grids matrix, route and isochrone equal a plain Dijkstra") {
    Counts counts;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        test::Random random{seed};
        const NetworkPtr net = changed(*ordered(*grid(seed)), random, 5);
        const auto from = places(*net, random, 20), to = places(*net, random, 25);
        compare(*net, from, to, counts);
    }
    check(counts);
    CHECK(counts.ways < counts.pairs);
}

TEST_CASE("on the streets of Jinan matrix, route and isochrone equal a plain Dijkstra", "[slow]") {
    const auto path = test::shared_path("data/roads/jinan_mtrajrec/edges.shp");
    if (!path) {
        return;
    }
    auto options = test::car_options();
    options.crossings = network::Crossings::ends;
    options.digitised_direction = true;
    options.access_speed = 30;
    base::Diagnostics quiet;
    check(under_changes(*network::build({test::jinan(*path)}, nullptr, nullptr, options, quiet),
                        20260131, 10));
}

TEST_CASE("on the streets of Porto matrix, route and isochrone equal a plain Dijkstra", "[slow]") {
    const auto path = test::shared_path("data/roads/osm/porto_portugal.osm.pbf");
    if (!path) {
        return;
    }
    const auto roads = test::osm_streets(*path, "EPSG:3763");
    base::Diagnostics quiet;
    const auto net =
        network::build({roads}, nullptr, nullptr, test::osm_options(*roads, false), quiet);
    CHECK(net->topology().nodes > 70000);
    check(under_changes(*net, 20261122, 4));
}

TEST_CASE("a search towards a place gives the column of the matrix") {
    for (std::uint64_t seed = 31; seed <= 33; ++seed) {
        test::Random random{seed};
        const NetworkPtr net = changed(*grid(seed), random, 9);
        const auto from = places(*net, random, 30), to = places(*net, random, 5);
        const auto matrix =
            network::cost_matrix(*net, from, to, layer::kMaxCost - 1, base::Progress());
        const test::PlainStreets plain(*net, true);
        for (std::size_t d = 0; d < to.places.size(); ++d) {
            const auto cost = plain.from(to.places[d]);
            const auto reverse = network::transpose(*net);
            network::Search search(reverse.first, reverse.arcs);
            network::start_towards(search, *net, to.places[d]);
            search.run();
            for (std::uint32_t n = 0; n < net->topology().nodes; ++n) {
                const bool none = search.cost(n) == network::kClosed;
                CHECK(none == (cost[n] >= test::kNoWay));
                CHECK((none || search.cost(n) == cost[n]));
            }
            for (std::size_t o = 0; o < from.places.size(); ++o) {
                if (matrix.at(o, d) <= layer::kMaxCost) {
                    CHECK(network::depart(search, *net, from.places[o],
                                          network::entries(*net, from.places[o]),
                                          to.places[d]) == matrix.at(o, d));
                }
            }
        }
    }
}
