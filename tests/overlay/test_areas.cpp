#include "base/parallel.hpp"
#include "geo/measure.hpp"
#include "overlay/areas.hpp"
#include "overlay/fixtures.hpp"
#include "support/errors.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

using namespace jt;
using test::error_text;
using test::Rect;

namespace {

const geo::Crs& zone() {
    static const geo::Crs crs = geo::Crs::from("EPSG:4544");
    return crs;
}

/// Unit squares of a that lie in any of b.
int covered_cells(const Rect& a, const std::vector<Rect>& b) {
    int count = 0;
    for (int x = a.x1; x < a.x2; ++x) {
        for (int y = a.y1; y < a.y2; ++y) {
            count += std::ranges::any_of(
                b, [&](const Rect& r) { return x >= r.x1 && x < r.x2 && y >= r.y1 && y < r.y2; });
        }
    }
    return count;
}

}  // namespace

TEST_CASE("intersection areas agree with those of rectangles, pair by pair") {
    const auto a = test::random_rectangles(30, 100, 25, 1);
    const auto b = test::random_rectangles(30, 100, 25, 2);
    const auto found =
        overlay::intersection_areas(test::rectangles(a), test::rectangles(b), zone());
    std::size_t k = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j < b.size(); ++j) {
            const int w = std::min(a[i].x2, b[j].x2) - std::max(a[i].x1, b[j].x1);
            const int h = std::min(a[i].y2, b[j].y2) - std::max(a[i].y1, b[j].y1);
            if (w <= 0 || h <= 0) {
                continue;
            }
            REQUIRE(k < found.size());
            CHECK(found[k].a == i);
            CHECK(found[k].b == j);
            CHECK(found[k].area_m2 == Approx(w * h).epsilon(1e-6));
            ++k;
        }
    }
    CHECK(k == found.size());
}

TEST_CASE("coverage counts overlaps of the covering layer once") {
    const auto a = test::random_rectangles(15, 60, 20, 3);
    const auto b = test::random_rectangles(40, 60, 20, 4);
    const auto found = overlay::coverage(test::rectangles(a), test::rectangles(b), zone());
    REQUIRE(found.size() == a.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        const int cells = (a[i].x2 - a[i].x1) * (a[i].y2 - a[i].y1);
        CHECK(found[i].area_m2 == Approx(cells).epsilon(1e-6));
        CHECK(found[i].covered_m2 == Approx(covered_cells(a[i], b)).epsilon(1e-6).margin(1e-3));
        CHECK(found[i].covered_m2 <= found[i].area_m2);
    }
}

TEST_CASE("holes are neither area nor cover") {
    geo::GeometryArray ring(geo::Shape::polygon);
    ring.begin_feature();
    ring.begin_part();
    for (const auto& box : {Rect{0, 0, 10, 10}, Rect{2, 2, 8, 8}}) {
        ring.begin_ring();
        const auto one = test::rectangles({box});
        for (std::size_t k = 0; k < one.xy().size(); k += 2) {
            ring.add(one.xy()[k], one.xy()[k + 1]);
        }
    }
    ring.end_feature();
    const auto whole = test::rectangles({{0, 0, 10, 10}});
    const auto found = overlay::coverage(whole, ring, zone()).front();
    CHECK(found.covered_m2 == Approx(64).epsilon(1e-6));
    CHECK(overlay::coverage(ring, whole, zone()).front().area_m2 == Approx(64).epsilon(1e-6));
}

TEST_CASE("polygons that only touch have no area in common") {
    const auto a = test::rectangles({{0, 0, 10, 10}});
    const auto b = test::rectangles({{10, 0, 20, 10}, {10, 10, 20, 20}});
    CHECK(overlay::intersection_areas(a, b, zone()).empty());
    CHECK(overlay::coverage(a, b, zone()).front().covered_m2 == 0);
    CHECK(
        overlay::coverage(a, geo::GeometryArray(geo::Shape::polygon), zone()).front().covered_m2 ==
        0);
}

TEST_CASE("areas in degrees are areas on the ellipsoid") {
    geo::GeometryArray cell(geo::Shape::polygon);
    cell.add_ring(
        std::vector<double>{106.6, 29.6, 106.7, 29.6, 106.7, 29.7, 106.6, 29.7, 106.6, 29.6});
    geo::GeometryArray half(geo::Shape::polygon);
    half.add_ring(
        std::vector<double>{106.6, 29.5, 106.65, 29.5, 106.65, 29.8, 106.6, 29.8, 106.6, 29.5});
    const auto crs = geo::Crs::from("EPSG:4490");
    const auto found = overlay::coverage(cell, half, crs).front();
    CHECK(found.area_m2 == Approx(107325019.9).epsilon(1e-5));
    CHECK(found.covered_m2 / found.area_m2 == Approx(0.5).margin(1e-5));
}

TEST_CASE("the number of threads does not change a bit") {
    const auto a = test::rectangles(test::random_rectangles(60, 200, 40, 5));
    const auto b = test::rectangles(test::random_rectangles(60, 200, 40, 6));
    base::set_threads(1);
    const auto one = overlay::coverage(a, b, zone());
    base::set_threads(2);
    const auto two = overlay::coverage(a, b, zone());
    base::set_threads(0);
    for (std::size_t i = 0; i < one.size(); ++i) {
        CHECK(one[i].covered_m2 == two[i].covered_m2);
        CHECK(one[i].area_m2 == two[i].area_m2);
    }
}

TEST_CASE("vector.intersection_areas lists pairs with their shares and counts slivers") {
    auto parks = test::layer_of("parks", test::rectangles({{0, 0, 10, 10}, {20, 0, 30, 10}}));
    parks->set({"id", layer::Type::text, "", {}}, layer::Column::of_texts({"P01", "P02"}));
    const auto red = test::layer_of("red", test::rectangles({{5, 0, 25, 10}, {0, 0, 1, 1}}));
    const auto out = test::run("vector.intersection_areas", {{"a", {parks}}, {"b", {red}}},
                               {{"min_area", "2 m2"}});
    const auto& table = out.table();
    REQUIRE(table.rows() == 2);
    CHECK(table.column("a_id").text(0) == "P01");
    CHECK(table.column("b_id").integer(0) == 1);
    CHECK(table.column("area_m2").number(0) == Approx(50).epsilon(1e-6));
    CHECK(table.column("share_of_a").number(0) == Approx(0.5));
    CHECK(table.column("share_of_b").number(0) == Approx(0.25));
    CHECK(out.texts() ==
          std::vector<std::string>{"info: 1 intersections smaller than 2 m2 are not listed"});
}

TEST_CASE("vector.coverage reports features without geometry and goes on") {
    auto geometry = test::rectangles({{0, 0, 10, 10}});
    geometry.null_feature();
    const auto parks = test::layer_of("parks", geometry);
    const auto red = test::layer_of("red", test::rectangles({{5, 0, 25, 10}}));
    const auto out = test::run("vector.coverage", {{"a", {parks}}, {"b", {red}}});
    CHECK(out.table().column("share").number(0) == Approx(0.5));
    CHECK(out.table().column("covered_m2").number(0) == Approx(50).epsilon(1e-6));
    CHECK_FALSE(out.table().column("share").valid(1));
    CHECK(out.texts() ==
          std::vector<std::string>{"warning: 1 features have no usable geometry and take no part "
                                   "(parks; 1 features: 2)"});
    const auto none = test::layer_of("none", geo::GeometryArray());
    CHECK(test::run("vector.coverage", {{"a", {none}}, {"b", {red}}}).table().rows() == 0);
    CHECK(test::run("vector.coverage", {{"a", {red}}, {"b", {none}}})
              .table()
              .column("share")
              .number(0) == 0);
}

TEST_CASE("layers of different CRS, without CRS or of the wrong shape are refused") {
    const auto a = test::layer_of("parks", test::rectangles({{0, 0, 10, 10}}));
    const auto other = test::layer_of("red", test::rectangles({{0, 0, 10, 10}}), "EPSG:4545");
    CHECK(error_text([&] {
              test::run("vector.coverage", {{"a", {a}}, {"b", {other}}});
          }) ==
          "layer 'parks' is in " + a->crs().label() + ", layer 'red' is in " +
              other->crs().label() +
              "\n  in operator vector.coverage\n"
              "  hint: transform one of them first; layers of a project are read into its CRS");
    const auto bare = test::layer_of("bare", test::rectangles({{0, 0, 10, 10}}), "");
    CHECK(error_text([&] {
              test::run("vector.coverage", {{"a", {a}}, {"b", {bare}}});
          }) ==
          "layer 'bare' has no CRS\n  in operator vector.coverage\n"
          "  hint: give the CRS when the layer is read: crs = \"EPSG:...\"");
    const auto dots = test::layer_of("dots", test::points({{1, 1}}));
    CHECK(error_text([&] {
              test::run("vector.coverage", {{"a", {a}}, {"b", {dots}}});
          }) ==
          "port 'b' wants polygon features, but layer 'dots' holds point features\n"
          "  in operator vector.coverage");
}
