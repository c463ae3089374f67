#include "network/helpers.hpp"
#include "network/oracle.hpp"
#include "network/reach/route.hpp"
#include "network/scenario.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using test::said;

namespace {

/// A street along the x axis from 0 to 3000 m (36 km/h), metro above it, stations 100 m north.
struct Metro {
    std::shared_ptr<layer::Layer> lines, stations;
    network::BuildOptions options = test::car_options();
    base::Diagnostics diagnostics;

    Metro() {
        options.walk = options.metro = true;
        options.walk_speed = 3.6;  // 1 m/s
        options.transfer_speed = 1.8;
        options.park_penalty_min = 3;
        lines = test::roads({{.xy = {0, 110, 3000, 110}, .speed = 72}}, "metro");
        set_line({"M1"});
        set_headway({8});
        stations = test::points({200, 100, 1200, 100, 2800, 100});
        set_stations({"M1", "M1", "M1"});
    }
    void set_line(const std::vector<std::string>& names) {
        lines->set({"line", layer::Type::text, "", {}}, layer::Column::of_texts(names));
    }
    void set_headway(std::vector<double> minutes) {
        lines->set({"headway", layer::Type::real, "min", {}},
                   layer::Column::of_reals(std::move(minutes)));
    }
    void set_stations(const std::vector<std::string>& names) {
        stations->set({"line", layer::Type::text, "", {}}, layer::Column::of_texts(names));
    }
    std::shared_ptr<const network::Network> build(const std::vector<test::Road>& roads = {
                                                      {{0, 0, 3000, 0}}}) {
        return network::build({test::roads(roads)}, lines.get(), stations.get(), options,
                              diagnostics);
    }
};

}  // namespace

TEST_CASE("a ride costs the way to the station, half the headway, the ride and the way out") {
    Metro metro;
    metro.options.car = false;
    const auto net = metro.build();
    CHECK(net->topology().platforms.size() == 3);
    // 100 m on foot, 4 min, 2600 m at 20 m/s, 100 m on foot: all begins and ends at the feet.
    CHECK(test::cost(*net, 200, 0, 2800, 0) == 100000 + 240000 + 130000 + 100000);
    CHECK(test::cost(*net, 200, 0, 300, 0) == 100000);  // walking is faster
}

TEST_CASE("a driver parks at a station at a price, and nobody gets back into the car") {
    Metro metro;
    // The way by car ends at 1200; the far bank is reached by metro only.
    const auto net = metro.build({{{0, 0, 1200, 0}}, {{2000, 0, 3000, 0}}});
    const std::uint32_t drive = 20000, park = 180000, wait = 240000, ride = 130000;
    CHECK(test::cost(*net, 0, 0, 3000, 0) ==
          std::min(drive, 200000U) + park + 100000 + wait + ride + 100000 + 200000);
    CHECK(test::cost(*net, 0, 0, 1000, 0) == 100000);
}

TEST_CASE("two lines meet by a transfer on foot with the wait of the next line") {
    Metro metro;
    metro.options.car = false;
    metro.lines = test::roads(
        {{.xy = {0, 110, 1200, 110}, .speed = 72}, {.xy = {1250, 110, 2800, 110}, .speed = 72}},
        "metro");
    metro.set_line({"M1", "M2"});
    metro.set_headway({8, 4});
    metro.stations = test::points({0, 100, 1200, 100, 1250, 100, 2800, 100});
    metro.set_stations({"M1", "M1", "M2", "M2"});
    const auto net = metro.build();
    // 50 m at 0.5 m/s, then half of 4 min; on foot by the street it would be 250 s and the wait.
    CHECK(test::cost(*net, 0, 0, 2800, 0) ==
          100000 + 240000 + 60000 + 100000 + 120000 + 77500 + 100000);
}

TEST_CASE("without stations the vertices are stops, and that is said") {
    Metro metro;
    metro.options.car = false;
    base::Diagnostics diagnostics;
    const auto net = network::build({test::roads({{{0, 0, 3000, 0}}})}, metro.lines.get(), nullptr,
                                    metro.options, diagnostics);
    CHECK(net->topology().platforms.size() == 2);
    CHECK(said(diagnostics, "network.transit.vertices") ==
          "info: no station layer: the vertices of the lines are taken as stops (metro)");
}

TEST_CASE("stations that cannot be used are reported with their ids") {
    Metro metro;
    metro.options.station_snap_m = 50;
    metro.options.station_access_m = 150;
    metro.stations = test::points({200, 100, 1200, 900, 2800, 100, 3500, 110});
    metro.lines = test::roads({{.xy = {0, 110, 3600, 110}, .speed = 72}}, "metro");
    metro.set_line({"M1"});
    metro.set_stations({"M1", "M1", "M1", "M1"});
    metro.build();
    CHECK(said(metro.diagnostics, "network.transit.station_far") ==
          "warning: stations farther than 50 m from their line left out (points; 1 features: 2)");
    CHECK(said(metro.diagnostics, "network.transit.station_alone") ==
          "warning: stations without a walkable street within 150 m: no way on or off there (2 "
          "features: 2, 4)");
}

TEST_CASE("a station of an unknown line and contradicting headways are refused") {
    Metro metro;
    metro.set_stations({"M1", "M11", "M1"});
    CHECK(test::error_text([&] { metro.build(); }) ==
          "layer points, feature 2: there is no line 'M11'\n  hint: lines: M1");
    Metro two;
    two.lines = test::roads({{{0, 110, 100, 110}}, {{100, 110, 200, 110}}}, "metro");
    two.set_line({"M1", "M1"});
    two.set_headway({8, 6});
    CHECK(test::error_text([&] { two.build(); }) == "line M1 has two headways: 8 and 6 min");
}

TEST_CASE("metro without lines is a warning") {
    Metro metro;
    base::Diagnostics diagnostics;
    network::build({test::roads({{{0, 0, 3000, 0}}})}, nullptr, nullptr, metro.options,
                   diagnostics);
    CHECK(said(diagnostics, "network.transit.absent") ==
          "warning: metro is a mode, but there is no transit layer");
}

TEST_CASE("a planned line runs only when opened, and a headway can be changed") {
    Metro metro;
    metro.options.car = false;
    metro.lines->set({"year_open", layer::Type::integer, "", {}},
                     layer::Column::of_integers({2025}));
    const auto now = metro.build();
    CHECK(test::cost(*now, 200, 0, 2800, 0) == 2600000);
    std::vector<network::Touched> touched;
    const auto later = network::modify(*now, {.year = 2025, .headways_min = {{"M1", 4}}}, touched);
    CHECK(test::cost(*later, 200, 0, 2800, 0) == 100000 + 120000 + 130000 + 100000);
    REQUIRE(touched.size() == 2);
    CHECK(touched[0].modification == "year");
    CHECK(touched[0].note == "opened");
    CHECK(touched[1].modification == "headway");
}

TEST_CASE("the legs of a trip by metro add up to its cost and name their modes") {
    Metro metro;
    metro.options.park_penalty_min = 1;  // else walking to the station takes as long
    const auto net = metro.build({{{0, 0, 1200, 0}}, {{2000, 0, 3000, 0}}});
    base::Diagnostics quiet;
    const auto from = network::connect(*net, *test::points({0, 0}), "", quiet);
    const auto to = network::connect(*net, *test::points({3000, 0}), "", quiet);
    const auto route = network::routes(*net, from, to).at(0);
    std::string modes;
    std::uint64_t ms = 0;
    for (const auto& leg : route.legs) {
        modes += std::string(network::leg_mode_name(leg.mode)) + " ";
        ms += leg.ms;
    }
    CHECK(modes == "access car park board metro alight walk egress ");
    CHECK(ms == route.ms);
    CHECK(route.ms == test::cost(*net, 0, 0, 3000, 0));
}

TEST_CASE("a ring line rides over the place where it was begun") {
    Metro metro;
    metro.options.car = false;
    metro.lines = test::roads(
        {{.xy = {0, 110, 20000, 110, 20000, 20110, 0, 20110, 0, 110}, .speed = 72}}, "metro");
    metro.set_line({"M1"});
    metro.set_headway({8});
    metro.stations = test::points({5000, 100, 20000, 10000, 0, 5100});
    metro.set_stations({"M1", "M1", "M1"});
    const auto net = metro.build({{{4900, 0, 5100, 0}}, {{-100, 5000, -100, 5200}}});
    // 100 m on foot, 4 min, 5000 m and 4990 m at 20 m/s, 100 m on foot; the long way is 70 km.
    CHECK(test::cost(*net, 5000, 0, -100, 5100) == 100000 + 240000 + 499500 + 100000);
    CHECK(test::cost(*net, -100, 5100, 5000, 0) == 100000 + 240000 + 499500 + 100000);
}
