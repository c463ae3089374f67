#include "network/access/decay.hpp"
#include "network/desk.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace jt;
using namespace jt::network;
using nlohmann::json;

TEST_CASE("G14: Gaussian decay of Dai at 0, 15 and 30 of 30 minutes") {
    const Decay decay({.form = DecayForm::gaussian_dai, .threshold = 30});
    CHECK(decay(0) == Approx(1.0));
    CHECK(decay(15) == Approx(0.70137).epsilon(1e-5));
    CHECK(decay(30) == Approx(0.0).margin(1e-12));
    CHECK(decay(30.001) == 0.0);
}

TEST_CASE("each form of decay at times whose weight is known by hand") {
    CHECK(Decay::step(30)(30) == 1);
    CHECK(Decay::step(30)(30.0001) == 0);
    const Decay linear({.form = DecayForm::linear, .threshold = 40});
    CHECK((linear(0) == 1 && linear(10) == 0.75 && linear(40) == 0 && linear(41) == 0));
    const Decay power({.form = DecayForm::power, .beta = 2, .least = 2});
    CHECK((power(4) == 1.0 / 16 && power(0) == 0.25 && power(2) == 0.25));
    CHECK(Decay({.form = DecayForm::exponential, .beta = 0.1})(10) == Approx(std::exp(-1.0)));
    CHECK(Decay({.form = DecayForm::gaussian, .sigma = 10})(10) == Approx(std::exp(-0.5)));
    CHECK(Decay({.form = DecayForm::gaussian, .sigma = 10, .threshold = 5})(6) == 0);
    // Bauer & Groneberg 2016: 1 at 0, and (1 + e^(-m k)) / 2 at the midpoint.
    const Decay logistic({.form = DecayForm::logistic, .sigma = 5, .midpoint = 30});
    const double k = std::acos(-1.0) / (5 * std::sqrt(3.0));
    CHECK(logistic(0) == 1);
    CHECK(logistic(30) == Approx((1 + std::exp(-30 * k)) / 2).epsilon(1e-14));
    CHECK(logistic(1e6) == 0);
    const Decay zones({.form = DecayForm::zones, .points = {{10, 1}, {20, 0.68}, {30, 0.22}}});
    CHECK((zones(0) == 1 && zones(10) == 1 && zones(10.01) == 0.68 && zones(30) == 0.22));
    CHECK(zones(30.01) == 0);
    const Decay table({.form = DecayForm::table, .points = {{5, 1}, {15, 0.5}, {20, 0}}});
    CHECK((table(0) == 1 && table(5) == 1 && table(10) == 0.75 && table(15) == 0.5));
    CHECK((table(17.5) == 0.25 && table(20) == 0 && table(21) == 0));
}

TEST_CASE("decays without what they need, and tables that are none, are refused") {
    test::Desk desk;
    const auto matrix = test::minutes({"a"}, {"x"}, {10});
    const auto fail = [&](const json& params) {
        return desk.refused("network.hansen", {{"matrix", {matrix}}}, params);
    };
    CHECK(fail({{"decay", "power"}, {"beta", 0}}) == "decay power needs beta, a number above 0");
    CHECK(fail({{"beta", -1}}).find("beta") != std::string::npos);
    CHECK(fail({{"decay", "linear"}}) == "decay linear needs threshold, a number above 0");
    CHECK(fail({{"decay", "gaussian"}}) == "decay gaussian needs sigma, a number above 0");
    CHECK(fail({{"decay", "logistic"}, {"sigma", 5}}) ==
          "decay logistic needs midpoint, a number above 0");
    CHECK(fail({{"decay", "table"}}) ==
          "decay table has no breakpoints\n"
          "  hint: give pairs of minutes and weight: {{0, 1}, {30, 0}}");
    CHECK(fail({{"decay", "table"}, {"table", {{0, 1}, {10, 0.5}, {10, 0.2}}}}) ==
          "decay table, breakpoint 3: 10 min does not come after 10 min");
    CHECK(fail({{"decay", "zones"}, {"zones", {{20, 1}, {10, 0.5}}}}) ==
          "decay zones, breakpoint 2: 10 min does not come after 20 min");
    CHECK(fail({{"decay", "table"}, {"table", {{0, 1}, {10, -0.5}}}}) ==
          "decay table, breakpoint 2: minutes 10 and weight -0.5 must be at least 0");
    CHECK(fail({{"decay", "table"}, {"table", {{-1, 1}}}}) ==
          "decay table, breakpoint 1: minutes -1 and weight 1 must be at least 0");
    CHECK(fail({{"decay", "table"}, {"table", {{0, "x"}}}}) ==
          "table, item 1: [0,\"x\"] is no pair of minutes and weight");
    CHECK(fail({{"decay", "table"}, {"table", {0, 1}}}) ==
          "table, item 1: 0 is no pair of minutes and weight");
}

TEST_CASE("a table of breakpoints is told, and takes minutes with a unit") {
    test::Desk desk;
    const auto matrix = test::minutes({"a"}, {"x"}, {30});
    const auto out = desk.run("network.hansen", {{"matrix", {matrix}}},
                              {{"decay", "table"}, {"table", {{0, 1}, {"1 h", 0}}}});
    CHECK(test::table(out, "values").column("value").number(0) == 0.5);
    CHECK(test::said(desk.diagnostics, "network.decay.table") ==
          "info: the decay is a table of 2 breakpoints from 0 to 60 min, linear between them, 0 "
          "after the last");
}
