#include "map/fixtures.hpp"
#include "map/strata.hpp"
#include "map/view.hpp"

#include <catch2/catch.hpp>

#include "geo/topology.hpp"

#include <numeric>
#include <random>

using namespace jt;

namespace {

map::View view() { return {{20, 40, 120, 140}, 400000, 3380000, 100000}; }

std::vector<std::size_t> all_rows(const geo::GeometryArray& shapes) {
    std::vector<std::size_t> rows(shapes.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    return rows;
}

double page_area(const geo::GeometryArray& shapes, std::size_t feature) {
    double sum = 0;
    for (std::size_t p = shapes.parts_begin(feature); p < shapes.parts_end(feature); ++p) {
        for (std::size_t r = shapes.rings_begin(p); r < shapes.rings_end(p); ++r) {
            const auto xy = shapes.ring(r);
            double ring = 0;
            for (std::size_t i = 0; i + 3 < xy.size(); i += 2) {
                ring += xy[i] * xy[i + 3] - xy[i + 2] * xy[i + 1];
            }
            sum += (r == shapes.rings_begin(p) ? 1 : -1) * std::fabs(ring) / 2;
        }
    }
    return sum;
}

geo::GeometryArray box_polygon(const geo::Box& box) {
    geo::GeometryArray out(geo::Shape::polygon);
    out.add_ring(std::vector<double>{box.min_x, box.min_y, box.max_x, box.min_y, box.max_x,
                                     box.max_y, box.min_x, box.max_y, box.min_x, box.min_y});
    return out;
}

}  // namespace

TEST_CASE("page and ground coordinates are inverse and y points down") {
    const map::View v = view();
    CHECK(v.page_x(400000) == 70);
    CHECK(v.page_y(3381000) == 80);
    CHECK(v.map_x(v.page_x(401234)) == Approx(401234).epsilon(1e-12));
    CHECK(v.map_y(v.page_y(3381234)) == Approx(3381234).epsilon(1e-12));
    CHECK(v.ground().max_y - v.ground().min_y == Approx(10000));
}

TEST_CASE("scales are round and show the whole extent") {
    CHECK(map::round_scale({0, 0, 100000, 10}, 100, 100) == 1000000);
    CHECK(map::round_scale({0, 0, 100001, 10}, 100, 100) == 1200000);
    CHECK(map::round_scale({0, 0, 10, 85000}, 100, 100) == 1000000);
    CHECK(map::round_scale({0, 0, 0, 0}, 100, 100) == 1000);
}

TEST_CASE("polygons cut at the frame have the area that GEOS gives the intersection") {
    std::mt19937 random(5);
    std::uniform_real_distribution<double> x(394000, 406000), y(3374000, 3386000);
    geo::GeometryArray shapes(geo::Shape::polygon);
    for (int i = 0; i < 60; ++i) {
        const double px = x(random), py = y(random);
        shapes.add_ring(test::blob(px, py, 2500, random));
    }
    const map::View v = view();
    const geo::GeometryArray frame = box_polygon(v.ground());
    const geo::GeometryArray cut = map::to_page(shapes, all_rows(shapes), v, v.page);
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        const double expected = geo::intersection_area(shapes, i, frame, 0) / 1e4;  // mm²
        const bool ok = cut.status(i) == geo::Status::ok;
        CHECK((ok ? page_area(cut, i) : 0.0) == Approx(expected).margin(0.05));
    }
}

TEST_CASE("holes are cut with their shells") {
    geo::GeometryArray shapes(geo::Shape::polygon);
    shapes.begin_feature();
    shapes.begin_part();
    for (const double half : {4000.0, 1000.0}) {
        shapes.begin_ring();
        for (const auto& [sx, sy] : {std::pair{-1, -1}, {1, -1}, {1, 1}, {-1, 1}, {-1, -1}}) {
            shapes.add(405000 + sx * half, 3380000 + sy * half);
        }
    }
    shapes.end_feature();
    const geo::GeometryArray cut = map::to_page(shapes, {0}, view(), view().page);
    CHECK(page_area(cut, 0) == Approx(40 * 80 - 10 * 20));
}

TEST_CASE("lines cut at the frame fall into the runs that are inside") {
    geo::GeometryArray lines(geo::Shape::line);
    lines.add_line(std::vector<double>{390000, 3380000, 400000, 3380000, 400000, 3390000, 402000,
                                       3390000, 402000, 3380000, 402000, 3384000});
    lines.add_line(std::vector<double>{300000, 3380000, 310000, 3390000});
    const geo::GeometryArray cut = map::to_page(lines, {0, 1}, view(), view().page);
    REQUIRE(cut.status(0) == geo::Status::ok);
    CHECK(cut.parts_end(0) - cut.parts_begin(0) == 2);
    CHECK(cut.box(0).min_x == Approx(20));
    CHECK(cut.box(0).min_y == Approx(40));
    CHECK(cut.status(1) == geo::Status::empty);
}

TEST_CASE("points outside the frame and features without geometry stay as rows without shape") {
    geo::GeometryArray points(geo::Shape::point);
    points.add_point(400000, 3380000);
    points.add_point(500000, 3380000);
    points.null_feature();
    const geo::GeometryArray cut = map::to_page(points, {0, 1, 2}, view(), view().page);
    CHECK(cut.status(0) == geo::Status::ok);
    CHECK(cut.status(1) == geo::Status::empty);
    CHECK(cut.status(2) == geo::Status::null);
}

TEST_CASE("hatch lines lie inside their polygon and cover it at their spacing") {
    std::mt19937 random(9);
    geo::GeometryArray shapes(geo::Shape::polygon);
    shapes.add_ring(test::blob(50, 50, 20, random));
    for (const map::Hatch hatch : {map::Hatch::forward, map::Hatch::backward,
                                   map::Hatch::horizontal, map::Hatch::vertical}) {
        const geo::GeometryArray lines = map::hatch_lines(shapes, hatch, 1.5);
        double length = 0;
        for (std::size_t p = lines.parts_begin(0); p < lines.parts_end(0); ++p) {
            const auto xy = lines.ring(lines.rings_begin(p));
            length += std::hypot(xy[2] - xy[0], xy[3] - xy[1]);
            CHECK(geo::contains_point(shapes, 0, (xy[0] + xy[2]) / 2, (xy[1] + xy[3]) / 2));
        }
        CHECK(length * 1.5 == Approx(page_area(shapes, 0)).epsilon(0.03));
    }
    CHECK(map::hatch_lines(shapes, map::Hatch::none, 1.5).size() == 0);
}

TEST_CASE("markers are closed rings of their size around their place") {
    for (int i = 0; i <= static_cast<int>(map::Marker::anchor); ++i) {
        const auto ring = map::marker_ring(static_cast<map::Marker>(i), 4, 10, 20);
        REQUIRE(ring.size() >= 8);
        CHECK(ring[0] == ring[ring.size() - 2]);
        CHECK(ring[1] == ring.back());
        for (std::size_t k = 0; k < ring.size(); k += 2) {
            CHECK(std::fabs(ring[k] - 10) <= 2.0001);
            CHECK(std::fabs(ring[k + 1] - 20) <= 2.0001);
        }
    }
}
