#include "network/change/explain_text.hpp"
#include "network/changes.hpp"

#include <catch2/catch.hpp>
#include <numeric>

using namespace jt;
using network::Explanation;
using network::Hindrance;
using test::Action;
using test::by_ids;

namespace {

/// A short way that is closed or one-way in several manners, and a long way round.
const std::vector<test::Road> kRoads = {
    {.xy = {0, 0, 0, 2000, 1000, 2000, 1000, 0}, .id = "ROUND"},
    {.xy = {0, 0, 1000, 0}, .id = "SHORT"},
    {.xy = {0, 500, 1000, 500}, .id = "BRIDGE", .year = 2030},
    {.xy = {0, 1000, 1000, 1000}, .id = "LANE", .oneway = "TF"}};

Explanation explained(const network::Network& net, double x1, double y1, double x2, double y2) {
    base::Diagnostics quiet;
    const auto from = network::connect(net, *test::points({x1, y1}), "", quiet);
    const auto to = network::connect(net, *test::points({x2, y2}), "", quiet);
    return network::explain(net, from.places[0], to.places[0], base::Progress());
}

std::string text(const Explanation& explanation, const network::Network& net,
                 base::Lang lang = base::Lang::en) {
    std::string out;
    for (const auto& line : network::explanation_lines(explanation, net, "a", "b", lang)) {
        out += line + "\n";
    }
    return out;
}

}  // namespace

TEST_CASE("explain: the parts sum to the cost, and the restriction that matters most is named") {
    const auto now = test::build(kRoads).network;
    const auto shut = test::with(*now, {by_ids(Action::close, {"SHORT"})});
    const auto found = explained(*shut, 0, 0, 1000, 0);
    CHECK(found.route.ms == 500000);
    const auto sum = std::accumulate(
        found.parts.begin(), found.parts.end(), 0U,
        [](std::uint32_t total, const network::CostPart& part) { return total + part.ms; });
    CHECK(sum == found.route.ms);
    CHECK(found.restrictions == 3);
    CHECK(found.tried == 3);
    REQUIRE(found.binding);
    CHECK(found.binding->hindrance == Hindrance::scenario);
    CHECK(found.binding->id == "SHORT");
    CHECK(found.binding->ms == 100000);
    CHECK(text(found, *shut) ==
          "a -> b: 8.3 min over 5.00 km\n"
          "way: ROUND (car 5.00 km, 8.3 min)\n"
          "time: driving on arterial 8.3 min\n"
          "if SHORT were not closed by the scenario: 1.7 min (features 2)\n"
          "that is 6.7 min less, the most of any single restriction (3 of 3 tried)\n");
    CHECK(text(found, *shut, base::Lang::zh).find("若情景不关闭 SHORT：1.7 分钟（要素 2）") !=
          std::string::npos);
    // By the year, and by the direction of traffic.
    const auto by_year = explained(*shut, 0, 500, 1000, 500);
    CHECK(by_year.binding->id == "BRIDGE");
    CHECK(by_year.binding->hindrance == Hindrance::year);
    CHECK(by_year.binding->ms == 100000);
    const auto by_way = explained(*shut, 0, 1000, 1000, 1000);
    CHECK(by_way.binding->id == "LANE");
    CHECK(by_way.binding->hindrance == Hindrance::oneway);
    CHECK(by_way.binding->ms == 100000);
    const auto back = explained(*shut, 1000, 1000, 0, 1000);
    CHECK(back.route.ms == 100000);
    CHECK_FALSE(back.binding);
}

TEST_CASE("explain: without a way it names the links to open, or the gap") {
    const std::vector<test::Road> apart = {{.xy = {0, 0, 1000, 0}, .id = "WEST"},
                                           {.xy = {1012, 3, 2000, 3}, .id = "EAST"},
                                           {.xy = {2000, 3, 3000, 3}, .id = "FAR"}};
    const auto now = test::build(apart).network;
    const auto gap = explained(*now, 0, 0, 2000, 3);
    CHECK(gap.route.ms == layer::kUnreachable);
    CHECK(gap.from_nodes == 2);
    CHECK(gap.to_nodes == 3);
    REQUIRE(gap.gap);
    CHECK(gap.gap->metres == Approx(12.369).epsilon(1e-3));
    CHECK(gap.gap->x1 == Approx(test::kX + 1000));
    CHECK(gap.gap->x2 == Approx(test::kX + 1012));
    CHECK(text(gap, *now) ==
          "a -> b: there is no way\n"
          "the origin reaches 2 of 5 places of the network; 3 of them reach the destination\n"
          "nothing is closed or one-way\n"
          "the nearest repair: a gap of 12.4 m between 501000.00, 3390000.00 (link WEST, feature "
          "1) and 501012.00, 3390003.00 (link EAST, feature 2)\n");
    std::vector<test::Road> joined = apart;
    joined.push_back({.xy = {1000, 0, 1012, 3}, .id = "LINK", .year = 9999});
    const auto planned = test::build(joined).network;
    const auto found = explained(*planned, 0, 0, 2000, 3);
    REQUIRE(found.binding);
    CHECK(found.binding->id == "LINK");
    CHECK(found.together.empty());
    // Two at once are needed: neither alone helps.
    const auto shut = test::with(*planned, {by_ids(Action::close, {"EAST"})});
    const auto both = explained(*shut, 0, 0, 3000, 3);
    CHECK_FALSE(both.binding);
    REQUIRE(both.together.size() == 2);
    CHECK(both.together[0].id == "EAST");
    CHECK(both.together[1].id == "LINK");
}

TEST_CASE("explain: a place off the network says so") {
    const auto now = test::build(kRoads).network;
    const auto off = explained(*now, 0, 0, 90000, 0);
    CHECK(text(off, *now) == "a -> b: one of the two is not on the network\n");
}

TEST_CASE("explain: the best restriction is the best of all, on random grids") {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        INFO("seed " << seed);
        test::Random random{seed};
        std::vector<test::Road> roads;
        for (int i = 0; i <= 5; ++i) {
            for (int j = 0; j < 5; ++j) {
                const double a = j * 100.0, b = a + 100, c = i * 100.0;
                for (const bool upright : {false, true}) {
                    const auto kind = random.below(6);
                    roads.push_back(
                        {.xy = upright ? std::vector{c, a, c, b} : std::vector{a, c, b, c},
                         .id = "s" + std::to_string(roads.size()),
                         .speed = 18.0 + random.below(40),
                         .oneway = kind == 0   ? "FT"
                                   : kind == 1 ? "TF"
                                               : "B",
                         .year = kind == 2 ? 9999 : 0});
                }
            }
        }
        const auto net = test::build(roads).network;
        const auto found = explained(*net, 0, 0, 500, 500);
        std::uint32_t best = found.route.ms;
        for (const auto& road : roads) {
            const auto action = road.year == 9999 ? Action::open : Action::twoway;
            const auto lifted = test::with(*net, {by_ids(action, {road.id})});
            best = std::min(best, test::cost(*lifted, 0, 0, 500, 500));
        }
        CHECK((found.binding ? found.binding->ms : found.route.ms) == best);
    }
}
