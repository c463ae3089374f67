// The quick validity test never clears what GEOS refuses, and clears nearly all that is good.
#include "geo/topology.hpp"
#include "geo/validity.hpp"

#include <geos_c.h>
#include "geo/geos.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>
#include <random>

using namespace jt::geo;

namespace {

bool geos_says(const GeometryArray& geometry, std::size_t feature) {
    return structure_fault(geometry, feature).empty() &&
           GEOSisValid_r(geos(), to_geos(geometry, feature).get()) == 1;
}

GeometryArray polygon(const std::vector<std::vector<double>>& rings) {
    GeometryArray out(Shape::polygon);
    out.begin_feature();
    out.begin_part();
    for (const auto& ring : rings) {
        out.begin_ring();
        for (std::size_t i = 0; i < ring.size(); i += 2) {
            out.add(ring[i], ring[i + 1]);
        }
    }
    out.end_feature();
    return out;
}

const std::vector<double> kSquare{0, 0, 10, 0, 10, 10, 0, 10, 0, 0};

}  // namespace

TEST_CASE("what GEOS calls invalid is never cleared, in random rings of few and many corners") {
    std::mt19937 random(1);
    std::uniform_int_distribution<int> grid(0, 12), corners(3, 9);
    std::uniform_real_distribution<double> plane(0, 1);
    int invalid = 0, cleared = 0;
    for (int i = 0; i < 30'000; ++i) {
        std::vector<double> ring;
        const int count = i % 50 == 0 ? 150 : corners(random);
        for (int k = 0; k < count; ++k) {
            const bool whole = i % 2 == 0;  // on a grid they touch and run along each other
            ring.push_back(whole ? grid(random) : plane(random));
            ring.push_back(whole ? grid(random) : plane(random));
        }
        ring.insert(ring.end(), {ring[0], ring[1]});
        const GeometryArray one = polygon({ring});
        const bool good = geos_says(one, 0);
        invalid += good ? 0 : 1;
        cleared += certainly_valid(one, 0) ? 1 : 0;
        REQUIRE((good || !certainly_valid(one, 0)));
    }
    CHECK(invalid > 1000);
    CHECK(cleared > 1000);
}

TEST_CASE("stars of all sizes are cleared") {
    std::mt19937 random(4);
    std::uniform_real_distribution<double> share(0.6, 1.0);
    for (int count = 3; count < 400; count += 7) {
        std::vector<double> ring;
        for (int k = 0; k < count; ++k) {
            const double angle = 2 * std::numbers::pi * k / count, r = 1000 * share(random);
            ring.insert(ring.end(), {400000 + r * std::cos(angle), 3e6 + r * std::sin(angle)});
            if (k % 5 == 0) {  // points twice do no harm
                ring.insert(ring.end(), {ring[ring.size() - 2], ring[ring.size() - 1]});
            }
        }
        ring.insert(ring.end(), {ring[0], ring[1]});
        CHECK(certainly_valid(polygon({ring}), 0));
    }
}

TEST_CASE("faults of rings and holes are left to GEOS") {
    const auto cleared = [](const std::vector<std::vector<double>>& rings) {
        const GeometryArray one = polygon(rings);
        const bool quick = certainly_valid(one, 0);
        CHECK((!quick || geos_says(one, 0)));
        return quick;
    };
    CHECK(cleared({kSquare}));
    CHECK(cleared({kSquare, {2, 2, 4, 2, 4, 4, 2, 4, 2, 2}}));
    CHECK(cleared({kSquare, {2, 2, 4, 2, 4, 4, 2, 4, 2, 2}, {6, 6, 8, 6, 8, 8, 6, 8, 6, 6}}));
    CHECK(!cleared({{0, 0, 10, 10, 10, 0, 0, 10, 0, 0}}));         // bow tie
    CHECK(!cleared({{0, 0, 10, 0, 5, 0, 5, 5, 0, 0}}));            // runs back over itself
    CHECK(!cleared({{0, 0, 10, 0, 0, 0, 0, 0}}));                  // no area
    CHECK(!cleared({{0, 0, 10, 0, 10, 10}}));                      // open
    CHECK(!cleared({kSquare, {20, 20, 30, 20, 30, 30, 20, 20}}));  // hole outside
    CHECK(!cleared({kSquare, {5, 5, 15, 5, 15, 8, 5, 5}}));        // hole across the shell
    CHECK(!cleared({kSquare, {1, 1, 9, 1, 9, 9, 1, 9, 1, 1}, {3, 3, 4, 3, 4, 4, 3, 3}}));
    CHECK(!cleared({kSquare, kSquare}));
    CHECK(!cleared({{0, 0, 10, 0, 10, 10, 5, 0, 0, 10, 0, 0}}));  // touches itself
    GeometryArray lines(Shape::line);
    lines.add_line(std::vector<double>{0, 0, 1, 1});
    lines.add_line(std::vector<double>{1, 1, 1, 1});
    CHECK(certainly_valid(lines, 0));
    CHECK(!certainly_valid(lines, 1));
}
