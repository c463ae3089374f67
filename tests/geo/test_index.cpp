#include "geo/index.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <random>
#include <vector>

using namespace jt::geo;

namespace {

std::vector<std::size_t> brute(const std::vector<Box>& boxes, const Box& query) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (boxes[i].meets(query)) {
            out.push_back(i);
        }
    }
    return out;
}

}  // namespace

TEST_CASE("the index finds what looking at every box finds") {
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> place(0, 1000);
    std::exponential_distribution<double> extent(0.1);
    for (const std::size_t n : {1U, 2U, 15U, 16U, 17U, 255U, 256U, 257U, 3000U}) {
        std::vector<Box> boxes;
        for (std::size_t i = 0; i < n; ++i) {
            const double x = place(random);
            const double y = place(random);
            boxes.push_back(i % 11 == 5 ? Box{}
                                        : Box{x, y, x + extent(random), y + extent(random)});
        }
        const BoxIndex index(boxes);
        CHECK(index.size() == n);
        for (int k = 0; k < 100; ++k) {
            const double x = place(random);
            const double y = place(random);
            const Box query{x, y, x + 3 * extent(random), y + 3 * extent(random)};
            REQUIRE(index.find(query) == brute(boxes, query));
        }
        const Box all{-1e9, -1e9, 1e9, 1e9};
        CHECK(index.find(all) == brute(boxes, all));
        CHECK(index.find(Box{}).empty());
    }
}

TEST_CASE("equal and touching boxes are all found, in ascending order") {
    const std::vector<Box> boxes(100, Box{1, 1, 2, 2});
    const BoxIndex index(boxes);
    CHECK(index.find(Box{2, 2, 3, 3}).size() == 100);
    CHECK(index.find(Box{2.0001, 2, 3, 3}).empty());
}

TEST_CASE("an index of nothing finds nothing") {
    CHECK(BoxIndex(std::vector<Box>{}).find(Box{0, 0, 1, 1}).empty());
    CHECK(BoxIndex(GeometryArray()).find(Box{0, 0, 1, 1}).empty());
    CHECK(BoxIndex(std::vector<Box>(20)).find(Box{0, 0, 1, 1}).empty());
}

TEST_CASE("NaN is never found and infinite boxes are") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double inf = std::numeric_limits<double>::infinity();
    std::vector<Box> boxes(40, Box{5, 5, 6, 6});
    boxes[3] = Box{nan, 5, 6, 6};
    boxes[7] = Box{-inf, -inf, inf, inf};
    const BoxIndex index(boxes);
    CHECK(index.find(Box{100, 100, 101, 101}) == std::vector<std::size_t>{7});
    CHECK(index.find(Box{5, 5, 5, 5}).size() == 39);
    CHECK(index.find(Box{nan, nan, nan, nan}).empty());
}

TEST_CASE("an index of features leaves out those without geometry") {
    GeometryArray points(Shape::point);
    points.add_point(1, 1);
    points.null_feature();
    points.add_point(std::numeric_limits<double>::quiet_NaN(), 1);
    points.add_point(2, 2);
    const BoxIndex index(points);
    CHECK(index.find(Box{0, 0, 3, 3}) == std::vector<std::size_t>{0, 3});
}
