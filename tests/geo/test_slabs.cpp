// Slabs against the plain answers: point in polygon, and GEOS's intersections.
#include "geo/measure.hpp"
#include "geo/slabs.hpp"
#include "geo/topology.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>
#include <random>

using namespace jt::geo;

namespace {

std::vector<double> star(double x, double y, double radius, int corners, std::mt19937& random,
                         bool clockwise) {
    std::uniform_real_distribution<double> share(0.5, 1.0);
    std::vector<double> ring;
    for (int i = 0; i < corners; ++i) {
        const double angle = (clockwise ? -2 : 2) * std::numbers::pi * i / corners;
        const double r = radius * share(random);
        ring.insert(ring.end(), {x + r * std::cos(angle), y + r * std::sin(angle)});
    }
    ring.insert(ring.end(), {ring[0], ring[1]});
    return ring;
}

void add_ring(GeometryArray& out, const std::vector<double>& ring) {
    out.begin_ring();
    for (std::size_t i = 0; i < ring.size(); i += 2) {
        out.add(ring[i], ring[i + 1]);
    }
}

/// Two stars side by side, one with a hole, rings in either direction.
GeometryArray random_polygons(int count, std::mt19937& random) {
    std::uniform_real_distribution<double> at(0, 100), size(5, 60);
    GeometryArray out(Shape::polygon);
    for (int i = 0; i < count; ++i) {
        const double x = at(random), y = at(random), radius = size(random);
        out.begin_feature();
        out.begin_part();
        add_ring(out, star(x, y, radius, 5 + i % 40, random, i % 2 == 0));
        add_ring(out, star(x, y, radius / 4, 7, random, i % 3 == 0));
        if (i % 2 == 0) {
            out.begin_part();
            add_ring(out, star(x + 2.5 * radius, y, radius, 9, random, i % 4 == 0));
        }
        out.end_feature();
    }
    return out;
}

}  // namespace

TEST_CASE("slabs answer point in polygon as the plain test does, borders too") {
    std::mt19937 random(2);
    std::uniform_real_distribution<double> at(-20, 250);
    const GeometryArray polygons = random_polygons(60, random);
    for (std::size_t i = 0; i < polygons.size(); ++i) {
        const Slabs slabs(polygons, i);
        for (int k = 0; k < 200; ++k) {
            const double x = at(random), y = at(random);
            REQUIRE(slabs.contains(x, y) == contains_point(polygons, i, x, y));
        }
        const auto xy = polygons.coordinates(i);
        for (std::size_t k = 0; k < xy.size(); k += 2) {  // corners, and level with corners
            REQUIRE(slabs.contains(xy[k], xy[k + 1]));
            REQUIRE(slabs.contains(xy[k] + 1, xy[k + 1]) ==
                    contains_point(polygons, i, xy[k] + 1, xy[k + 1]));
        }
    }
}

TEST_CASE("the shared area is that of GEOS's intersection, whichever side asks") {
    std::mt19937 random(9);
    const GeometryArray polygons = random_polygons(40, random);
    const std::vector<double> areas = planar_areas(polygons);
    for (std::size_t i = 0; i < polygons.size(); ++i) {
        const Slabs a(polygons, i);
        CHECK(a.area() == Approx(areas[i]).epsilon(1e-12));
        for (std::size_t j = 0; j < polygons.size(); ++j) {
            GeometryArray cut(Shape::polygon);
            intersection(polygons, i, polygons, j, cut);
            const double wanted = cut.status(0) == Status::ok ? planar_areas(cut)[0] : 0;
            const Slabs b(polygons, j);
            INFO(i << " " << j);
            REQUIRE(std::fabs(a.shared_area(b) - wanted) < 1e-9 * (areas[i] + 1));
        }
        CHECK(a.shared_area(a) == Approx(areas[i]).epsilon(1e-12));
    }
}

TEST_CASE("squares share what they share, to the last digit, and neighbours nothing") {
    GeometryArray squares(Shape::polygon);
    const auto add = [&](double x, double y, double side) {
        squares.add_ring(
            std::vector<double>{x, y, x + side, y, x + side, y + side, x, y + side, x, y});
    };
    add(0, 0, 10);
    add(10, 0, 10);
    add(5, 5, 10);
    add(2, 2, 3);
    const auto shared = [&](std::size_t i, std::size_t j) {
        return Slabs(squares, i).shared_area(Slabs(squares, j));
    };
    CHECK(shared(0, 1) == 0);
    CHECK(shared(1, 0) == 0);
    CHECK(shared(0, 2) == 25);
    CHECK(shared(2, 1) == 25);
    CHECK(shared(0, 3) == 9);
    CHECK(shared(3, 0) == 9);
    CHECK(!Slabs(squares, 0).border_near({3, 3, 4, 4}));
    CHECK(Slabs(squares, 0).border_near({3, 3, 10, 4}));
    CHECK(!Slabs(squares, 0).border_near({20, 20, 30, 30}));
}
