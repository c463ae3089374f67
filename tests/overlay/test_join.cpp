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

test::Ran join(const test::Registered& layer, const test::Registered& from,
               const nlohmann::json& params = nlohmann::json::object()) {
    return test::run("vector.spatial_join", {{"layer", {layer}}, {"from", {from}}}, params);
}

test::Registered zones() {
    auto out = layer_of("zones", rectangles({{0, 0, 10, 10}, {10, 0, 30, 10}, {5, 5, 25, 25}}));
    test::with_texts(out, "name", {"甲", "乙", "丙"});
    return test::with_reals(out, "people", {100, 200, NAN});
}

}  // namespace

TEST_CASE("points take the attributes of the first polygon that they lie in") {
    const auto seats =
        test::with_texts(layer_of("seats", test::points({{2, 2}, {20, 2}, {7, 7}, {90, 90}})),
                         "name", {"a", "b", "c", "d"});
    const auto out = join(seats, zones());
    CHECK(out.layer().names() == Texts{"name", "name_from", "people", "count"});
    CHECK(test::shown(out.layer(), "name_from") == Texts{"甲", "乙", "甲", ""});
    CHECK(test::shown(out.layer(), "count") == Texts{"1", "1", "2", "0"});
    CHECK_FALSE(out.layer().column("people").valid(3));
    CHECK(out.texts() ==
          Texts{"warning: 1 features have no match in 'zones' (seats; 1 features: 4)"});
}

TEST_CASE("sums and means leave nulls out, counts take no columns") {
    const auto box = layer_of("box", rectangles({{1, 1, 29, 9}, {11, 12, 12, 13}}));
    const auto sum = join(box, zones(), {{"take", "sum"}});
    CHECK(sum.layer().names() == Texts{"people", "count"});
    CHECK(sum.layer().column("people").number(0) == 300);
    CHECK_FALSE(sum.layer().column("people").valid(1));
    CHECK(test::shown(sum.layer(), "count") == Texts{"3", "1"});
    CHECK(join(box, zones(), {{"take", "mean"}}).layer().column("people").number(0) == 150);
    CHECK(join(box, zones(), {{"take", "count"}}).layer().names() == Texts{"count"});
}

TEST_CASE("within and contains count the border, in both directions") {
    const auto small =
        layer_of("small", rectangles({{0, 0, 10, 4}, {8, 0, 12, 4}, {0, 0, 10, 10}}));
    const auto within = join(small, zones(), {{"predicate", "within"}});
    CHECK(test::shown(within.layer(), "count") == Texts{"1", "0", "1"});
    const auto contains = join(zones(), small, {{"predicate", "contains"}, {"take", "count"}});
    CHECK(test::shown(contains.layer(), "count") == Texts{"2", "0", "0"});
    const auto dots = layer_of("dots", test::points({{0, 0}, {10, 5}, {6, 6}}));
    CHECK(test::shown(join(zones(), dots, {{"predicate", "contains"}, {"take", "count"}}).layer(),
                      "count") == Texts{"3", "1", "2"});
    CHECK(test::shown(join(zones(), dots, {{"predicate", "within"}, {"take", "count"}}).layer(),
                      "count") == Texts{"0", "0", "0"});
}

TEST_CASE("intersections of rectangles agree with those of their boxes, for every shape") {
    const auto a = test::random_rectangles(40, 60, 12, 61);
    const auto b = test::random_rectangles(40, 60, 12, 62);
    const auto out =
        join(layer_of("a", rectangles(a)), layer_of("b", rectangles(b)), {{"take", "count"}});
    for (std::size_t i = 0; i < a.size(); ++i) {
        const auto wanted = std::count_if(b.begin(), b.end(), [&](const test::Rect& r) {
            return r.x1 <= a[i].x2 && r.x2 >= a[i].x1 && r.y1 <= a[i].y2 && r.y2 >= a[i].y1;
        });
        CHECK(out.layer().column("count").integer(i) == wanted);
    }
    const auto roads = layer_of("roads", test::line_of({0, 5, 12, 5}));
    CHECK(test::shown(join(roads, zones(), {{"take", "count"}}).layer(), "count") == Texts{"3"});
    CHECK(test::shown(join(zones(), roads, {{"take", "count"}}).layer(), "count") ==
          Texts{"1", "1", "1"});
}

TEST_CASE("largest takes the feature with the largest shared area") {
    const auto box = layer_of("box", rectangles({{4, 0, 14, 5}, {8, 0, 18, 5}, {-5, 0, 0, 5}}));
    const auto out = join(box, zones(), {{"take", "largest"}});
    CHECK(test::shown(out.layer(), "name") == Texts{"甲", "乙", ""});
    CHECK(out.layer().column("shared_m2").number(0) == Approx(30).epsilon(1e-6));
    CHECK(out.layer().column("shared_m2").number(1) == Approx(40).epsilon(1e-6));
    CHECK_FALSE(out.layer().column("shared_m2").valid(2));
}

TEST_CASE("nearest measures on the ellipsoid, in metres and in degrees") {
    const auto seats = layer_of("seats", test::points({{-3, 5}, {5, 5}, {400, 10}, {5000, 5}}));
    const auto out = join(seats, zones(), {{"predicate", "nearest"}, {"max_distance", "1 km"}});
    CHECK(test::shown(out.layer(), "name") == Texts{"甲", "甲", "乙", ""});
    CHECK(out.layer().column("distance_m").number(0) == Approx(3).epsilon(1e-5));
    CHECK(out.layer().column("distance_m").number(1) == 0);
    CHECK(out.layer().column("distance_m").number(2) == Approx(370).epsilon(1e-5));
    CHECK_FALSE(out.layer().column("distance_m").valid(3));
    geo::GeometryArray here(geo::Shape::point), there(geo::Shape::point);
    here.add_point(104, 60);
    there.add_point(104, 60.6);  // 66.8 km: farther, though nearer in degrees
    there.add_point(105, 60);    // 55.8 km
    const auto far = join(layer_of("here", here, "EPSG:4490"),
                          layer_of("there", there, "EPSG:4490"), {{"predicate", "nearest"}});
    CHECK(far.layer().column("distance_m").number(0) ==
          Approx(geo::Measure(geo::Crs::from("EPSG:4490")).distance(104, 60, 105, 60)));
}

TEST_CASE("nearest agrees with looking at every pair") {
    const auto a = rectangles(test::random_rectangles(40, 3000, 30, 71));
    const auto b = rectangles(test::random_rectangles(60, 3000, 30, 72));
    const auto out = join(layer_of("a", a), layer_of("b", b), {{"predicate", "nearest"}});
    for (std::size_t i = 0; i < a.size(); ++i) {
        double best = 1e9;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const geo::Box p = a.box(i), q = b.box(j);
            const double dx = std::max({0.0, q.min_x - p.max_x, p.min_x - q.max_x});
            const double dy = std::max({0.0, q.min_y - p.max_y, p.min_y - q.max_y});
            best = std::min(best, std::hypot(dx, dy));
        }
        CHECK(out.layer().column("distance_m").number(i) ==
              Approx(best).epsilon(1e-4).margin(1e-3));
    }
}

TEST_CASE("a join with nothing, of nothing, and of features without geometry") {
    const auto none = layer_of("none", geo::GeometryArray());
    CHECK(join(none, zones()).layer().rows() == 0);
    const auto empty = join(zones(), none, {{"predicate", "nearest"}});
    CHECK(test::shown(empty.layer(), "count") == Texts{"0", "0", "0"});
    auto geometry = test::points({{2, 2}});
    geometry.null_feature();
    const auto out = join(layer_of("seats", geometry), zones());
    CHECK(test::shown(out.layer(), "count") == Texts{"1", ""});
    CHECK(out.texts() == Texts{"warning: 1 features have no usable geometry and take no part "
                               "(seats; 1 features: 2)"});
}

TEST_CASE("joins that make no sense are refused with what to do") {
    const auto seats = layer_of("seats", test::points({{2, 2}}));
    CHECK(error_text([&] {
              join(seats, zones(), {{"columns", {"peopel"}}});
          }) ==
          "unknown column 'peopel'; did you mean 'people'?\n"
          "  in layer 'zones'\n"
          "  in operator vector.spatial_join");
    CHECK(error_text([&] {
              join(seats, zones(), {{"take", "sum"}, {"columns", {"name"}}});
          }) ==
          "column 'name' is text, numbers are wanted\n"
          "  in operator vector.spatial_join");
    CHECK(error_text([&] {
              join(seats, zones(), {{"take", "largest"}});
          }) ==
          "port 'layer' wants polygon features, but layer 'seats' holds point features\n"
          "  in operator vector.spatial_join");
    CHECK(error_text([&] {
              join(zones(), zones(), {{"take", "largest"}, {"predicate", "nearest"}});
          }) ==
          "take 'largest' compares shared areas, which predicate 'nearest' does not have\n"
          "  in operator vector.spatial_join\n"
          "  hint: use predicate 'intersects' with it, or take 'first' with 'nearest'");
    CHECK(error_text([&] {
              join(seats, zones(), {{"max_distance", 5}});
          }) ==
          "max_distance is for predicate 'nearest', not for 'intersects'\n"
          "  in operator vector.spatial_join");
}
