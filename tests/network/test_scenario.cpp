#include "network/helpers.hpp"
#include "network/scenario.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using network::modify;
using network::Touched;
using test::build;
using test::cost;

namespace {

/// A way round by existing roads, and short cuts of three ages.
const std::vector<test::Road> kRoads = {{.xy = {0, 0, 0, 1000, 1000, 1000, 1000, 0}, .id = "OLD"},
                                        {.xy = {0, 0, 500, 0}, .id = "KLJ", .year = 2025},
                                        {.xy = {500, 0, 1000, 0}, .id = "KLJ", .year = 2025},
                                        {.xy = {0, 200, 1000, 200}, .id = "TQ", .year = 9999}};

std::shared_ptr<const network::Network> with(const network::Network& net,
                                             const network::Modifications& modifications) {
    std::vector<Touched> touched;
    return modify(net, modifications, touched);
}

}  // namespace

TEST_CASE("a link is open when a scenario says so, else by its year; 9999 only by a scenario") {
    const auto now = build(kRoads).network;
    CHECK(cost(*now, 0, 0, 1000, 0) == 300000);
    CHECK(cost(*with(*now, {.year = 2024}), 0, 0, 1000, 0) == 300000);
    CHECK(cost(*with(*now, {.year = 2025}), 0, 0, 1000, 0) == 100000);
    CHECK(cost(*with(*now, {.year = 9998}), 0, 200, 1000, 200) == 140000);
    CHECK(cost(*with(*now, {.open = {"TQ"}}), 0, 200, 1000, 200) == 100000);
    CHECK(cost(*with(*now, {.year = 2025, .close = {"KLJ"}}), 0, 0, 1000, 0) == 300000);
    CHECK(cost(*with(*now, {.close = {"OLD"}}), 0, 0, 1000, 0) == layer::kUnreachable);
}

TEST_CASE("a scenario stands on another, and the later word counts") {
    const auto now = build(kRoads).network;
    const auto first = with(*now, {.open = {"TQ"}});
    const auto second = with(*first, {.year = 2025});
    CHECK(cost(*second, 0, 200, 1000, 200) == 100000);
    CHECK(cost(*second, 0, 0, 1000, 0) == 100000);
    CHECK(cost(*with(*second, {.close = {"TQ"}}), 0, 200, 1000, 200) == 140000);
    CHECK(now->topology().links.size() == second->topology().links.size());
    CHECK(&now->topology() == &second->topology());
}

TEST_CASE("the baseline year opens what has come by then") {
    auto options = test::car_options();
    options.year = 2030;
    CHECK(cost(*build(kRoads, options).network, 0, 0, 1000, 0) == 100000);
}

TEST_CASE("speeds change by id, and the cost of the link is rounded once again") {
    const auto now = build(kRoads).network;
    const auto fast = with(*now, {.speeds = {{"OLD", 72}}});
    CHECK(cost(*fast, 0, 0, 1000, 0) == 150000);
}

TEST_CASE("what was touched is listed with links, length and notes") {
    const auto now = build(kRoads).network;
    std::vector<Touched> touched;
    modify(*now, {.year = 2025, .open = {"KLJ"}, .close = {"OLD"}, .speeds = {{"TQ", 60}}},
           touched);
    REQUIRE(touched.size() == 4);
    CHECK(touched[0].modification == "year");
    CHECK(touched[0].id == "KLJ");
    CHECK(touched[0].links == 2);
    CHECK(touched[0].km == Approx(1.0));
    CHECK(touched[0].note == "opened");
    CHECK(touched[1].note == "already open");
    CHECK(touched[2].modification == "close");
    CHECK(touched[2].km == Approx(3.0));
    CHECK(touched[2].note.empty());
    CHECK(touched[3].modification == "speed");
}

TEST_CASE("ids that match nothing or contradict are refused") {
    const auto now = build(kRoads).network;
    CHECK(test::error_text([&] { with(*now, {.open = {"KLI"}}); }) ==
          "open: no link and no line has the id 'KLI'\n  hint: did you mean 'KLJ'?");
    CHECK(test::error_text([&] { with(*now, {.close = {"somewhere else"}}); }) ==
          "close: no link and no line has the id 'somewhere else'");
    CHECK(test::error_text([&] { with(*now, {.open = {"TQ"}, .close = {"TQ"}}); }) ==
          "id TQ is both opened and closed");
    CHECK(test::error_text([&] {
              with(*now, {.headways_min = {{"TQ", 6}}});
          }) == "headway: 'TQ' is no transit line; lines: -");
    CHECK(test::error_text([&] { with(*now, {.open = {"KLI"}, .close = {"somewhere else"}}); }) ==
          "2 problems in the changes of the scenarios\n"
          "  open: no link and no line has the id 'KLI'\n"
          "  did you mean 'KLJ'?\n"
          "  close: no link and no line has the id 'somewhere else'");
}

TEST_CASE("connectors are those of the baseline: an opened road adds places and takes none away") {
    // The point is nearer to the planned road; in the baseline it hangs on the old one.
    const auto built = build({{.xy = {0, 0, 1000, 0}, .id = "A"},
                              {.xy = {0, 300, 1000, 300}, .id = "B", .year = 9999},
                              {.xy = {0, 0, 0, 300}, .id = "C"}});
    base::Diagnostics quiet;
    const auto layer = test::points({500, 160});
    const auto before = network::connect(*built.network, *layer, "", quiet);
    const auto opened = with(*built.network, {.open = {"B"}});
    const auto after = network::connect(*opened, *layer, "", quiet);
    REQUIRE(before.places[0].connectors.size() == after.places[0].connectors.size());
    CHECK(before.places[0].connectors.size() == 2);
    // 160 m to A and back along it; 140 m to B, then 300 m.
    CHECK(cost(*built.network, 500, 160, 1000, 300) == 160000 + 50000 + 300000);
    CHECK(cost(*opened, 500, 160, 1000, 300) == 140000 + 50000);
    CHECK(cost(*opened, 500, 160, 1000, 0) == 160000 + 50000);
}

TEST_CASE("nobody passes the end of a road that is yet to be built") {
    const auto built = build(
        {{.xy = {0, 0, 1000, 0}, .id = "A"}, {.xy = {0, 300, 1000, 300}, .id = "B", .year = 9999}});
    // By A: 450 m there, and from its end to the destination 360.555 m.
    CHECK(cost(*built.network, 1000, 450, 1200, 300) == Approx(450000 + 360555).margin(2));
    const auto opened = with(*built.network, {.open = {"B"}});
    CHECK(cost(*opened, 1000, 450, 1200, 300) == Approx(150000 + 200000).margin(2));
}

TEST_CASE("an id of two layers names nothing") {
    base::Diagnostics quiet;
    const auto net = network::build({test::roads({{.xy = {0, 0, 500, 0}, .id = "7"}}, "first"),
                                     test::roads({{.xy = {500, 0, 900, 0}, .id = "7"}}, "second")},
                                    nullptr, nullptr, test::car_options(), quiet);
    CHECK(test::error_text([&] { with(*net, {.close = {"7"}}); }) ==
          "close: the id '7' stands in more than one layer of the network\n"
          "  hint: give the links of one layer other ids, or an id field where there is none");
}
