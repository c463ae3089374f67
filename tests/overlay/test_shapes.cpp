#include "geo/measure.hpp"
#include "overlay/fixtures.hpp"
#include "overlay/shapes.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace jt;
using test::error_text;

TEST_CASE("a point buffer is a polygon of 32 sides with its area") {
    const auto seats = test::layer_of("seats", test::points({{0, 0}, {5000, 0}}));
    const auto out = test::run("vector.buffer", {{"layer", {seats}}}, {{"distance", "1 km"}});
    const auto areas = geo::areas(out.layer().geometry(), out.layer().crs());
    const double wanted = 16 * 1e6 * std::sin(2 * 3.14159265358979 / 32);
    REQUIRE(areas.size() == 2);
    CHECK(areas[0] == Approx(wanted).epsilon(1e-5));
    CHECK(areas[1] == Approx(wanted).epsilon(1e-5));
    REQUIRE(out.texts().size() == 1);
    CHECK(out.texts().front() ==
          "info: buffers are planar in " + seats->crs().label() +
              ": 1000 m on the map are 1000.000 m on the ellipsoid at the centre of the layer "
              "(seats)");
}

TEST_CASE("a dissolved buffer is one feature, and overlaps count once") {
    const auto seats = test::layer_of("seats", test::points({{0, 0}, {0, 0}}));
    const auto out =
        test::run("vector.buffer", {{"layer", {seats}}}, {{"distance", 100}, {"dissolve", true}});
    REQUIRE(out.layer().rows() == 1);
    CHECK(geo::areas(out.layer().geometry(), out.layer().crs())[0] ==
          Approx(160000 * std::sin(2 * 3.14159265358979 / 32)).epsilon(1e-5));
}

TEST_CASE("a negative buffer may leave nothing, and says of which features") {
    const auto parks =
        test::layer_of("parks", test::rectangles({{0, 0, 100, 100}, {0, 0, 10, 10}}));
    const auto out = test::run("vector.buffer", {{"layer", {parks}}}, {{"distance", -20}});
    CHECK(geo::areas(out.layer().geometry(), out.layer().crs())[0] == Approx(3600).epsilon(1e-5));
    CHECK(out.layer().geometry().status(1) == geo::Status::empty);
    CHECK(out.texts().back() == "warning: nothing is left of 1 features (parks; 1 features: 2)");
}

TEST_CASE("buffers refuse degrees, Web Mercator and distances without sense") {
    geo::GeometryArray place(geo::Shape::point);
    place.add_point(104, 30);
    const auto degrees = test::layer_of("seats", place, "EPSG:4490");
    CHECK(error_text([&] {
              test::run("vector.buffer", {{"layer", {degrees}}}, {{"distance", 100}});
          }) == "planar measures need a projected CRS; this layer is in " + degrees->crs().label() +
                    "\n  in operator vector.buffer\n"
                    "  hint: read the layer into a zone of CGCS2000 such as EPSG:4544");
    const auto web = test::layer_of("seats", test::points({{0, 0}}), "EPSG:3857");
    CHECK(error_text([&] {
              test::run("vector.buffer", {{"layer", {web}}}, {{"distance", 100}});
          }).substr(0, 37) == "planar measures need a projected CRS;");
    const auto feet = test::layer_of(
        "seats", test::points({{0, 0}}),
        "+proj=tmerc +lat_0=0 +lon_0=105 +k=1 +x_0=500000 +ellps=GRS80 +units=us-ft");
    CHECK(error_text([&] {
              test::run("vector.buffer", {{"layer", {feet}}}, {{"distance", 100}});
          }).find("are not metres here: one unit is 0.30") != std::string::npos);
    const auto seats = test::layer_of("seats", test::points({{0, 0}}));
    CHECK(error_text([&] {
              test::run("vector.buffer", {{"layer", {seats}}}, {{"distance", -5}});
          }) ==
          "a buffer of -5 m around point features leaves nothing\n"
          "  in operator vector.buffer\n"
          "  hint: the distance must be above 0; only polygons take a negative one");
}

TEST_CASE("dissolve unites by the values of a column in the order of their first rows") {
    auto parks = test::layer_of(
        "parks", test::rectangles({{0, 0, 10, 10}, {50, 0, 60, 10}, {5, 0, 15, 10}}));
    parks->set({"city", layer::Type::text, "", {}},
               layer::Column::of_texts({"成都", "重庆", "成都"}));
    const auto out = test::run("vector.dissolve", {{"layer", {parks}}}, {{"by", "city"}});
    REQUIRE(out.layer().rows() == 2);
    CHECK(out.layer().column("city").text(0) == "成都");
    CHECK(out.layer().column("count").integer(0) == 2);
    const auto areas = geo::areas(out.layer().geometry(), out.layer().crs());
    CHECK(areas[0] == Approx(150).epsilon(1e-6));
    CHECK(areas[1] == Approx(100).epsilon(1e-6));
    const auto all = test::run("vector.dissolve", {{"layer", {parks}}});
    CHECK(geo::areas(all.layer().geometry(), all.layer().crs())[0] == Approx(250).epsilon(1e-6));
}
