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

test::Ran check(const test::Registered& layer,
                const nlohmann::json& params = nlohmann::json::object()) {
    return test::run("vector.topology_check", {{"layer", {layer}}}, params);
}

}  // namespace

TEST_CASE("a tiling without faults has no problems") {
    const auto out = check(layer_of("cells", rectangles(test::grid(5, 20))));
    CHECK(out.layer().rows() == 0);
    CHECK(out.layer().names() == Texts{"kind", "id_a", "id_b", "area_m2"});
    CHECK(out.texts() == Texts{"info: 0 overlaps, 0 gaps, 0 slivers (cells)"});
}

TEST_CASE("overlaps, gaps and slivers are listed with the features and the area") {
    // A ring of four around a gap of 2 x 10 m; the last one laps over the first; one is narrow.
    const auto cells = test::with_texts(layer_of("cells", rectangles({{0, 0, 10, 10},
                                                                      {12, 0, 22, 10},
                                                                      {0, 10, 22, 20},
                                                                      {-1, -10, 22, 0},
                                                                      {100, 0, 200, 0 + 1},
                                                                      {8, 9, 10, 14}})),
                                        "name", {"a", "b", "c", "d", "e", "f"});
    const auto out = check(cells, {{"id", "name"}, {"sliver_width", "1.2 m"}});
    CHECK(test::shown(out.layer(), "kind") == Texts{"overlap", "overlap", "gap", "sliver"});
    CHECK(test::shown(out.layer(), "id_a") == Texts{"a", "c", "a", "e"});
    CHECK(test::shown(out.layer(), "id_b") == Texts{"f", "f", "b", ""});
    const std::vector<double> areas{2, 8, 20, 100};
    for (std::size_t k = 0; k < areas.size(); ++k) {
        CHECK(out.layer().column("area_m2").number(k) == Approx(areas[k]).epsilon(1e-6));
    }
    CHECK(out.texts() == Texts{"info: 2 overlaps, 1 gaps, 1 slivers (cells)"});
    const auto strict = check(cells, {{"id", "name"}, {"max_gap_m2", 10}, {"min_overlap_m2", 5}});
    CHECK(test::shown(strict.layer(), "id_a") == Texts{"c", "e"});
    CHECK(strict.texts() == Texts{"info: 1 overlaps smaller than 5 m2 are not listed (cells)",
                                  "info: 1 overlaps, 0 gaps, 1 slivers (cells)"});
}

TEST_CASE("one feature inside another overlaps it wholly, a hole is no overlap") {
    geo::GeometryArray geometry(geo::Shape::polygon);
    geometry.begin_feature();
    geometry.begin_part();
    for (const auto& box : {test::Rect{0, 0, 100, 100}, test::Rect{20, 20, 80, 80}}) {
        geometry.begin_ring();
        const auto one = rectangles({box});
        for (std::size_t k = 0; k < one.xy().size(); k += 2) {
            geometry.add(one.xy()[k], one.xy()[k + 1]);
        }
    }
    geometry.end_feature();
    const auto inner = rectangles({{30, 30, 40, 40}, {5, 5, 10, 10}});
    geometry.append(inner, 0);
    geometry.append(inner, 1);
    const auto out = check(layer_of("cells", geometry), {{"max_gap_m2", 1}});
    CHECK(test::shown(out.layer(), "kind") == Texts{"overlap"});
    CHECK(test::shown(out.layer(), "id_b") == Texts{"3"});
    CHECK(out.layer().column("area_m2").number(0) == Approx(25).epsilon(1e-6));
}

TEST_CASE("overlaps of random rectangles agree with those of their boxes") {
    const auto list = test::random_rectangles(40, 80, 20, 91);
    const auto out =
        check(layer_of("cells", rectangles(list)), {{"max_gap_m2", 0}, {"sliver_width", 0}});
    std::size_t k = 0;
    for (std::size_t i = 0; i < list.size(); ++i) {
        for (std::size_t j = i + 1; j < list.size(); ++j) {
            const int w = std::min(list[i].x2, list[j].x2) - std::max(list[i].x1, list[j].x1);
            const int h = std::min(list[i].y2, list[j].y2) - std::max(list[i].y1, list[j].y1);
            if (w > 0 && h > 0) {
                REQUIRE(k < out.layer().rows());
                CHECK(out.layer().column("area_m2").number(k) == Approx(w * h).epsilon(1e-5));
                ++k;
            }
        }
    }
    CHECK(k == out.layer().rows());
}

TEST_CASE("a check lists features without geometry, and refuses lines and missing columns") {
    auto geometry = rectangles({{0, 0, 10, 10}});
    geometry.null_feature();
    const auto cells = layer_of("cells", geometry);
    CHECK(check(cells).texts().front() ==
          "warning: 1 features have no usable geometry and take no part (cells; 1 features: 2)");
    CHECK(check(layer_of("none", geo::GeometryArray())).layer().rows() == 0);
    const auto roads = layer_of("roads", test::line_of({0, 0, 5, 5}));
    CHECK(error_text([&] { check(roads); }) ==
          "port 'layer' wants polygon features, but layer 'roads' holds line features\n"
          "  in operator vector.topology_check");
    auto named = test::with_texts(layer_of("cells", rectangles({{0, 0, 10, 10}})), "name", {"x"});
    CHECK(error_text([&] {
              check(named, {{"id", "nam"}});
          }) ==
          "unknown column 'nam'; did you mean 'name'?\n"
          "  in layer 'cells'\n"
          "  in operator vector.topology_check");
    const auto bare = layer_of("bare", rectangles({{0, 0, 10, 10}}), "");
    CHECK(error_text([&] { check(bare); }) ==
          "layer 'bare' has no CRS\n  in operator vector.topology_check\n"
          "  hint: give the CRS when the layer is read: crs = \"EPSG:...\"");
}
