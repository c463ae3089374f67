#include "overlay/fixtures.hpp"
#include "overlay/points.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace jt;
using test::error_text;

TEST_CASE("points in polygons agree with closed rectangles") {
    const auto rects = test::random_rectangles(25, 40, 12, 21);
    std::vector<std::pair<int, int>> places;
    for (int x = 0; x <= 40; x += 3) {
        for (int y = 0; y <= 40; y += 2) {
            places.emplace_back(x, y);
        }
    }
    const auto found = overlay::points_in_polygons(test::points(places), test::rectangles(rects));
    std::size_t k = 0;
    for (std::size_t j = 0; j < rects.size(); ++j) {
        for (std::size_t i = 0; i < places.size(); ++i) {
            const auto& [x, y] = places[i];
            if (x >= rects[j].x1 && x <= rects[j].x2 && y >= rects[j].y1 && y <= rects[j].y2) {
                REQUIRE(k < found.size());
                CHECK(found[k].polygon == j);
                CHECK(found[k].point == i);
                ++k;
            }
        }
    }
    CHECK(k == found.size());
}

TEST_CASE("vector.points_in_polygons sums weights and gives the share of all") {
    auto seats = test::layer_of("seats", test::points({{1, 1}, {2, 2}, {50, 50}, {15, 5}}));
    seats->set({"people", layer::Type::real, "", {}},
               layer::Column::of_reals({100, NAN, 300, 100}));
    const auto zones = test::layer_of("zones", test::rectangles({{0, 0, 10, 10}, {0, 0, 20, 10}}));
    const auto out =
        test::run("vector.points_in_polygons", {{"points", {seats}}, {"polygons", {zones}}},
                  {{"weight", "people"}});
    const auto& table = out.table();
    CHECK(table.column("points").integer(0) == 2);
    CHECK(table.column("sum").number(0) == 100);
    CHECK(table.column("share").number(0) == Approx(0.2));
    CHECK(table.column("points").integer(1) == 3);
    CHECK(table.column("share").number(1) == Approx(0.4));
    CHECK(out.table("pairs").rows() == 5);
    CHECK(out.table("pairs").column("point_id").integer(4) == 4);
    CHECK(out.texts() ==
          std::vector<std::string>{"warning: 1 points have no 'people'; they count as points but "
                                   "add nothing to the sums (seats; 1 features: 2)"});
    const auto plain =
        test::run("vector.points_in_polygons", {{"points", {seats}}, {"polygons", {zones}}});
    CHECK(plain.table().column("sum").number(1) == 3);
    CHECK(plain.table().column("share").number(1) == Approx(0.75));
}

TEST_CASE("a text column cannot be a weight") {
    auto seats = test::layer_of("seats", test::points({{1, 1}}));
    seats->set({"name", layer::Type::text, "", {}}, layer::Column::of_texts({"简阳"}));
    const auto zones = test::layer_of("zones", test::rectangles({{0, 0, 10, 10}}));
    CHECK(error_text([&] {
              test::run("vector.points_in_polygons", {{"points", {seats}}, {"polygons", {zones}}},
                        {{"weight", "name"}});
          }) ==
          "weight column 'name' is text, numbers are wanted\n"
          "  in operator vector.points_in_polygons");
}
