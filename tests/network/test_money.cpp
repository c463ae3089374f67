// Tolls, value of time, periods.
#include "network/helpers.hpp"
#include "network/reach/route.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

using namespace jt;

namespace {

/// A short way with a toll (50 s) and a free one (200 s), from (0, 0) to (1000, 0).
std::shared_ptr<layer::Layer> two_ways(const char* field, double yuan) {
    auto roads = test::roads({{{0, 0, 400, 0}, "toll", "expressway", 72},
                              {{0, 0, 0, 500, 1000, 500, 1000, 0}, "free"},
                              {{400, 0, 1000, 0}, "toll", "expressway", 72}});
    roads->set({field, layer::Type::real, "", {}}, layer::Column::of_reals({yuan, 0, NAN}));
    return roads;
}

network::Route trip(const network::Network& net, double x1, double x2) {
    base::Diagnostics quiet;
    const auto from = network::connect(net, *test::points({x1, 0}), "", quiet);
    const auto to = network::connect(net, *test::points({x2, 0}), "", quiet);
    return network::routes(net, from, to).front();
}

std::shared_ptr<const network::Network> priced(const std::shared_ptr<layer::Layer>& roads,
                                               double value_of_time = 0) {
    auto options = test::car_options();
    options.controlled = {};
    options.value_of_time = value_of_time;
    base::Diagnostics quiet;
    return network::build({roads}, nullptr, nullptr, options, quiet);
}

}  // namespace

TEST_CASE("a toll is told and chooses no way where time has no value") {
    const auto route = trip(*priced(two_ways("toll", 10)), 0, 1000);
    CHECK(route.ms == 50000);
    CHECK(route.fen == 1000);
    const auto by_km = trip(*priced(two_ways("toll_km", 10)), 0, 1000);
    CHECK(by_km.fen == 400);
    CHECK(trip(*priced(two_ways("toll", 10)), 100, 1000).fen == 750);  // a part of the link
    CHECK(trip(*priced(two_ways("toll", 0.125)), 0, 1000).fen == 13);
}

TEST_CASE("with a value of time the impedance is time plus money over value") {
    const auto rich = priced(two_ways("toll", 10), 600);
    const auto fast = trip(*rich, 0, 1000);
    CHECK(fast.ms == 110000);
    CHECK(fast.fen == 1000);
    CHECK(test::cost(*rich, 0, 0, 1000, 0) == 110000);
    CHECK(test::cost(*rich, 0, 0, 200, 0) == 40000);  // half the link: half its time and money
    const auto poor = priced(two_ways("toll", 10), 60);
    const auto slow = trip(*poor, 0, 1000);
    CHECK(slow.ms == 200000);
    CHECK(slow.fen == 0);
    std::uint64_t fen = 0, ms = 0;
    for (const auto& leg : fast.legs) {
        fen += leg.fen;
        ms += leg.ms;
    }
    CHECK(fen == fast.fen);
    CHECK(ms == fast.ms);
}

TEST_CASE("pieces of one feature share its toll; tolls below 0 are refused, texts are told") {
    auto one = test::roads({{{0, 0, 300, 0, 1000, 0}}, {{300, -100, 300, 100}}});
    one->set({"toll", layer::Type::real, "", {}}, layer::Column::of_reals({0.1, NAN}));
    const auto net = priced(one);
    CHECK(trip(*net, 0, 1000).fen == 10);
    CHECK(trip(*net, 0, 300).fen == 3);
    CHECK(test::error_text([&] { priced(two_ways("toll", -1)); }).find("1 features: 1") !=
          std::string::npos);
    auto texts = test::roads({{{0, 0, 100, 0}}});
    texts->set({"toll", layer::Type::text, "", {}}, layer::Column::of_texts({"yes"}));
    base::Diagnostics told;
    network::build({texts}, nullptr, nullptr, test::car_options(), told);
    CHECK(test::said(told, "network.toll.text").find("no amounts") != std::string::npos);
}

TEST_CASE(
    "a period's factors multiply speeds beside the peak factor, and unknown ones are refused") {
    const nlohmann::json params = {
        {"modes", {"car"}},
        {"peak_factor", {{"arterial", 0.5}}},
        {"periods", {{"am", {{"主干路", 0.5}, {"branch", 0.25}}}, {"pm", {{"branch", 0.75}}}}},
        {"period", "am"}};
    const auto options = network::options_from(params);
    CHECK(options.peak_factor.at("arterial") == 0.25);
    CHECK(options.peak_factor.at("branch") == 0.25);
    base::Diagnostics told;
    const auto net =
        network::build({test::roads({{{0, 0, 100, 0}}})}, nullptr, nullptr, options, told);
    CHECK(test::cost(*net, 0, 0, 100, 0) == 40000);
    CHECK(test::said(told, "network.period.used").find("am") != std::string::npos);
    auto wrong = params;
    wrong["period"] = "night";
    CHECK(test::error_text([&] { network::options_from(wrong); }).find("periods: am, pm") !=
          std::string::npos);
}

TEST_CASE("turn costs as parameters: seconds, quantities, bans, and what is none of them") {
    const auto costs =
        network::options_from(
            {{"turn_cost", {{"left", "5 s"}, {"right", 2}, {"u", "ban"}, {"straight", "0.5 min"}}}})
            .turn_costs;
    CHECK(costs.left == 5000);
    CHECK(costs.right == 2000);
    CHECK(costs.straight == 30000);
    CHECK(costs.u == network::TurnCosts::kBan);
    for (const nlohmann::json& bad : {nlohmann::json{{"left", -1}},
                                      {{"around", 1}},
                                      {{"left", "never"}},
                                      {{"left", true}},
                                      {{"left", 1e9}}}) {
        CHECK(test::error_of([&] { network::options_from({{"turn_cost", bad}}); }).has_value());
    }
}
