#include "base/error.hpp"
#include "base/parallel.hpp"
#include "geo/measure.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <vector>

using namespace jt::geo;
using jt::base::Error;
using jt::base::Lang;

namespace {

/// A ring of a cell in degrees, each side cut into `n` pieces so that it follows the parallel.
std::vector<double> cell(double west, double south, double size, int n) {
    const double corners[][2] = {{west, south},
                                 {west + size, south},
                                 {west + size, south + size},
                                 {west, south + size},
                                 {west, south}};
    std::vector<double> out;
    for (int side = 0; side < 4; ++side) {
        for (int k = 0; k < n; ++k) {
            const double t = static_cast<double>(k) / n;
            for (int axis = 0; axis < 2; ++axis) {
                out.push_back(corners[side][axis] +
                              t * (corners[side + 1][axis] - corners[side][axis]));
            }
        }
    }
    out.push_back(west);
    out.push_back(south);
    return out;
}

GeometryArray polygon(std::vector<double> ring) {
    GeometryArray out(Shape::polygon);
    out.add_ring(ring);
    return out;
}

GeometryArray polygon_in(const std::string& code, std::vector<double> ring) {
    Transform(Crs::from("EPSG:4490"), Crs::from(code)).apply(ring);
    return polygon(std::move(ring));
}

double planar_area(std::span<const double> xy) {
    double out = 0;
    for (std::size_t i = 2; i + 1 < xy.size(); i += 2) {
        // relative to the first coordinate: full coordinates would lose digits
        out += (xy[i - 2] - xy[0]) * (xy[i + 1] - xy[1]) - (xy[i] - xy[0]) * (xy[i - 1] - xy[1]);
    }
    return std::abs(out) / 2;
}

std::string refused(const Crs& crs) {
    try {
        const Measure measure(crs);
    } catch (const Error& error) {
        return error.text(Lang::en);
    }
    return "accepted";
}

struct Threads {
    explicit Threads(int count) { jt::base::set_threads(count); }
    ~Threads() { jt::base::set_threads(0); }
};

constexpr double kCell = 107325019.9;      // 106.6-106.7 E, 29.6-29.7 N on the CGCS2000 ellipsoid
constexpr double kWestCell = 106478849.2;  // 104.0-104.1 E, 30.4-30.5 N

}  // namespace

TEST_CASE("the area of a cell is the published one to 1 ppm, in whatever CRS it comes") {
    for (const char* code : {"EPSG:4490", "EPSG:4544", "EPSG:4523", "EPSG:4545", "EPSG:4524",
                             "EPSG:4543", "EPSG:4507", "EPSG:32648"}) {
        INFO(code);
        const Measure measure(Crs::from(code));
        CHECK(std::abs(measure.area(polygon_in(code, cell(106.6, 29.6, 0.1, 16)), 0) / kCell - 1) <
              1e-6);
        CHECK(std::abs(measure.area(polygon_in(code, cell(104.0, 30.4, 0.1, 16)), 0) / kWestCell -
                       1) < 1e-6);
    }
}

TEST_CASE("planar areas differ by the published parts per million") {
    struct Case {
        const char* code;
        double west, south, area, ppm;
    };
    for (const Case& c :
         {Case{"EPSG:4544", 106.6, 29.6, kCell, 630}, Case{"EPSG:4545", 106.6, 29.6, kCell, 422},
          Case{"EPSG:4543", 106.6, 29.6, kCell, 5014}, Case{"EPSG:32648", 106.6, 29.6, kCell, -170},
          Case{"EPSG:4544", 104.0, 30.4, kWestCell, 206},
          Case{"EPSG:4545", 104.0, 30.4, kWestCell, 3557}}) {
        const auto plane = polygon_in(c.code, cell(c.west, c.south, 0.1, 64));
        INFO(c.code);
        CHECK(std::abs((planar_area(plane.ring(0)) / c.area - 1) * 1e6 - c.ppm) < 1.0);
    }
}

TEST_CASE("distances are the published ones to 1 mm") {
    const double lon_lat[] = {104.088, 30.402, 106.568, 29.577};
    for (const char* code : {"EPSG:4490", "EPSG:4544", "EPSG:4545", "EPSG:4523"}) {
        std::vector<double> xy(std::begin(lon_lat), std::end(lon_lat));
        Transform(Crs::from("EPSG:4490"), Crs::from(code)).apply(xy);
        const Measure measure(Crs::from(code));
        CHECK(std::abs(measure.distance(xy[0], xy[1], xy[2], xy[3]) - 256182.150) < 0.001);
        CHECK(std::abs(measure.length(xy) - 256182.150) < 0.001);
    }
    std::vector<double> plane(std::begin(lon_lat), std::end(lon_lat));
    Transform(Crs::from("EPSG:4490"), Crs::from("EPSG:4544")).apply(plane);
    CHECK(std::abs(std::hypot(plane[2] - plane[0], plane[3] - plane[1]) - 256200.527) < 0.001);
}

TEST_CASE("holes are taken off and parts added, whatever way round the rings run") {
    const Measure measure(Crs::from("EPSG:4490"));
    const double whole = measure.area(polygon(cell(104, 30, 0.3, 4)), 0);
    const double hole = measure.area(polygon(cell(104.1, 30.1, 0.1, 4)), 0);
    const double other = measure.area(polygon(cell(105, 30, 0.2, 4)), 0);
    for (const bool reversed : {false, true}) {
        GeometryArray g(Shape::polygon);
        g.begin_feature();
        const auto ring = [&](std::vector<double> xy) {
            g.begin_ring();
            for (std::size_t i = 0; i < xy.size(); i += 2) {
                const std::size_t at = reversed ? xy.size() - 2 - i : i;
                g.add(xy[at], xy[at + 1]);
            }
        };
        g.begin_part();
        ring(cell(104, 30, 0.3, 4));
        ring(cell(104.1, 30.1, 0.1, 4));
        g.begin_part();
        ring(cell(105, 30, 0.2, 4));
        g.end_feature();
        CHECK(measure.area(g, 0) == Approx(whole - hole + other).epsilon(1e-12));
        CHECK(areas(g, Crs::from("EPSG:4490"))[0] == measure.area(g, 0));
    }
}

TEST_CASE("a length is the sum of its pieces") {
    const Measure measure(Crs::from("EPSG:4490"));
    const std::vector<double> xy{104, 30, 104.5, 30.2, 105, 30};
    const double sum =
        measure.distance(104, 30, 104.5, 30.2) + measure.distance(104.5, 30.2, 105, 30);
    CHECK(measure.length(xy) == Approx(sum).epsilon(1e-14));
    GeometryArray lines(Shape::line);
    lines.add_line(xy);
    CHECK(measure.length(lines, 0) == measure.length(xy));
    CHECK(measure.area(lines, 0) == 0);
    CHECK(measure.length(std::vector<double>{104, 30}) == 0);
    CHECK(measure.length(std::vector<double>{}) == 0);
    GeometryArray points(Shape::point);
    points.add_point(104, 30);
    CHECK(measure.length(points, 0) == 0);
    CHECK(measure.area(points, 0) == 0);
}

TEST_CASE("features without usable geometry measure NaN in columns and 0 alone") {
    GeometryArray g(Shape::polygon);
    g.null_feature();
    g.null_feature(Status::empty);
    g.add_ring(std::vector<double>{0, 0, 1, 0, std::numeric_limits<double>::quiet_NaN(), 1, 0, 0});
    g.add_ring(cell(104, 30, 0.1, 1));
    const Crs crs = Crs::from("EPSG:4490");
    const auto area = areas(g, crs);
    const auto length = lengths(g, crs);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(std::isnan(area[i]));
        CHECK(std::isnan(length[i]));
        CHECK(Measure(crs).area(g, i) == 0);
    }
    CHECK(area[3] > 1e8);
    CHECK(length[3] == Approx(41500).epsilon(0.02));
    CHECK(areas(GeometryArray(Shape::polygon), crs).empty());
    CHECK(lengths(GeometryArray(), crs).empty());
}

TEST_CASE("coordinates outside the projection's domain measure NaN") {
    GeometryArray g(Shape::polygon);
    g.add_ring(std::vector<double>{1e12, 0, 2e12, 0, 2e12, 1e12, 1e12, 0});
    CHECK(std::isnan(areas(g, Crs::from("EPSG:4544"))[0]));
    CHECK(std::isnan(lengths(g, Crs::from("EPSG:4544"))[0]));
}

TEST_CASE("nothing is measured in Web Mercator or without a CRS") {
    const std::string tail =
        ": areas here would be a third too large\n  hint: transform the layer to EPSG:4490 or to "
        "a Gauss-Kruger zone, for example EPSG:4544";
    CHECK(refused(Crs::from("EPSG:3857")) ==
          "lengths and areas are not measured in Web Mercator (EPSG:3857 WGS 84 / "
          "Pseudo-Mercator)" +
              tail);
    CHECK(refused(Crs()) ==
          "the coordinate reference system is not known\n  hint: say which it is with --crs or "
          "crs=, for example EPSG:4490 or EPSG:4544");
}

TEST_CASE("old datums and CRS with their own shift are measured on their own ellipsoid") {
    const double krass = Measure(Crs::from("EPSG:4214")).area(polygon(cell(104, 30.4, 0.1, 1)), 0);
    const Crs bound = Crs::from("+proj=longlat +ellps=krass +towgs84=15.8,-154.4,-82.3,0,0,0,0");
    CHECK(Measure(bound).area(polygon(cell(104, 30.4, 0.1, 1)), 0) == Approx(krass).epsilon(1e-12));
    const std::string plane =
        "+proj=tmerc +lon_0=105 +x_0=500000 +ellps=krass +towgs84=15.8,-154.4,-82.3,0,0,0,0";
    std::vector<double> ring = cell(104, 30.4, 0.1, 16);
    Transform(Crs::from("EPSG:4214"), Crs::from("EPSG:2432")).apply(ring);
    const double own = Measure(Crs::from("EPSG:2432")).area(polygon(ring), 0);
    CHECK(Measure(Crs::from(plane)).area(polygon(ring), 0) == Approx(own).epsilon(1e-12));
}

TEST_CASE("1 and 2 threads measure the same bits") {
    std::mt19937_64 random(11);
    std::uniform_real_distribution<double> place(300000, 600000);
    GeometryArray g(Shape::polygon);
    for (int i = 0; i < 3000; ++i) {
        const double x = place(random);
        const double y = 3000000 + place(random);
        g.add_ring(std::vector<double>{x, y, x + 900, y, x + 900, y + 700, x, y});
    }
    const Crs crs = Crs::from("EPSG:4544");
    std::vector<double> first;
    for (const int threads : {1, 2}) {
        const Threads set(threads);
        const auto all = areas(g, crs);
        if (first.empty()) {
            first = all;
        }
        CHECK(std::memcmp(first.data(), all.data(), all.size() * sizeof(double)) == 0);
    }
}
