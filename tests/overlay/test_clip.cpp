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

double total_area(const layer::Layer& layer) {
    return test::sum_of(geo::areas(layer.geometry(), layer.crs()));
}

}  // namespace

TEST_CASE("clip keeps what lies inside the union of the mask, with attributes and ids") {
    const auto parks = test::with_texts(
        layer_of("parks", rectangles({{0, 0, 10, 10}, {20, 0, 30, 10}, {90, 90, 95, 95}})), "name",
        {"甲", "乙", "丙"});
    const auto mask = layer_of("mask", rectangles({{-5, -5, 12, 12}, {18, 2, 25, 12}}));
    const auto out = test::run("vector.clip", {{"layer", {parks}}, {"mask", {mask}}});
    REQUIRE(out.layer().rows() == 2);
    CHECK(test::shown(out.layer(), "name") == Texts{"甲", "乙"});
    CHECK(out.layer().ids() == std::vector<std::int64_t>{1, 2});
    const auto areas = geo::areas(out.layer().geometry(), out.layer().crs());
    CHECK(areas[0] == Approx(100).epsilon(1e-6));
    CHECK(areas[1] == Approx(40).epsilon(1e-6));
    CHECK(out.texts() ==
          Texts{"info: 1 features lie outside 'mask' and are left out (parks; 1 features: 3)",
                "info: 1 features were cut, 1 are untouched (parks)"});
}

TEST_CASE("features wholly inside a mask of neighbours keep every bit of their coordinates") {
    auto park = rectangles({{3, 3, 17, 9}});
    for (double& value : park.xy()) {
        value += 0.123456789;
    }
    const auto parks = layer_of("parks", park);
    for (const auto& mask :
         {rectangles({{-50, -50, 100, 100}}), rectangles({{0, 0, 10, 20}, {10, 0, 20, 20}})}) {
        const auto out =
            test::run("vector.clip", {{"layer", {parks}}, {"mask", {layer_of("mask", mask)}}});
        REQUIRE(out.layer().rows() == 1);
        const std::span<const double> before = park.xy(), after = out.layer().geometry().xy();
        CHECK(std::equal(before.begin(), before.end(), after.begin(), after.end()));
    }
}

TEST_CASE("clip and difference of random rectangles agree with counted cells") {
    const auto a = test::random_rectangles(12, 40, 12, 31);
    const auto b = test::random_rectangles(12, 40, 12, 32);
    const auto layer = layer_of("a", rectangles(a)), mask = layer_of("b", rectangles(b));
    const auto inside = test::run("vector.clip", {{"layer", {layer}}, {"mask", {mask}}});
    const auto outside = test::run("vector.difference", {{"a", {layer}}, {"b", {mask}}});
    double cells = 0;
    std::vector<test::Rect> both = b;
    for (const auto& one : a) {
        both.push_back(one);
        cells += test::cells_of(both, 40) - test::cells_of(b, 40);
        both.pop_back();
    }
    CHECK(total_area(outside.layer()) == Approx(cells).epsilon(1e-6));
    CHECK(total_area(inside.layer()) + total_area(outside.layer()) ==
          Approx(total_area(*layer)).epsilon(1e-6));
}

TEST_CASE("lines are cut at the border, across neighbours in one piece") {
    const auto roads = layer_of("roads", test::line_of({-10, 5, 30, 5}));
    const auto mask = layer_of("mask", rectangles({{0, 0, 10, 10}, {10, 0, 20, 10}}));
    const auto in = test::run("vector.clip", {{"layer", {roads}}, {"mask", {mask}}});
    const auto& cut = in.layer().geometry();
    REQUIRE(in.layer().rows() == 1);
    CHECK(geo::lengths(cut, roads->crs())[0] == Approx(20).epsilon(1e-6));
    const auto out = test::run("vector.difference", {{"a", {roads}}, {"b", {mask}}});
    CHECK(geo::lengths(out.layer().geometry(), roads->crs())[0] == Approx(20).epsilon(1e-6));
    CHECK(out.layer().geometry().parts_end(0) == 2);
}

TEST_CASE("points are kept where they lie, those on the border inside") {
    auto geometry = test::points({{5, 5}, {10, 10}, {11, 5}});
    geometry.begin_feature();
    for (const int x : {5, 50}) {
        geometry.begin_part();
        geometry.begin_ring();
        geometry.add(test::kEast + x, test::kNorth + 5);
    }
    geometry.end_feature();
    const auto seats = layer_of("seats", geometry);
    const auto mask = layer_of("mask", rectangles({{0, 0, 10, 10}}));
    const auto in = test::run("vector.clip", {{"layer", {seats}}, {"mask", {mask}}});
    CHECK(in.layer().ids() == std::vector<std::int64_t>{1, 2, 4});
    CHECK(in.layer().geometry().coordinates(2).size() == 2);
    const auto out = test::run("vector.difference", {{"a", {seats}}, {"b", {mask}}});
    CHECK(out.layer().ids() == std::vector<std::int64_t>{3, 4});
    CHECK(out.layer().geometry().coordinates(1)[0] == test::kEast + 50);
}

TEST_CASE("polygons that only touch the mask are outside it, and untouched by a difference") {
    const auto parks = layer_of("parks", rectangles({{10, 0, 20, 10}}));
    const auto red = layer_of("red", rectangles({{0, 0, 10, 7}, {20, 3, 30, 9}}));
    CHECK(test::run("vector.clip", {{"layer", {parks}}, {"mask", {red}}}).layer().rows() == 0);
    const auto left = test::run("vector.difference", {{"a", {parks}}, {"b", {red}}});
    CHECK(test::bytes_of(left.layer()) == test::bytes_of(*parks));
}

TEST_CASE("without a mask nothing is inside, without features there is nothing to cut") {
    const auto none = layer_of("none", geo::GeometryArray());
    const auto parks = layer_of("parks", rectangles({{0, 0, 10, 10}}));
    CHECK(test::run("vector.clip", {{"layer", {parks}}, {"mask", {none}}}).layer().rows() == 0);
    CHECK(test::run("vector.clip", {{"layer", {none}}, {"mask", {parks}}}).layer().rows() == 0);
    CHECK(test::run("vector.difference", {{"a", {parks}}, {"b", {none}}}).layer().rows() == 1);
}

TEST_CASE("a feature that GEOS cannot cut is listed, the others are cut") {
    auto geometry = rectangles({{0, 0, 10, 10}, {4, 4, 14, 14}});
    geometry.begin_feature();  // a ring that is open
    geometry.begin_part();
    geometry.begin_ring();
    for (const auto& [x, y] : {std::pair{0, 0}, {9, 0}, {9, 9}}) {
        geometry.add(test::kEast + x, test::kNorth + y);
    }
    geometry.end_feature();
    geometry.null_feature();
    const auto parks = layer_of("parks", geometry);
    const auto mask = layer_of("mask", rectangles({{5, -5, 8, 20}}));
    const auto out = test::run("vector.clip", {{"layer", {parks}}, {"mask", {mask}}});
    CHECK(out.layer().ids() == std::vector<std::int64_t>{1, 2});
    REQUIRE(out.texts().size() == 3);
    CHECK(out.texts()[0] ==
          "warning: 1 features have no usable geometry and take no part (parks; 1 features: 4)");
    CHECK(out.texts()[1] ==
          "warning: GEOS could not work on 1 features, whose results are missing: the geometry "
          "operation 'read' failed: Ring is not closed[500000 3390000] (parks; 1 features: 3)");
    CHECK(out.texts()[2] == "info: 2 features were cut, 0 are untouched (parks)");
}

TEST_CASE("clip refuses masks that are no polygons and other coordinate systems") {
    const auto parks = layer_of("parks", rectangles({{0, 0, 10, 10}}));
    const auto dots = layer_of("dots", test::points({{1, 1}}));
    CHECK(error_text([&] {
              test::run("vector.clip", {{"layer", {parks}}, {"mask", {dots}}});
          }) ==
          "port 'mask' wants polygon features, but layer 'dots' holds point features\n"
          "  in operator vector.clip");
    const auto other = layer_of("red", rectangles({{0, 0, 10, 10}}), "EPSG:4545");
    CHECK(error_text([&] {
              test::run("vector.difference", {{"a", {parks}}, {"b", {other}}});
          }) ==
          "layer 'parks' is in " + parks->crs().label() + ", layer 'red' is in " +
              other->crs().label() +
              "\n  in operator vector.difference\n"
              "  hint: transform one of them first; layers of a project are read into its CRS");
}
