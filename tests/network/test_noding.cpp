#include "network/graph/road_links.hpp"
#include "network/helpers.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using test::build;
using test::cost;
using test::said;

TEST_CASE("two crossing lines are split into four edges whose costs sum to those of the lines") {
    const auto built = build({{{0, 0, 1000, 0}}, {{333, -500, 333, 500}}});
    CHECK(built.t().links.size() == 2);
    CHECK(built.t().edges.size() == 4);
    CHECK(built.t().nodes == 5);
    for (std::uint32_t l = 0; l < 2; ++l) {
        std::uint64_t ms = 0, mm = 0;
        for (std::uint32_t e = built.t().first_edge[l]; e < built.t().first_edge[l + 1]; ++e) {
            ms += built.network->drive_ms(e);
            mm += built.t().edges[e].length_mm;
        }
        CHECK(ms == built.network->link_ms(l, false));
        CHECK(ms == 100000);
        CHECK(mm == 1000000);
    }
    CHECK(said(built.diagnostics, "network.noded") ==
          "info: 1 crossings and 0 T-junctions were split");
    CHECK(cost(*built.network, 0, 0, 333, 500) == 33300 + 50000);
}

TEST_CASE("lines of different levels cross without a junction, but their ends connect") {
    const auto apart = build({{{0, 0, 1000, 0}}, {.xy = {500, -500, 500, 500}, .level = 1}});
    CHECK(apart.t().edges.size() == 2);
    CHECK(cost(*apart.network, 0, 0, 500, 500) == layer::kUnreachable);
    CHECK(said(apart.diagnostics, "network.levels") ==
          "info: 1 crossings of different levels were left unsplit");
    const auto ends = build({{{0, 0, 1000, 0}}, {.xy = {1000, 0, 1000, 700}, .level = 1}});
    CHECK(cost(*ends.network, 0, 0, 1000, 700) == 170000);
}

TEST_CASE("an end on the inside of a line makes a T-junction; across levels it does not") {
    const auto level = build({{{0, 0, 1000, 0}}, {{400, 0, 400, 300}}});
    CHECK(level.t().edges.size() == 3);
    CHECK(cost(*level.network, 1000, 0, 400, 300) == 90000);
    CHECK(said(level.diagnostics, "network.noded") ==
          "info: 0 crossings and 1 T-junctions were split");
    const auto over = build({{{0, 0, 1000, 0}}, {.xy = {400, 0, 400, 300}, .level = 1}});
    CHECK(over.t().edges.size() == 2);
}

TEST_CASE("an end a few millimetres off a slanting line still makes a junction") {
    const auto built = build({{{0, 0, 1000, 333}}, {{300, 99.904, 300, -200}}});
    CHECK(built.t().edges.size() == 3);
    CHECK(built.t().component == std::vector<std::uint32_t>(4, 0));
}

TEST_CASE("a line drawn twice, once each way, is not cut at its own vertices") {
    const auto built = build({{.xy = {0, 0, 300, 100, 600, 0}, .oneway = "FT"},
                              {.xy = {600, 0, 300, 100, 0, 0}, .oneway = "FT"}});
    CHECK(built.t().edges.size() == 2);
    CHECK(built.t().nodes == 2);
}

TEST_CASE("lines that run together are joined where they part") {
    // They share 200..400 on the x axis; the second leaves north at 400 and comes from south at
    // 200.
    const auto built =
        build({{{0, 0, 200, 0, 400, 0, 600, 0}}, {{200, -100, 200, 0, 300, 0, 400, 0, 400, 100}}});
    CHECK(built.t().nodes == 6);
    CHECK(built.t().edges.size() == 6);
    CHECK(cost(*built.network, 0, 0, 400, 100) == 50000);
}

TEST_CASE("a line that crosses itself and a closed ring are noded") {
    const auto loop = build({{{0, 0, 400, 0, 400, 300, 200, 300, 200, -300}}});
    CHECK(loop.t().edges.size() == 3);
    CHECK(cost(*loop.network, 0, 0, 200, -300) == 50000);
    const auto ring = build({{{0, 0, 100, 0, 100, 100, 0, 100, 0, 0}}, {{100, 50, 300, 50}}});
    CHECK(ring.t().edges.size() == 3);
    CHECK(cost(*ring.network, 0, 100, 300, 50) == 35000);
}

TEST_CASE("the rules vertices and ends join lines only at common vertices and at ends") {
    auto options = test::car_options();
    options.crossings = network::Crossings::vertices;
    const std::vector<test::Road> crossing = {{{0, 0, 1000, 0}}, {{500, -500, 500, 500}}};
    const std::vector<test::Road> shared = {{{0, 0, 500, 0, 1000, 0}},
                                            {{500, -500, 500, 0, 500, 500}}};
    CHECK(build(crossing, options).t().edges.size() == 2);
    CHECK(build(shared, options).t().edges.size() == 4);
    options.crossings = network::Crossings::ends;
    CHECK(build(shared, options).t().edges.size() == 2);
}

TEST_CASE("a loose end within the tolerance is joined to the line and reported with its id") {
    auto options = test::car_options();
    options.snap_m = 20;
    const std::vector<test::Road> roads = {{{0, 0, 1000, 0}}, {{400, 12, 400, 1012}}};
    const auto joined = build(roads, options);
    CHECK(joined.t().edges.size() == 3);
    CHECK(cost(*joined.network, 0, 0, 400, 1012) == 40000 + 101200);
    CHECK(said(joined.diagnostics, "network.snap.joined") ==
          "warning: loose ends within 20 m joined to the nearest line; the widest gap is 12.00 m "
          "(roads; 1 features: 2)");
    options.snap_m = 10;
    const auto apart = build(roads, options);
    CHECK(apart.t().edges.size() == 2);
    CHECK(said(apart.diagnostics, "network.components") ==
          "warning: the network falls into 2 components; the largest has 2 of 4 nodes");
}

TEST_CASE("a loose end prefers an end of another line, and two loose ends are joined once") {
    auto options = test::car_options();
    options.snap_m = 20;
    const auto built = build({{{0, 0, 500, 0}}, {{510, 0, 1000, 0}}}, options);
    CHECK(built.t().nodes == 3);
    CHECK(cost(*built.network, 0, 0, 1000, 0) == 100000);
    const auto near_node =
        build({{{0, 0, 500, 0}}, {{500, 0, 1000, 0}}, {{495, 8, 495, 508}}}, options);
    CHECK(near_node.t().nodes == 4);
}

TEST_CASE("a short dead end is not joined to its own neighbours") {
    auto options = test::car_options();
    options.snap_m = 20;
    const auto built = build({{{0, 0, 500, 0}}, {{500, 0, 1000, 0}}, {{500, 0, 505, 14}}}, options);
    CHECK(built.t().edges.size() == 3);
    CHECK(said(built.diagnostics, "network.snap.joined").empty());
}

TEST_CASE("ends of two layers are brought together, joint by joint") {
    auto options = test::car_options();
    options.snap_m = 20;
    base::Diagnostics diagnostics;
    const auto first = test::roads({{{0, 0, 500, 0}}, {{500, 0, 500, 500}}}, "first");
    const auto second = test::roads({{{505, 0, 1000, 0}}, {{505, 0, 505, -500}}}, "second");
    const auto net = network::build({first, second}, nullptr, nullptr, options, diagnostics);
    CHECK(net->topology().nodes == 6);  // both joints stay, with the gap between them
    CHECK(cost(*net, 0, 0, 1000, 0) == 100000);
    CHECK(cost(*net, 500, 500, 505, -500) == 100500);
}

TEST_CASE("noding does not depend on the order of features") {
    std::vector<test::Road> roads;
    test::Random random{3};
    for (int i = 0; i < 60; ++i) {
        roads.push_back({{random.unit() * 2000, random.unit() * 2000, random.unit() * 2000,
                          random.unit() * 2000}});
        roads.back().feature = i + 1;
    }
    auto options = test::car_options();
    options.snap_m = 20;
    const std::string once = test::bytes(*build(roads, options).network);
    std::vector<test::Road> shuffled = roads;
    for (std::size_t i = shuffled.size(); i > 1; --i) {
        std::swap(shuffled[i - 1], shuffled[random.below(static_cast<std::uint32_t>(i))]);
    }
    CHECK(test::bytes(*build(shuffled, options).network) == once);
    // Every crossing is a node: as many pieces as a plain count over all pairs tells.
    std::size_t crossings = 0;
    const auto read = [&] {
        base::Diagnostics quiet;
        return network::read_roads({test::roads(roads)}, test::car_options(), quiet);
    }();
    const auto& links = read.links;
    for (std::size_t i = 0; i < links.size(); ++i) {
        for (std::size_t j = i + 1; j < links.size(); ++j) {
            crossings += network::properly_cross(links[i].points[0], links[i].points[1],
                                                 links[j].points[0], links[j].points[1])
                             ? 1
                             : 0;
        }
    }
    CHECK(build(roads).t().edges.size() == roads.size() + 2 * crossings);
}

TEST_CASE("a line that ends on its own inside is joined there") {
    const auto built = build({{{0, 0, 400, 0, 400, 300, 200, 300, 200, 0}}, {{200, 0, 200, -300}}});
    CHECK(cost(*built.network, 0, 0, 200, -300) == 20000 + 30000);
    CHECK(built.t().nodes == 3);
    const auto between = build({{{0, 0, 400, 0, 400, 300, 200, 300, 200, 100, 200, 0}}});
    CHECK(cost(*between.network, 0, 0, 200, 100) == 20000 + 10000);
}

TEST_CASE("a CRS whose unit is not the metre is refused") {
    const auto in_km =
        geo::Crs::from("+proj=tmerc +lat_0=0 +lon_0=105 +x_0=500 +ellps=GRS80 +units=km");
    base::Diagnostics diagnostics;
    const auto layer = test::roads({{{-499000, -3386000, -498990, -3386000}}}, "roads", in_km);
    CHECK(test::error_text([&] {
              network::build({layer}, nullptr, nullptr, test::car_options(), diagnostics);
          }).find("a network needs metres") != std::string::npos);
}
