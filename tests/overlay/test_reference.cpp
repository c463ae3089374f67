#include "overlay/vectors.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace jt;
using test::error_text;
using test::layer_of;
using Texts = std::vector<std::string>;

namespace {

test::Registered routes() {
    auto geometry = test::line_of({0, 0, 100, 0, 100, 50});
    geometry.begin_feature();  // two parts with a gap of 20 m
    for (const int x : {0, 30}) {
        geometry.begin_part();
        geometry.begin_ring();
        geometry.add(test::kEast + x, test::kNorth + 200);
        geometry.add(test::kEast + x + 10, test::kNorth + 200);
    }
    geometry.end_feature();
    return test::with_texts(layer_of("routes", geometry), "id", {"G93", "S1"});
}

std::shared_ptr<layer::Table> events(const Texts& route, std::vector<double> measure,
                                     const std::string& unit = "") {
    auto out = std::make_shared<layer::Table>(route.size());
    out->set({"route", layer::Type::text, "", {}}, layer::Column::of_texts(route));
    out->set({"measure", layer::Type::real, unit, {}}, layer::Column::of_reals(std::move(measure)));
    return out;
}

test::Ran place(const std::shared_ptr<layer::Table>& table,
                const nlohmann::json& params = nlohmann::json::object()) {
    return test::run("vector.line_reference", {{"routes", {routes()}}, {"events", {table}}},
                     params);
}

void check_place(const layer::Layer& layer, std::size_t row, double x, double y) {
    const auto xy = layer.geometry().coordinates(row);
    REQUIRE(xy.size() == 2);
    CHECK(xy[0] - test::kEast == Approx(x).margin(1e-4));
    CHECK(xy[1] - test::kNorth == Approx(y).margin(1e-4));
}

}  // namespace

TEST_CASE("events are placed along lines by their measure, parts in order") {
    const auto out = place(events({"G93", "G93", "G93", "S1", "S1"}, {0, 50, 120, 5, 15}));
    CHECK(out.layer().names() == Texts{"route", "measure"});
    check_place(out.layer(), 0, 0, 0);
    check_place(out.layer(), 1, 50, 0);
    check_place(out.layer(), 2, 100, 20);
    check_place(out.layer(), 3, 5, 200);
    check_place(out.layer(), 4, 35, 200);
    CHECK(out.texts().empty());
    check_place(place(events({"G93"}, {0.05}, "km")).layer(), 0, 50, 0);
}

TEST_CASE("events without a place are listed by reason and have no geometry") {
    const auto out = place(events({"G93", "G5", "G93", "S1", "G93"}, {10, 10, NAN, -3, 151}));
    CHECK(out.layer().rows() == 5);
    CHECK(out.layer().geometry().status(0) == geo::Status::ok);
    for (std::size_t row = 1; row < 5; ++row) {
        CHECK(out.layer().geometry().status(row) == geo::Status::null);
    }
    CHECK(
        out.texts() ==
        Texts{"warning: 1 rows have no route or no measure, and get no place (events; 1 features: "
              "3)",
              "warning: 1 rows name a route that 'routes' has no line for, and get no place "
              "(events; 1 features: 2)",
              "warning: 2 rows have a measure before the start or beyond the end of their route, "
              "and get no place (events; 2 features: 4, 5)"});
}

TEST_CASE("points find the nearest route, their measure and the side they lie on") {
    const auto seats = layer_of(
        "seats", test::points({{50, 3}, {50, -4}, {103, 20}, {104, -3}, {-3, 4}, {35, 190}}));
    const auto out =
        test::run("vector.locate_along", {{"routes", {routes()}}, {"points", {seats}}});
    CHECK(test::shown(out.layer(), "route") == Texts{"G93", "G93", "G93", "G93", "G93", "S1"});
    const std::vector<double> measures{50, 50, 120, 100, 0, 15}, offsets{3, -4, -3, -5, 5, -10};
    for (std::size_t i = 0; i < measures.size(); ++i) {
        CHECK(out.layer().column("measure_m").number(i) == Approx(measures[i]).margin(1e-4));
        CHECK(out.layer().column("offset_m").number(i) == Approx(offsets[i]).margin(1e-4));
    }
    CHECK(out.texts().empty());
}

TEST_CASE("measures come back from the places that they gave, in degrees too") {
    geo::GeometryArray lines(geo::Shape::line);
    lines.add_line(std::vector<double>{104, 30, 104.5, 30, 104.6, 30.4, 104.2, 30.7});
    lines.add_line(std::vector<double>{105, 29, 105, 31});
    const auto layer = test::with_texts(layer_of("lines", lines, "EPSG:4490"), "id", {"a", "b"});
    const auto lengths = geo::lengths(lines, layer->crs());
    Texts names;
    std::vector<double> measures;
    for (int i = 0; i <= 20; ++i) {
        names.push_back(i % 2 == 0 ? "a" : "b");
        measures.push_back(lengths[static_cast<std::size_t>(i % 2)] * i / 20);
    }
    const auto placed = test::run("vector.line_reference",
                                  {{"routes", {layer}}, {"events", {events(names, measures)}}});
    const auto back = test::run("vector.locate_along",
                                {{"routes", {layer}}, {"points", {placed.outputs.at("layer")}}});
    CHECK(test::shown(back.layer(), "route") == names);
    for (std::size_t i = 0; i < measures.size(); ++i) {
        CHECK(back.layer().column("measure_m").number(i) == Approx(measures[i]).margin(0.05));
        CHECK(back.layer().column("offset_m").number(i) == Approx(0).margin(0.01));
    }
    CHECK(back.texts() == Texts{"info: column 'route' of the input is replaced by the result of "
                                "that name"});
}

TEST_CASE("points too far from any route are listed and get nulls") {
    auto geometry = test::points({{50, 3}, {50, 90}});
    geometry.null_feature();
    const auto out = test::run("vector.locate_along",
                               {{"routes", {routes()}}, {"points", {layer_of("seats", geometry)}}},
                               {{"max_distance", 10}});
    CHECK(out.layer().column("measure_m").valid(0));
    CHECK_FALSE(out.layer().column("route").valid(1));
    CHECK_FALSE(out.layer().column("offset_m").valid(2));
    CHECK(out.texts() == Texts{"warning: 1 features have no usable geometry and take no part "
                               "(seats; 1 features: 3)",
                               "warning: 1 points have no route of 'routes' near enough (seats; 1 "
                               "features: 2)"});
}

TEST_CASE("routes that stand twice, columns that are not there, and nothing at all") {
    auto twice = test::with_texts(routes(), "id", {"G93", "G93"});
    const auto table = events({"G93"}, {15});
    const auto out = test::run("vector.line_reference", {{"routes", {twice}}, {"events", {table}}});
    check_place(out.layer(), 0, 15, 0);
    CHECK(out.texts() ==
          Texts{"warning: 1 features repeat the id of an earlier route; the first one "
                "counts (routes; 1 features: 2)"});
    CHECK(error_text([&] {
              place(table, {{"measure", "measur"}});
          }) ==
          "unknown column 'measur'; did you mean 'measure'?\n"
          "  in operator vector.line_reference");
    CHECK(error_text([&] {
              place(table, {{"measure", "route"}});
          }) ==
          "column 'route' is text, numbers are wanted\n"
          "  in operator vector.line_reference");
    CHECK(error_text([&] { place(events({"G93"}, {15}, "min")); }) ==
          "measure column 'measure' is in min, which is no length\n"
          "  in operator vector.line_reference");
    CHECK(place(events({}, {})).layer().rows() == 0);
    const auto none = layer_of("none", geo::GeometryArray());
    const auto dots = layer_of("dots", test::points({{1, 1}}));
    CHECK_FALSE(test::run("vector.locate_along", {{"routes", {none}}, {"points", {dots}}})
                    .layer()
                    .column("measure_m")
                    .valid(0));
    CHECK(error_text([&] {
              test::run("vector.locate_along", {{"routes", {dots}}, {"points", {dots}}});
          }) ==
          "port 'routes' wants line features, but layer 'dots' holds point features\n"
          "  in operator vector.locate_along");
}
