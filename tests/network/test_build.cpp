#include "network/graph/road_links.hpp"
#include "network/helpers.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>
#include <functional>
#include <limits>

using namespace jt;
using test::build;
using test::cost;
using test::said;

namespace {

std::string refusal(const std::function<void()>& body) {
    const auto error = test::error_of(body);
    REQUIRE(error);
    CHECK(error->kind() == base::ErrorKind::data);
    CHECK(error->text(base::Lang::zh) != error->text(base::Lang::en));
    return error->text(base::Lang::en);
}

const double kNan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("one-way links are driven in their direction only") {
    const auto built = build({{.xy = {0, 0, 100, 0}, .oneway = "FT"},
                              {.xy = {0, 0, 0, 300}},
                              {.xy = {0, 300, 100, 300}},
                              {.xy = {100, 0, 100, 300}, .oneway = "TF"}});
    CHECK(cost(*built.network, 0, 0, 100, 0) == 10000);
    CHECK(cost(*built.network, 100, 0, 0, 0) == layer::kUnreachable);
    CHECK(cost(*built.network, 0, 300, 100, 0) == 40000);
    CHECK(cost(*built.network, 100, 300, 100, 0) == 30000);
}

TEST_CASE("a speed is that of the feature, else that of the class in either language") {
    const auto built = build({{.xy = {0, 0, 1000, 0}, .name = "高速公路", .speed = kNan},
                              {.xy = {1000, 0, 2000, 0}, .name = "Arterial", .speed = kNan},
                              {.xy = {2000, 0, 3000, 0}, .name = "whatever", .speed = 60}});
    CHECK(cost(*built.network, 0, 0, 1000, 0) == 36000);
    CHECK(cost(*built.network, 1000, 0, 2000, 0) == 72000);
    CHECK(cost(*built.network, 2000, 0, 3000, 0) == 60000);
    CHECK(said(built.diagnostics, "network.speed.by_class") ==
          "info: speed taken from the table of classes (roads; 2 features: 1, 2)");
}

TEST_CASE("a peak factor multiplies the speed of its class and is reported") {
    auto options = test::car_options();
    options.peak_factor["arterial"] = 0.5;
    const auto built = build({{{0, 0, 1000, 0}}}, options);
    CHECK(cost(*built.network, 0, 0, 1000, 0) == 200000);
    CHECK(said(built.diagnostics, "network.speed.peak") ==
          "info: speed of class arterial multiplied by the peak factor 0.5 (roads; 1 features: 1)");
}

TEST_CASE("lines of no length and without geometry stay out and are reported with their ids") {
    const auto built = build({{{0, 0, 1000, 0}}, {{5, 5, 5, 5}}, {{}}, {{0, kNan, 10, 0}}});
    CHECK(built.t().links.size() == 1);
    CHECK(said(built.diagnostics, "network.link.zero") ==
          "warning: lines of no length left out of the network (roads; 1 features: 2)");
    CHECK(said(built.diagnostics, "network.link.missing") ==
          "warning: features without geometry left out of the network (roads; 1 features: 3)");
    CHECK(said(built.diagnostics, "network.link.not_finite") ==
          "warning: features with NaN or infinite coordinates left out of the network (roads; 1 "
          "features: 4)");
}

TEST_CASE("a speed that is not above 0 is refused with all ids") {
    CHECK(refusal([] {
              build({{.xy = {0, 0, 1, 0}, .speed = -5},
                     {{0, 0, 0, 1}},
                     {.xy = {0, 0, 5, 5}, .speed = 0}});
          }) ==
          "field speed is not above 0 in 2 features: 1, 3\n"
          "  in layer roads\n"
          "  hint: correct the speeds, or leave them empty to take that of the class");
}

TEST_CASE("a class without a speed is refused with classes and ids") {
    CHECK(refusal([] {
              build({{.xy = {0, 0, 1, 0}, .name = "cart track", .speed = kNan},
                     {.xy = {0, 0, 0, 1}, .name = "", .speed = kNan}});
          }) ==
          "no speed for class \"\", cart track: 2 features have neither: 1, 2\n"
          "  in layer roads\n"
          "  hint: add the class to the parameter speeds, or fill the field speed");
}

TEST_CASE("an unknown oneway code is refused with its ids") {
    CHECK(refusal([] {
              build({{.xy = {0, 0, 1, 0}, .oneway = "sideways"}});
          }) ==
          "unknown oneway code sideways in 1 features: 1\n"
          "  in layer roads\n"
          "  hint: codes: empty or B both ways, FT as drawn, TF against the drawing");
}

TEST_CASE("layers that cannot be measured are refused") {
    const auto in = [](const geo::Crs& crs) {
        base::Diagnostics diagnostics;
        network::build({test::roads({{{0, 0, 1, 0}}}, "roads", crs)}, nullptr, nullptr,
                       test::car_options(), diagnostics);
    };
    CHECK(refusal([&] { in(geo::Crs()); }) ==
          "the layer has no CRS\n  in layer roads\n"
          "  hint: give the layer its CRS (crs = \"EPSG:...\"), then transform it to the project's "
          "projected CRS");
    const geo::Crs degrees = geo::Crs::from("EPSG:4490");
    CHECK(refusal([&] { in(degrees); }) ==
          "a network is not measured in degrees: " + degrees.label() +
              " is geographic\n  in layer roads\n"
              "  hint: transform the layer to the project's projected CRS, for example EPSG:4544");
    const geo::Crs mercator = geo::Crs::from("EPSG:3857");
    CHECK(refusal([&] { in(mercator); }) ==
          "Web Mercator is no CRS to measure in: " + mercator.label() +
              "\n  in layer roads\n"
              "  hint: transform the layer to the project's projected CRS, for example EPSG:4544");
    base::Diagnostics diagnostics;
    const geo::Crs other = geo::Crs::from("EPSG:4545");
    CHECK(refusal([&] {
              network::build(
                  {test::roads({{{0, 0, 1, 0}}}), test::roads({{{0, 0, 1, 0}}}, "more", other)},
                  nullptr, nullptr, test::car_options(), diagnostics);
          }) == "the layer is in " + other.label() + ", but the network is in " +
                    test::crs().label() + "\n  in layer more\n  hint: transform the layer first");
}

TEST_CASE("points where lines are needed and an empty layer are refused") {
    base::Diagnostics diagnostics;
    CHECK(refusal([&] {
              network::build({test::points({0, 0})}, nullptr, nullptr, test::car_options(),
                             diagnostics);
          }) == "layer points holds point features where lines are needed");
    CHECK(refusal([] { build({}); }) == "no line is left to build a network from");
    CHECK(refusal([] { build({{{5, 5, 5, 5}}}); }) == "no line is left to build a network from");
}

TEST_CASE("a field of the wrong type is refused") {
    auto roads = test::roads({{{0, 0, 1, 0}}});
    roads->set({"speed", layer::Type::text, "", {}},
               layer::Column::of_texts(std::vector<std::string>{"fast"}));
    base::Diagnostics diagnostics;
    CHECK(refusal([&] {
              network::build({roads}, nullptr, nullptr, test::car_options(), diagnostics);
          }) == "field speed of layer roads holds text where numbers are needed");
}

TEST_CASE("parameters are checked: modes and tables of numbers") {
    CHECK(refusal([] {
              network::options_from({{"modes", {"car", "boat"}}});
          }) == "unknown mode 'boat'\n  hint: modes: car, metro, walk, freight");
    CHECK(refusal([] {
              network::options_from({{"modes", {"car", "metro"}}});
          }) == "metro needs the mode walk: stations are reached on foot");
    CHECK(refusal([] {
              network::options_from({{"speeds", {{"arterial", -3}}}});
          }) ==
          "parameter speeds, arterial: -3 is no number above 0\n"
          "  hint: write a number in km/h, or a quantity with its unit");
    const auto options = network::options_from({{"speeds", {{"主干路", "60 km/h"}}}});
    CHECK(options.speeds.at("arterial") == 60);
}

TEST_CASE("walking keeps off controlled-access classes, and they are joined at nodes only") {
    auto options = test::car_options();
    options.walk = true;
    options.controlled = {"expressway"};
    const auto built = build(
        {{.xy = {0, 0, 1000, 0}, .name = "expressway", .speed = 72}, {.xy = {1000, 0, 1000, 600}}},
        options);
    base::Diagnostics diagnostics;
    const auto places = network::connect(*built.network, *test::points({100, 50}), "", diagnostics);
    REQUIRE(!places.places[0].connectors.empty());
    const auto& first = places.places[0].connectors[0];
    CHECK(!first.walk);
    CHECK(first.access_mm == 111803);  // to the node at (0, 0), not to the foot on the line
    for (const auto& connector : places.places[0].connectors) {
        CHECK((!connector.walk ||
               built.t().name_of(built.t().edges[connector.edge].link) == "arterial"));
    }
}

TEST_CASE("a network survives the cache byte for byte") {
    const auto built = build({{{0, 0, 1000, 0}}, {{333, -500, 333, 500}}});
    const std::string stored = test::bytes(*built.network);
    base::Reader in(stored);
    const auto again = network::Network::read(in);
    in.expect_end();
    CHECK(test::bytes(*again) == stored);
    CHECK(cost(dynamic_cast<const network::Network&>(*again), 0, 0, 333, 500) == 83300);
}
