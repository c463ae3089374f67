#include "base/parallel.hpp"
#include "overlay/vectors.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>
#include <mutex>
#include <set>
#include <thread>

using namespace jt;
using test::error_text;
using test::layer_of;
using test::rectangles;
using Texts = std::vector<std::string>;

namespace {

struct Inputs {
    test::Registered parks, red;
};

/// Two parks and one constraint that meets both and more.
Inputs small_case() {
    auto parks = layer_of("parks", rectangles({{0, 0, 10, 10}, {20, 0, 30, 10}}));
    auto red = layer_of("red", rectangles({{5, 0, 25, 5}, {100, 0, 101, 1}}));
    test::with_texts(parks, "name", {"甲", "乙"});
    test::with_texts(red, "name", {"x", "y"});
    return {test::with_reals(parks, "jobs", {1, NAN}), red};
}

std::vector<double> sorted_areas(const test::Ran& ran) {
    auto out = test::numbers(ran.layer(), "area_m2");
    std::sort(out.begin(), out.end());
    return out;
}

/// Pieces by the names of their parents.
double sum_where(const layer::Layer& layer, const std::string& column, const std::string& name) {
    double out = 0;
    for (std::size_t i = 0; i < layer.rows(); ++i) {
        out += layer.column(column).show(i) == name ? layer.column("area_m2").number(i) : 0;
    }
    return out;
}

test::Registered named(const std::string& name, const std::vector<test::Rect>& list) {
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < list.size(); ++i) {
        ids.push_back(name + std::to_string(i));
    }
    return test::with_texts(layer_of(name, rectangles(list)), name, ids);
}

/// How many threads a parallel loop really runs on, as they are set now.
std::size_t threads_at_work() {
    std::mutex mutex;
    std::set<std::thread::id> seen;
    base::parallel_blocks(16, 1, [&](std::size_t, std::size_t) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        const std::lock_guard<std::mutex> held(mutex);
        seen.insert(std::this_thread::get_id());
    });
    return seen.size();
}

}  // namespace

TEST_CASE("intersection makes one feature a pair with the attributes of both") {
    const auto in = small_case();
    const auto out = test::run("vector.intersection", {{"a", {in.parks}}, {"b", {in.red}}});
    REQUIRE(out.layer().rows() == 2);
    CHECK(out.layer().names() == Texts{"name", "jobs", "name_b", "area_m2"});
    CHECK(test::shown(out.layer(), "name") == Texts{"甲", "乙"});
    CHECK(test::shown(out.layer(), "name_b") == Texts{"x", "x"});
    CHECK(out.layer().column("area_m2").number(0) == Approx(25).epsilon(1e-6));
    CHECK_FALSE(out.layer().column("jobs").valid(1));
    CHECK(out.layer().ids() == std::vector<std::int64_t>{1, 2});
    CHECK(out.texts().empty());
}

TEST_CASE("intersection drops slivers and counts them") {
    const auto a = named("a", {{0, 0, 10, 10}});
    const auto b = named("b", {{0, 0, 1, 1}, {5, 5, 20, 20}});
    const auto out =
        test::run("vector.intersection", {{"a", {a}}, {"b", {b}}}, {{"min_area", "2 m2"}});
    CHECK(test::shown(out.layer(), "b") == Texts{"b1"});
    CHECK(out.texts() == Texts{"info: 1 intersections smaller than 2 m2 are not listed"});
}

TEST_CASE("lines in polygons are measured by length") {
    const auto roads =
        test::with_texts(layer_of("roads", test::line_of({0, 5, 100, 5})), "id", {"G1"});
    const auto zones = named("zone", test::grid(3, 20));
    const auto out = test::run("vector.intersection", {{"a", {roads}}, {"b", {zones}}});
    REQUIRE(out.layer().rows() == 3);
    CHECK(out.layer().geometry().shape() == geo::Shape::line);
    CHECK_FALSE(out.layer().has("area_m2"));
    CHECK(test::shown(out.layer(), "zone") == Texts{"zone0", "zone3", "zone6"});
    for (const double length : test::numbers(out.layer(), "length_m")) {
        CHECK(length == Approx(20).epsilon(1e-6));
    }
}

TEST_CASE("union makes the pieces of both, of a alone, then of b alone") {
    const auto in = small_case();
    const auto out =
        test::run("vector.union", {{"a", {in.parks}}, {"b", {in.red}}}, {{"sliver", 3}});
    CHECK(out.layer().names() == Texts{"name", "jobs", "name_b", "area_m2", "sliver"});
    CHECK(test::shown(out.layer(), "name") == Texts{"甲", "甲", "乙", "乙", "", ""});
    CHECK(test::shown(out.layer(), "name_b") == Texts{"x", "", "x", "", "x", "y"});
    const std::vector<double> wanted{25, 75, 25, 75, 50, 1};
    for (std::size_t k = 0; k < wanted.size(); ++k) {
        CHECK(out.layer().column("area_m2").number(k) == Approx(wanted[k]).epsilon(1e-6));
        CHECK(out.layer().column("sliver").boolean(k) == (k == 5));
    }
    CHECK_FALSE(out.layer().column("name").valid(4));
    CHECK(out.texts() == Texts{"warning: 1 pieces are smaller than 3 m2 and marked as slivers "
                               "(parks_red; 1 features: 6)"});
}

TEST_CASE("the pieces of a union add up to the features and to the area of both layers") {
    const auto a = named("a", test::grid(6, 13));
    const auto b = named("b", test::grid(5, 17, 3));
    const auto out = test::run("vector.union", {{"a", {a}}, {"b", {b}}});
    CHECK(out.texts().empty());
    const auto areas_a = geo::areas(a->geometry(), a->crs());
    const auto areas_b = geo::areas(b->geometry(), b->crs());
    for (std::size_t i = 0; i < areas_a.size(); ++i) {
        CHECK(sum_where(out.layer(), "a", "a" + std::to_string(i)) ==
              Approx(areas_a[i]).epsilon(1e-7));
    }
    for (std::size_t j = 0; j < areas_b.size(); ++j) {
        CHECK(sum_where(out.layer(), "b", "b" + std::to_string(j)) ==
              Approx(areas_b[j]).epsilon(1e-7));
    }
    auto all = test::grid(6, 13);
    for (const auto& one : test::grid(5, 17, 3)) {
        all.push_back(one);
    }
    CHECK(test::sum_of(test::numbers(out.layer(), "area_m2")) ==
          Approx(test::cells_of(all, 100)).epsilon(1e-6));
}

TEST_CASE("union tells of features whose pieces overlap because the other layer does") {
    const auto a = named("a", {{0, 0, 10, 10}, {50, 0, 60, 10}});
    const auto b = named("b", {{0, 0, 6, 10}, {4, 0, 10, 10}});
    const auto out = test::run("vector.union", {{"a", {a}}, {"b", {b}}});
    CHECK(out.texts() ==
          Texts{"warning: the pieces of 1 features do not add up to their area: the polygons of "
                "'b' overlap there, or a cut failed (a; 1 features: 1)"});
}

TEST_CASE("the order of features changes the order of pieces, not the pieces") {
    const auto a = named("a", test::random_rectangles(20, 60, 20, 41));
    const auto b = named("b", test::random_rectangles(20, 60, 20, 42));
    for (const std::string name : {"vector.union", "vector.intersection"}) {
        const auto one = sorted_areas(test::run(name, {{"a", {a}}, {"b", {b}}}));
        const auto two = sorted_areas(
            test::run(name, {{"a", {test::reversed(*a)}}, {"b", {test::reversed(*b)}}}));
        REQUIRE(one.size() == two.size());
        for (std::size_t k = 0; k < one.size(); ++k) {
            CHECK(one[k] == Approx(two[k]).epsilon(1e-9).margin(1e-9));
        }
    }
}

TEST_CASE("operators that keep rows give them in the order of the input, bit for bit") {
    auto a = named("a", test::random_rectangles(30, 60, 15, 43));
    const auto b = test::with_reals(named("b", test::random_rectangles(30, 60, 15, 44)), "people",
                                    std::vector<double>(30, 10));
    struct Case {
        std::string name, port, other;
        nlohmann::json params;
    };
    const std::vector<Case> cases{
        {"vector.clip", "layer", "mask", nlohmann::json::object()},
        {"vector.difference", "a", "b", nlohmann::json::object()},
        {"vector.spatial_join", "layer", "from", {{"take", "sum"}}},
        {"vector.spatial_join", "layer", "from", {{"predicate", "nearest"}}},
        {"vector.areal_interpolation", "target", "source", {{"extensive", {"people"}}}}};
    for (const auto& one : cases) {
        INFO(one.name);
        const auto straight = test::run(one.name, {{one.port, {a}}, {one.other, {b}}}, one.params);
        const auto back =
            test::run(one.name, {{one.port, {test::reversed(*a)}}, {one.other, {b}}}, one.params);
        CHECK(straight.layer().rows() > 10);
        CHECK(test::bytes_of(*test::reversed(back.layer())) == test::bytes_of(straight.layer()));
    }
}

TEST_CASE("vector operators give the same bytes with one thread and with four") {
    const auto a = test::with_reals(named("a", test::random_rectangles(60, 100, 20, 51)), "people",
                                    std::vector<double>(60, 10));
    const auto b = named("b", test::random_rectangles(60, 100, 20, 52));
    const auto bytes = [&](int threads) {
        base::set_threads(threads);
        Texts out;
        const auto keep = [&](const test::Ran& ran) { out.push_back(test::bytes_of(ran.layer())); };
        for (const std::string name :
             {"vector.union", "vector.intersection", "vector.difference"}) {
            keep(test::run(name, {{"a", {a}}, {"b", {b}}}));
        }
        keep(test::run("vector.clip", {{"layer", {a}}, {"mask", {b}}}));
        keep(test::run("vector.areal_interpolation", {{"source", {a}}, {"target", {b}}},
                       {{"extensive", {"people"}}}));
        keep(test::run("vector.spatial_join", {{"layer", {a}}, {"from", {b}}},
                       {{"predicate", "nearest"}}));
        keep(test::run("vector.topology_check", {{"layer", {a}}}));
        keep(test::run("vector.buffer", {{"layer", {a}}}, {{"distance", 5}, {"kind", "geodesic"}}));
        return out;
    };
    const auto one = bytes(1), four = bytes(4);
    if (threads_at_work() < 2) {
        WARN("a busy machine: the loops ran on one thread, so the comparison says nothing");
    }
    base::set_threads(0);
    CHECK(one == four);
}

TEST_CASE("a column of the input that a result replaces is told") {
    const auto a = test::with_reals(layer_of("a", rectangles({{0, 0, 10, 10}})), "area_m2", {7});
    const auto b = test::with_reals(layer_of("b", rectangles({{0, 0, 5, 10}})), "area_m2", {8});
    const auto out = test::run("vector.intersection", {{"a", {a}}, {"b", {b}}});
    CHECK(out.layer().names() == Texts{"area_m2", "area_m2_b"});
    CHECK(out.layer().column("area_m2").number(0) == Approx(50).epsilon(1e-6));
    CHECK(out.layer().column("area_m2_b").number(0) == 8);
    CHECK(out.texts() ==
          Texts{"info: column 'area_m2' of the input is replaced by the result of that name"});
}

TEST_CASE("union of empty layers is what the other one holds") {
    const auto none = layer_of("none", geo::GeometryArray());
    const auto parks = named("parks", {{0, 0, 10, 10}});
    CHECK(test::run("vector.union", {{"a", {none}}, {"b", {none}}}).layer().rows() == 0);
    CHECK(test::run("vector.union", {{"a", {parks}}, {"b", {none}}}).layer().rows() == 1);
    CHECK(test::run("vector.union", {{"a", {none}}, {"b", {parks}}}).layer().rows() == 1);
    CHECK(test::run("vector.intersection", {{"a", {none}}, {"b", {parks}}}).layer().rows() == 0);
}

TEST_CASE("features without geometry are listed and take no part in overlays") {
    auto geometry = rectangles({{0, 0, 10, 10}});
    geometry.null_feature();
    const auto a = layer_of("a", geometry), b = layer_of("b", geometry);
    const Texts listed{
        "warning: 1 features have no usable geometry and take no part (a; 1 features: 2)",
        "warning: 1 features have no usable geometry and take no part (b; 1 features: 2)"};
    for (const std::string name : {"vector.union", "vector.intersection"}) {
        const auto out = test::run(name, {{"a", {a}}, {"b", {b}}});
        CHECK(out.layer().rows() == 1);
        CHECK(out.texts() == listed);
    }
    const auto bare = layer_of("bare", rectangles({{0, 0, 10, 10}}), "");
    CHECK(error_text([&] {
              test::run("vector.union", {{"a", {a}}, {"b", {bare}}});
          }) ==
          "layer 'bare' has no CRS\n  in operator vector.union\n"
          "  hint: give the CRS when the layer is read: crs = \"EPSG:...\"");
}

TEST_CASE("intersection refuses points and says which shapes it wants") {
    const auto dots = layer_of("dots", test::points({{1, 1}}));
    const auto parks = named("parks", {{0, 0, 10, 10}});
    CHECK(error_text([&] {
              test::run("vector.intersection", {{"a", {dots}}, {"b", {parks}}});
          }) ==
          "port 'a' wants polygon/line features, but layer 'dots' holds point features\n"
          "  in operator vector.intersection");
}
