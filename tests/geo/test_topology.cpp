#include "base/error.hpp"
#include "base/parallel.hpp"
#include "geo/measure.hpp"
#include "geo/topology.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

using namespace jt::geo;
using jt::base::Error;
using jt::base::Lang;

namespace {

using Ring = std::vector<double>;
const double kNan = std::numeric_limits<double>::quiet_NaN();

Ring square(double x, double y, double side) {
    return {x, y, x + side, y, x + side, y + side, x, y + side, x, y};
}

GeometryArray polygons(const std::vector<Ring>& rings) {
    GeometryArray out(Shape::polygon);
    for (const Ring& ring : rings) {
        out.add_ring(ring);
    }
    return out;
}

GeometryArray donut() {
    GeometryArray out(Shape::polygon);
    out.begin_feature();
    out.begin_part();
    for (const Ring& ring : {square(0, 0, 10), square(3, 3, 4)}) {
        out.begin_ring();
        for (std::size_t i = 0; i < ring.size(); i += 2) {
            out.add(ring[i], ring[i + 1]);
        }
    }
    out.end_feature();
    return out;
}

/// Planar area: shells less holes.
double area(const GeometryArray& g, std::size_t feature) {
    double out = 0;
    for (std::size_t p = g.parts_begin(feature); p < g.parts_end(feature); ++p) {
        for (std::size_t r = g.rings_begin(p); r < g.rings_end(p); ++r) {
            const auto xy = g.ring(r);
            double ring = 0;
            for (std::size_t i = 2; i + 1 < xy.size(); i += 2) {
                ring += xy[i - 2] * xy[i + 1] - xy[i] * xy[i - 1];
            }
            out += (r == g.rings_begin(p) ? 1 : -1) * std::abs(ring) / 2;
        }
    }
    return out;
}

const Ring kBowTie{0, 0, 2, 2, 2, 0, 0, 2, 0, 0};

GeometryArray unusable(Shape shape) {
    GeometryArray out(shape);
    out.null_feature();
    out.null_feature(Status::empty);
    out.add_line(Ring{0, 0, kNan, 1, 1, 1, 0, 0});
    return out;
}

struct Threads {
    explicit Threads(int count) { jt::base::set_threads(count); }
    ~Threads() { jt::base::set_threads(0); }
};

}  // namespace

TEST_CASE("an invalid feature says why and where") {
    const auto g = polygons({square(0, 0, 1), kBowTie, {0, 0, 1, 0, 1, 1}, {0, 0, 1, 1, 0, 0}});
    CHECK(invalid_reason(g, 0).empty());
    CHECK(invalid_reason(g, 1) == "Self-intersection[1 1]");
    CHECK(invalid_reason(g, 2) == "Ring is not closed[0 0]");
    CHECK(invalid_reason(g, 3) == "Too few points in geometry component[0 0]");
    GeometryArray lines(Shape::line);
    lines.add_line(Ring{5, 6});
    lines.add_line(Ring{5, 6, 5, 6});
    lines.add_line(Ring{5, 6, 7, 8});
    CHECK(invalid_reason(lines, 0) == "Too few points in geometry component[5 6]");
    CHECK(invalid_reason(lines, 1) == "Too few points in geometry component[5 6]");
    CHECK(invalid_reason(lines, 2).empty());
    const auto none = unusable(Shape::polygon);
    CHECK(invalid_reason(none, 0).empty());
    CHECK(invalid_reason(none, 1).empty());
    CHECK(invalid_reason(none, 2) == "Invalid Coordinate");
}

TEST_CASE("a bow-tie becomes two triangles") {
    GeometryArray out(Shape::polygon);
    make_valid(polygons({kBowTie}), 0, out);
    REQUIRE(out.size() == 1);
    CHECK(out.status(0) == Status::ok);
    CHECK(out.parts_end(0) - out.parts_begin(0) == 2);
    CHECK(area(out, 0) == Approx(2.0));
    CHECK(invalid_reason(out, 0).empty());
}

TEST_CASE("making valid keeps what is valid and closes what is open") {
    GeometryArray out(Shape::polygon);
    make_valid(donut(), 0, out);
    make_valid(polygons({{0, 0, 1, 0, 1, 1}}), 0, out);
    make_valid(polygons({{0, 0, 1, 1, 0, 0}}), 0, out);
    make_valid(polygons({{0, 0, 1, 0, 2, 0, 0, 0}}), 0, out);
    CHECK(area(out, 0) == Approx(84));
    CHECK(area(out, 1) == Approx(0.5));
    CHECK(out.status(2) == Status::empty);
    CHECK(out.status(3) == Status::empty);
}

TEST_CASE("only the array's own dimension is kept") {
    GeometryArray out(Shape::polygon);  // a square with a spike: the spike is a line, and goes
    make_valid(polygons({{0, 0, 2, 0, 2, 1, 5, 1, 2, 1, 2, 2, 0, 2, 0, 0}}), 0, out);
    CHECK(area(out, 0) == Approx(4));
    CHECK(out.box(0).max_x == 2);
    GeometryArray lines(Shape::line);
    lines.add_line(Ring{5, 6, 5, 6});
    lines.add_line(Ring{5, 6});
    lines.add_line(Ring{5, 6, 7, 8});
    GeometryArray valid(Shape::line);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        make_valid(lines, i, valid);
    }
    CHECK(valid.status(0) == Status::empty);
    CHECK(valid.status(1) == Status::empty);
    CHECK(valid.coordinates(2).size() == 4);
    GeometryArray points(Shape::point);
    points.add_point(1, 2);
    GeometryArray kept(Shape::point);
    make_valid(points, 0, kept);
    CHECK(kept.coordinates(0)[1] == 2);
}

TEST_CASE("operations pass over null, empty and not finite features") {
    for (const Shape shape : {Shape::line, Shape::polygon}) {
        const auto none = unusable(shape);
        for (std::size_t i = 0; i < none.size(); ++i) {
            GeometryArray valid(shape);
            make_valid(none, i, valid);
            CHECK(valid.status(0) == none.status(i));
            GeometryArray cut(shape);
            intersection(none, i, polygons({square(0, 0, 1)}), 0, cut);
            CHECK(cut.status(0) == Status::empty);
            double x = 0;
            double y = 0;
            centroid(none, i, x, y);
            CHECK((std::isnan(x) && std::isnan(y)));
            x = y = 0;
            point_on_surface(none, i, x, y);
            CHECK((std::isnan(x) && std::isnan(y)));
            GeometryArray around(Shape::polygon);
            buffer_united(none, {i}, 5, around);
            CHECK(around.status(0) == Status::empty);
        }
        const auto same = simplified(none, 1);
        REQUIRE(same.size() == 3);
        CHECK(same.status(0) == Status::null);
        CHECK(same.status(1) == Status::empty);
        CHECK(same.status(2) == Status::not_finite);
    }
    const auto none = unusable(Shape::polygon);
    CHECK(intersection_area(none, 0, donut(), 0) == 0);
    CHECK_FALSE(contains_point(none, 2, 0, 0));
    GeometryArray all(Shape::polygon);
    unite(none, all);
    unite(GeometryArray(Shape::polygon), all);
    buffer_united(GeometryArray(Shape::line), {}, 5, all);
    CHECK(all.size() == 3);
    CHECK(all.status(0) == Status::empty);
    CHECK(all.status(1) == Status::empty);
    CHECK(all.status(2) == Status::empty);
    CHECK(simplified(GeometryArray(Shape::line), 1).size() == 0);
}

TEST_CASE("intersections have the lower dimension") {
    const auto ring = donut();
    const auto box = polygons({square(5, 5, 10), square(20, 20, 1), square(10, 0, 3)});
    CHECK(intersection_area(ring, 0, box, 0) == Approx(25 - 4));
    CHECK(intersection_area(ring, 0, box, 1) == 0);
    CHECK(intersection_area(ring, 0, box, 2) == 0);
    GeometryArray out(Shape::polygon);
    intersection(ring, 0, box, 0, out);
    intersection(ring, 0, box, 2, out);  // touch along an edge: no area in common
    CHECK(area(out, 0) == Approx(21));
    CHECK(out.status(1) == Status::empty);
    GeometryArray line(Shape::line);
    line.add_line(Ring{-5, 5, 15, 5});
    GeometryArray pieces(Shape::line);
    intersection(line, 0, ring, 0, pieces);
    CHECK(pieces.parts_end(0) == 2);
    GeometryArray wrong(Shape::polygon);
    try {
        intersection(line, 0, ring, 0, wrong);
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.text(Lang::en) ==
              "intersection: a polygon array was given, a line array is wanted");
    }
}

TEST_CASE("an exception inside GEOS becomes a data error") {
    GeometryArray out(Shape::polygon);
    try {
        intersection(polygons({{0, 0, 1, 0, 1, 1}}), 0, donut(), 0, out);
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.kind() == jt::base::ErrorKind::data);
        CHECK(error.text(Lang::en) ==
              "the geometry operation 'read' failed: Ring is not closed[0 0]\n  hint: check the "
              "geometry with 'info', or load the layer with repair = \"repair\"");
    }
}

TEST_CASE("a union counts what overlaps once") {
    GeometryArray out(Shape::polygon);
    auto g = polygons({square(0, 0, 10), square(5, 0, 10), square(100, 0, 1), square(500, 0, 1)});
    g.set_status(3, Status::invalid);
    unite(g, out);
    REQUIRE(out.size() == 1);
    CHECK(area(out, 0) == Approx(151));
    CHECK(out.parts_end(0) == 2);
}

TEST_CASE("a united buffer is the area within the distance, 8 segments to a quarter circle") {
    GeometryArray points(Shape::point);
    points.add_point(0, 0);
    points.add_point(1000, 0);
    points.null_feature();
    GeometryArray out(Shape::polygon);
    buffer_united(points, {0, 1, 2}, 100, out);
    CHECK(out.parts_end(0) == 2);
    CHECK(out.ring(0).size() == 2 * 33);
    const double segment = std::asin(1.0) / 8;
    CHECK(area(out, 0) == Approx(2 * 32 * 0.5 * 100 * 100 * std::sin(segment)));
    buffer_united(points, {}, 100, out);
    CHECK(out.status(1) == Status::empty);
    buffer_united(polygons({square(0, 0, 4)}), {0}, -3, out);
    CHECK(out.status(2) == Status::empty);
    CHECK_THROWS_AS(buffer_united(points, {0}, kNan, out), Error);
}

TEST_CASE("1 and 2 threads unite and simplify to the same bits") {
    std::mt19937_64 random(3);
    std::uniform_real_distribution<double> place(0, 3000);
    GeometryArray lines(Shape::line);
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < 400; ++i) {
        const double x = place(random);
        const double y = place(random);
        lines.add_line(Ring{x, y, x + 40, y + 1, x + 80, y, x + 90, y + 50});
        rows.push_back(i);
    }
    std::vector<double> buffer, simple;
    for (const int threads : {1, 2}) {
        const Threads set(threads);
        GeometryArray out(Shape::polygon);
        buffer_united(lines, rows, 30, out);
        const auto few = simplified(lines, 5);
        REQUIRE(few.size() == lines.size());
        CHECK(few.coordinates(0).size() == 6);
        const auto xy = out.coordinates(0);
        if (threads == 1) {
            buffer.assign(xy.begin(), xy.end());
            simple.assign(few.xy().begin(), few.xy().end());
        }
        CHECK(std::equal(xy.begin(), xy.end(), buffer.begin(), buffer.end()));
        CHECK(std::equal(few.xy().begin(), few.xy().end(), simple.begin(), simple.end()));
    }
}

TEST_CASE("borders count as inside, holes do not") {
    const auto g = donut();
    CHECK(contains_point(g, 0, 1, 1));
    CHECK(contains_point(g, 0, 0, 5));
    CHECK(contains_point(g, 0, 10, 10));
    CHECK(contains_point(g, 0, 5, 0));
    CHECK(contains_point(g, 0, 3, 5));
    CHECK(contains_point(g, 0, 7, 7));
    CHECK_FALSE(contains_point(g, 0, 5, 5));
    CHECK_FALSE(contains_point(g, 0, -0.001, 0));
    CHECK_FALSE(contains_point(g, 0, 11, 0));
    CHECK_FALSE(contains_point(g, 0, -1, 10));
    CHECK_FALSE(contains_point(g, 0, kNan, 1));
}

TEST_CASE("a point is contained when GEOS finds its tiny box in common") {
    std::mt19937_64 random(5);
    std::uniform_real_distribution<double> place(-2, 12);
    GeometryArray star(Shape::polygon);
    Ring ring;
    for (int k = 0; k <= 14; ++k) {
        const double r = k % 2 == 0 ? 6 : 2.5;
        const double angle = std::acos(-1.0) * (k % 14) / 7;
        ring.push_back(5 + r * std::cos(angle));
        ring.push_back(5 + r * std::sin(angle));
    }
    star.add_ring(ring);
    int inside = 0;
    for (int i = 0; i < 500; ++i) {
        const double x = place(random);
        const double y = place(random);
        const auto dot = polygons({square(x - 5e-7, y - 5e-7, 1e-6)});
        const double share = intersection_area(star, 0, dot, 0) / 1e-12;
        if (share > 0.01 && share < 0.99) {
            continue;
        }
        inside += share > 0.5 ? 1 : 0;
        CHECK(contains_point(star, 0, x, y) == (share > 0.5));
    }
    CHECK(inside > 50);
}

TEST_CASE("points on the surface lie inside, centroids need not") {
    const auto g = donut();
    double x = 0;
    double y = 0;
    centroid(g, 0, x, y);
    CHECK(x == Approx(5));
    CHECK(y == Approx(5));
    CHECK_FALSE(contains_point(g, 0, x, y));
    point_on_surface(g, 0, x, y);
    CHECK(contains_point(g, 0, x, y));
    GeometryArray lines(Shape::line);
    lines.add_line(Ring{0, 0, 4, 0, 4, 4});
    centroid(lines, 0, x, y);
    CHECK(x == Approx(3));
    CHECK(y == Approx(1));
    GeometryArray points(Shape::point);
    points.begin_feature();
    for (const double at : {1.0, 3.0}) {
        points.begin_part();
        points.begin_ring();
        points.add(at, 2 * at);
    }
    points.end_feature();
    centroid(points, 0, x, y);
    CHECK(x == Approx(2));
    CHECK(y == Approx(4));
}

TEST_CASE("simplifying keeps rings closed and points as they are") {
    GeometryArray g(Shape::polygon);
    g.add_ring(Ring{0, 0, 5, 0.01, 10, 0, 10, 10, 0, 10, 0, 0});
    const auto few = simplified(g, 0.5);
    CHECK(few.ring(0).size() == 10);
    CHECK(few.status(0) == Status::ok);
    GeometryArray points(Shape::point);
    points.add_point(1, 2);
    CHECK(simplified(points, 5).coordinates(0)[0] == 1);
    CHECK_THROWS_AS(simplified(g, kNan), Error);
}
