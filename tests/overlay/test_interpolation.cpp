#include "overlay/vectors.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace jt;
using test::error_text;
using test::layer_of;
using test::rectangles;
using Texts = std::vector<std::string>;

namespace {

test::Ran interpolate(const test::Registered& source, const test::Registered& target,
                      const nlohmann::json& params) {
    return test::run("vector.areal_interpolation", {{"source", {source}}, {"target", {target}}},
                     params);
}

test::Registered sources() {
    auto out = layer_of("towns", rectangles({{0, 0, 10, 10}, {10, 0, 20, 10}}));
    test::with_reals(out, "people", {100, 300}, "");
    return test::with_reals(out, "density", {1, 3});
}

}  // namespace

TEST_CASE("totals are divided by area, densities averaged") {
    const auto cells =
        layer_of("cells", rectangles({{0, 0, 5, 10}, {5, 0, 20, 10}, {15, 0, 30, 10}}));
    const auto first = layer_of("cells", rectangles({{0, 0, 5, 10}, {5, 0, 20, 10}}));
    const auto out =
        interpolate(sources(), first, {{"extensive", {"people"}}, {"intensive", {"density"}}});
    CHECK(out.layer().names() == Texts{"people", "density", "covered"});
    CHECK(out.layer().column("people").number(0) == Approx(50).epsilon(1e-7));
    CHECK(out.layer().column("people").number(1) == Approx(350).epsilon(1e-7));
    CHECK(out.layer().column("density").number(0) == Approx(1));
    CHECK(out.layer().column("density").number(1) == Approx((5 * 1 + 10 * 3) / 15.0).epsilon(1e-7));
    CHECK(out.layer().column("covered").number(1) == Approx(1));
    CHECK(out.texts() == Texts{"info: column 'people': 400 in the sources, 400 in the targets, 0 "
                               "outside all targets (towns)"});
    CHECK(interpolate(sources(), cells, {{"extensive", {"people"}}})
              .layer()
              .column("covered")
              .number(2) == Approx(5.0 / 15).epsilon(1e-6));
}

TEST_CASE("sums are kept to 1e-9 when targets tile the sources, in metres and in degrees") {
    const auto shapes = test::random_rectangles(40, 100, 30, 81);
    std::vector<double> people;
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        people.push_back(1000.0 + 37 * static_cast<double>(i));
    }
    const auto check = [&](const test::Registered& source, const test::Registered& target) {
        test::with_reals(source, "people", people);
        const auto out = interpolate(source, target, {{"extensive", {"people"}}});
        auto given = test::numbers(out.layer(), "people");
        std::erase_if(given, [](double value) { return std::isnan(value); });
        CHECK(test::sum_of(given) == Approx(test::sum_of(people)).epsilon(1e-9));
    };
    check(layer_of("a", rectangles(shapes)), layer_of("b", rectangles(test::grid(8, 13))));
    const auto degrees = [](geo::GeometryArray geometry) {  // a cell of 0.02 degree for each metre
        for (std::size_t k = 0; k < geometry.xy().size(); k += 2) {
            geometry.xy()[k] = 100 + (geometry.xy()[k] - test::kEast) / 50;
            geometry.xy()[k + 1] = 28 + (geometry.xy()[k + 1] - test::kNorth) / 50;
        }
        return geometry;
    };
    check(layer_of("a", degrees(rectangles(shapes)), "EPSG:4490"),
          layer_of("b", degrees(rectangles(test::grid(8, 13))), "EPSG:4490"));
}

TEST_CASE("what lies outside all targets is told, and values that are missing") {
    auto source = sources();
    test::with_reals(source, "people", {100, 300});
    test::with_reals(source, "jobs", {NAN, 40});
    const auto target = layer_of("cells", rectangles({{5, 0, 15, 10}, {50, 50, 60, 60}}));
    const auto out = interpolate(source, target, {{"extensive", {"people", "jobs"}}});
    CHECK(out.texts() ==
          Texts{"warning: column 'people': 400 in the sources, 200.00001 in the targets, 199.99999 "
                "outside all targets (towns)",
                "warning: 1 features have no 'jobs' and add nothing to it (towns; 1 features: 1)",
                "warning: column 'jobs': 40 in the sources, 20.000001 in the targets, 19.999999 "
                "outside all targets (towns)"});
    CHECK_FALSE(out.layer().column("people").valid(1));
    CHECK(out.layer().column("covered").number(1) == 0);
}

TEST_CASE("targets and sources that overlap are told, and cover counts once") {
    const auto source = test::with_reals(
        layer_of("towns", rectangles({{0, 0, 10, 10}, {0, 0, 10, 10}})), "people", {100, 100});
    const auto target = layer_of("cells", rectangles({{0, 0, 10, 10}, {5, 0, 20, 10}}));
    const auto out = interpolate(source, target, {{"extensive", {"people"}}});
    CHECK(out.layer().column("people").number(0) == Approx(200).epsilon(1e-7));
    CHECK(out.layer().column("people").number(1) == Approx(100).epsilon(1e-6));
    CHECK(out.layer().column("covered").number(1) == Approx(1.0 / 3).epsilon(1e-6));
    REQUIRE(out.texts().size() == 3);
    CHECK(out.texts()[0] ==
          "warning: parts of 2 features lie in several features of 'cells', which overlap there: "
          "values count more than once (towns; 2 features: 1, 2)");
    CHECK(out.texts()[1] ==
          "warning: parts of 2 features lie in several features of 'towns', which overlap there: "
          "values count more than once (cells; 2 features: 1, 2)");
}

TEST_CASE("a column that the target has already gets a suffix") {
    auto target = test::with_reals(layer_of("cells", rectangles({{0, 0, 20, 10}})), "people", {7});
    const auto out = interpolate(sources(), target, {{"extensive", {"people"}}});
    CHECK(out.layer().names() == Texts{"people", "people_source", "covered"});
    CHECK(out.layer().column("people").number(0) == 7);
    CHECK(out.layer().column("people_source").number(0) == Approx(400));
}

TEST_CASE("interpolation refuses no columns, unknown ones and text") {
    const auto cells = layer_of("cells", rectangles({{0, 0, 20, 10}}));
    CHECK(error_text([&] { interpolate(sources(), cells, nlohmann::json::object()); }) ==
          "no column is named in 'extensive' or 'intensive'\n"
          "  in operator vector.areal_interpolation\n"
          "  hint: extensive: totals such as population; intensive: densities and shares");
    CHECK(error_text([&] {
              interpolate(sources(), cells, {{"extensive", {"poeple"}}});
          }) ==
          "unknown column 'poeple'; did you mean 'people'?\n"
          "  in layer 'towns'\n"
          "  in operator vector.areal_interpolation");
    auto named = test::with_texts(sources(), "name", {"x", "y"});
    CHECK(error_text([&] {
              interpolate(named, cells, {{"intensive", {"name"}}});
          }) ==
          "column 'name' is text, numbers are wanted\n"
          "  in operator vector.areal_interpolation");
    CHECK(error_text([&] {
              interpolate(named, cells, {{"extensive", {1}}});
          }) ==
          "parameter 'extensive' is a list of column names, but holds 1\n"
          "  in operator vector.areal_interpolation");
    const auto none = layer_of("none", geo::GeometryArray());
    CHECK(interpolate(sources(), none, {{"extensive", {"people"}}}).layer().rows() == 0);
}
