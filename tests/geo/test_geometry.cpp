#include "base/archive.hpp"
#include "base/error.hpp"
#include "geo/geometry.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

using namespace jt::geo;
using jt::base::Error;
using jt::base::Lang;

namespace {

const double kNan = std::numeric_limits<double>::quiet_NaN();

/// Two parts, the first with a hole; then null, empty, one not finite, and a triangle.
GeometryArray sample() {
    GeometryArray out(Shape::polygon);
    out.begin_feature();
    out.begin_part();
    for (const double d : {0.0, 2.0}) {  // shell 0..10, hole 2..8
        out.begin_ring();
        for (const auto& c : {std::pair(d, d), std::pair(10 - d, d), std::pair(10 - d, 10 - d),
                              std::pair(d, 10 - d), std::pair(d, d)}) {
            out.add(c.first, c.second);
        }
    }
    out.begin_part();
    out.begin_ring();
    for (const auto& c :
         {std::pair(20.0, 0.0), std::pair(21.0, 0.0), std::pair(21.0, 1.0), std::pair(20.0, 0.0)}) {
        out.add(c.first, c.second);
    }
    out.end_feature();
    out.null_feature();
    out.begin_feature();
    out.end_feature();
    out.add_ring(std::vector<double>{0, 0, 1, 0, kNan, 1, 0, 0});
    out.add_ring(std::vector<double>{-5, -5, -4, -5, -4, -4, -5, -5});
    return out;
}

void check_same(const GeometryArray& a, std::size_t i, const GeometryArray& b, std::size_t j) {
    CHECK(a.status(i) == b.status(j));
    REQUIRE(a.parts_end(i) - a.parts_begin(i) == b.parts_end(j) - b.parts_begin(j));
    for (std::size_t p = 0; p < a.parts_end(i) - a.parts_begin(i); ++p) {
        const std::size_t pa = a.parts_begin(i) + p;
        const std::size_t pb = b.parts_begin(j) + p;
        REQUIRE(a.rings_end(pa) - a.rings_begin(pa) == b.rings_end(pb) - b.rings_begin(pb));
        for (std::size_t r = 0; r < a.rings_end(pa) - a.rings_begin(pa); ++r) {
            const auto ra = a.ring(a.rings_begin(pa) + r);
            const auto rb = b.ring(b.rings_begin(pb) + r);
            REQUIRE(ra.size() == rb.size());
            for (std::size_t k = 0; k < ra.size(); ++k) {
                CHECK((ra[k] == rb[k] || (std::isnan(ra[k]) && std::isnan(rb[k]))));
            }
        }
    }
}

}  // namespace

TEST_CASE("features are built into parts, rings and coordinates") {
    const GeometryArray g = sample();
    REQUIRE(g.size() == 5);
    CHECK(g.shape() == Shape::polygon);
    CHECK(g.parts_end(0) - g.parts_begin(0) == 2);
    CHECK(g.rings_end(0) - g.rings_begin(0) == 2);
    CHECK(g.ring(1).size() == 10);
    CHECK(g.ring(1)[0] == 2);
    CHECK(g.coordinates(0).size() == 28);
    CHECK(g.coordinates(1).empty());
    CHECK(g.coordinates(4)[0] == -5);
}

TEST_CASE("a feature knows why it has no usable geometry") {
    const GeometryArray g = sample();
    CHECK(g.status(0) == Status::ok);
    CHECK(g.status(1) == Status::null);
    CHECK(g.status(2) == Status::empty);
    CHECK(g.status(3) == Status::not_finite);
    CHECK(status_name(g.status(3)) == "not_finite");
    CHECK(shape_name(g.shape()) == "polygon");
    GeometryArray points(Shape::point);
    points.add_point(1, std::numeric_limits<double>::infinity());
    points.add_point(1, 2);
    CHECK(points.status(0) == Status::not_finite);
    CHECK(points.status(1) == Status::ok);
}

TEST_CASE("parts and rings without coordinates are left out") {
    GeometryArray g(Shape::line);
    g.begin_feature();
    g.begin_part();
    g.begin_part();
    g.begin_ring();
    g.begin_part();
    g.begin_ring();
    g.add(1, 2);
    g.add(3, 4);
    g.begin_ring();
    g.end_feature();
    g.begin_feature();
    g.begin_part();
    g.begin_ring();
    g.end_feature();
    REQUIRE(g.size() == 2);
    REQUIRE(g.parts_end(0) == 1);
    REQUIRE(g.rings_end(0) == 1);
    CHECK(g.ring(0).size() == 4);
    CHECK(g.status(1) == Status::empty);
    CHECK(g.parts_begin(1) == g.parts_end(1));
}

TEST_CASE("boxes leave out what is not finite") {
    const GeometryArray g = sample();
    CHECK(g.box(0).max_x == 21);
    CHECK(g.box(1).empty());
    CHECK(g.box(2).empty());
    CHECK(g.box(3).empty());
    CHECK(g.box().min_x == -5);
    CHECK(g.box().max_y == 10);
    CHECK(GeometryArray().box().empty());
    CHECK_FALSE(Box().meets(g.box()));
    CHECK(g.box(0).meets(Box{10, 10, 30, 30}));
}

TEST_CASE("take and append copy features with their status") {
    GeometryArray g = sample();
    g.set_status(4, Status::invalid);
    const std::vector<std::size_t> rows{4, 0, 0, 3, 1, 2};
    const GeometryArray taken = g.take(rows);
    REQUIRE(taken.size() == rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        check_same(taken, i, g, rows[i]);
    }
    CHECK(g.take(std::vector<std::size_t>{}).size() == 0);
}

TEST_CASE("arrays of different shapes are not mixed") {
    GeometryArray lines(Shape::line);
    try {
        lines.append(sample(), 0);
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.text(Lang::en) == "append: a polygon array was given, a line array is wanted");
    }
    lines.append(sample(), 1);
    CHECK(lines.status(0) == Status::null);
}

TEST_CASE("what is written is read back") {
    for (const GeometryArray& g : {sample(), GeometryArray(), GeometryArray(Shape::point)}) {
        jt::base::Writer out;
        g.write(out);
        jt::base::Reader in(out.bytes());
        const GeometryArray back = GeometryArray::read(in);
        in.expect_end();
        REQUIRE(back.size() == g.size());
        CHECK(back.shape() == g.shape());
        for (std::size_t i = 0; i < g.size(); ++i) {
            check_same(back, i, g, i);
        }
        jt::base::Writer again;
        back.write(again);
        CHECK(again.bytes() == out.bytes());
    }
}

TEST_CASE("stored geometry that is cut or inconsistent is refused") {
    jt::base::Writer out;
    sample().write(out);
    jt::base::Reader cut(std::string_view(out.bytes()).substr(0, out.bytes().size() - 8));
    CHECK_THROWS_AS(GeometryArray::read(cut), Error);
    jt::base::Writer wrong;
    wrong.integer(3);
    wrong.values(std::vector<Status>{Status::ok});
    wrong.values(std::vector<std::int64_t>{0, 1});
    wrong.values(std::vector<std::int64_t>{0, 1});
    wrong.values(std::vector<std::int64_t>{0, 9});
    wrong.values(std::vector<double>{1, 2});
    jt::base::Reader in(wrong.bytes());
    try {
        GeometryArray::read(in);
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.text(Lang::en) == "stored geometry is not consistent: coordinates");
    }
}
