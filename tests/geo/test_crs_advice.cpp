// Advice on projections against the checked numbers of the region, and the scale against a series.
#include "geo/crs_advice.hpp"
#include "geo/measure.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

#include <proj.h>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

using namespace jt;
using namespace jt::geo;

namespace {

double area_ppm(const char* crs, const Box& box) {
    return distortion(Crs::from(crs), box).area_ppm;
}

/// Scale of the transverse Mercator projection, k - 1 in ppm (Snyder 1987, equation 8-11, GRS80).
double snyder_ppm(double from_meridian, double lat) {
    const double degree = std::numbers::pi / 180, f = 1 / 298.257222101, e2 = f * (2 - f);
    const double c = e2 / (1 - e2) * std::pow(std::cos(lat * degree), 2);
    const double t = std::pow(std::tan(lat * degree), 2);
    const double a = from_meridian * degree * std::cos(lat * degree), a2 = a * a;
    return 1e6 * ((1 + c) * a2 / 2 +
                  (5 - 4 * t + 42 * c + 13 * c * c - 28 * e2 / (1 - e2)) * a2 * a2 / 24 +
                  (61 - 148 * t + 16 * t * t) * a2 * a2 * a2 / 720);
}

const CrsAdvice* find(const std::vector<CrsAdvice>& list, const std::string& definition) {
    const auto it = std::ranges::find(list, definition, &CrsAdvice::definition);
    return it == list.end() ? nullptr : &*it;
}

}  // namespace

TEST_CASE("area errors of the two cells are those of the checked table") {
    const Box east{106.6, 29.6, 106.7, 29.7}, west{104.0, 30.4, 104.1, 30.5};
    CHECK(area_ppm("EPSG:4544", east) == Approx(630).margin(0.5));
    CHECK(area_ppm("EPSG:4545", east) == Approx(422).margin(0.5));
    CHECK(area_ppm("EPSG:4543", east) == Approx(5014).margin(0.5));
    CHECK(area_ppm("EPSG:32648", east) == Approx(-170).margin(1));
    CHECK(area_ppm("EPSG:3857", east) == Approx(329000).margin(1000));
    CHECK(area_ppm("EPSG:4544", west) == Approx(206).margin(0.5));
    CHECK(area_ppm("EPSG:4545", west) == Approx(3557).margin(0.5));
    const char* albers = "+proj=aea +lat_1=28 +lat_2=32 +lat_0=30 +lon_0=105.5 +ellps=GRS80";
    CHECK(area_ppm(albers, east) == Approx(0).margin(0.005));
}

TEST_CASE("the area error of a wide box is that of its planar and geodesic areas") {
    const Box box{103.5, 28, 107.5, 32};
    const Crs degrees = Crs::from("EPSG:4490"), plane = Crs::from("EPSG:4544");
    std::vector<double> ring;  // sides in small steps, so that both figures have the same border
    const auto side = [&](double x0, double y0, double x1, double y1) {
        for (int i = 0; i < 2000; ++i) {
            ring.push_back(std::lerp(x0, x1, i / 2000.0));
            ring.push_back(std::lerp(y0, y1, i / 2000.0));
        }
    };
    side(103.5, 28, 107.5, 28);
    side(107.5, 28, 107.5, 32);
    side(107.5, 32, 103.5, 32);
    side(103.5, 32, 103.5, 28);
    ring.insert(ring.end(), {ring[0], ring[1]});
    GeometryArray cell(Shape::polygon);
    cell.add_ring(ring);
    const double ground = Measure(degrees).area(cell, 0);
    Transform(degrees, plane).apply(ring);
    const double ppm = (planar_ring_area(ring) / ground - 1) * 1e6;
    CHECK(distortion(plane, box).area_ppm == Approx(ppm).margin(0.1));
}

TEST_CASE("the factors are those of PROJ") {
    struct Case {
        const char *crs, *projection;
    };
    const Case cases[] = {{"EPSG:4544", "+proj=tmerc +lon_0=105 +x_0=500000 +ellps=GRS80"},
                          {"EPSG:32648", "+proj=utm +zone=48 +ellps=WGS84"},
                          {"+proj=aea +lat_1=28 +lat_2=32 +lat_0=30 +lon_0=105.5 +ellps=GRS80",
                           "+proj=aea +lat_1=28 +lat_2=32 +lat_0=30 +lon_0=105.5 +ellps=GRS80"}};
    for (const Case& c : cases) {
        CAPTURE(c.crs);
        PJ* const pj = proj_create(nullptr, c.projection);
        REQUIRE(pj != nullptr);
        for (const auto& [lon, lat] : {std::pair(103.2, 29.0), std::pair(106.7, 26.3),
                                       std::pair(108.9, 34.8), std::pair(105.0, 31.0)}) {
            const PJ_FACTORS f =
                proj_factors(pj, proj_coord(proj_torad(lon), proj_torad(lat), 0, 0));
            const double most = (f.tissot_semimajor - 1) * 1e6;
            const double least = (f.tissot_semiminor - 1) * 1e6;
            const Distortion here = distortion(Crs::from(c.crs), {lon, lat, lon, lat});
            // PROJ's own axes of a conformal projection differ by some hundredths ppm.
            CHECK(here.scale_ppm ==
                  Approx(std::fabs(most) > std::fabs(least) ? most : least).margin(0.05));
            CHECK(here.area_ppm == Approx((f.areal_scale - 1) * 1e6).margin(0.001));
        }
        proj_destroy(pj);
    }
}

TEST_CASE("the linear error is k - 1 at the corner farthest from the meridian") {
    for (const double east : {0.5, 1.0, 1.5, 2.5, 3.0}) {
        const Box box{105, 29, 105 + east, 31};
        CAPTURE(east);
        CHECK(distortion(Crs::from("EPSG:4544"), box).scale_ppm ==
              Approx(snyder_ppm(east, 29)).margin(0.01));
    }
    const Box point{105, 30, 105, 30};
    CHECK(distortion(Crs::from("EPSG:4544"), point).scale_ppm == Approx(0).margin(1e-3));
    CHECK(distortion(Crs::from("EPSG:32648"), point).scale_ppm == Approx(-400).margin(0.01));
}

TEST_CASE("zones follow the rules, at their borders too") {
    CHECK(three_degree_zone(103.4999) == 34);
    CHECK(three_degree_zone(103.5) == 35);
    CHECK(three_degree_zone(106.5) == 36);
    CHECK(six_degree_zone(101.999) == 17);
    CHECK(six_degree_zone(104.06) == 18);
    const auto whole = advise_crs({103.5, 30, 106.5, 31});  // one zone from border to border
    CHECK(find(whole, "EPSG:4543") == nullptr);
    CHECK(find(whole, "EPSG:4545") == nullptr);
    CHECK(find(whole, "EPSG:4544") != nullptr);
    const auto line = advise_crs({106.5, 30, 106.5, 31});
    CHECK(find(line, "EPSG:4545") != nullptr);
}

TEST_CASE("a city gets its 3-degree zone first, then the same 6-degree one") {
    const auto list = advise_crs({103.9, 30.5, 104.3, 30.8});
    REQUIRE(list.size() == 2);
    CHECK(list[0].definition == "EPSG:4544");
    CHECK(list[0].kind == AdviceKind::three_degree);
    CHECK(list[0].zone == 35);
    CHECK(list[0].central_meridian == 105);
    CHECK(list[0].distortion.scale_ppm == Approx(snyder_ppm(1.1, 30.5)).margin(0.01));
    CHECK(list[1].definition == "EPSG:4507");
    CHECK(list[1].kind == AdviceKind::six_degree);
    CHECK(list[1].zone == 18);
    CHECK(list[1].distortion.scale_ppm == Approx(list[0].distortion.scale_ppm).margin(1e-6));
}

TEST_CASE("a box across 106.5 E gets both zones, the better one first") {
    const auto list = advise_crs({106.3, 29.4, 106.9, 29.9});
    REQUIRE(list.size() == 5);
    CHECK(list[0].definition == "Albers:29.48,29.82,29.65,106.6");
    CHECK(list[1].definition == "GK:106.5");
    CHECK(list[1].kind == AdviceKind::one_frame);
    CHECK(list[1].central_meridian == 106.5);
    CHECK(list[2].definition == "EPSG:4545");  // 1.7 degrees from its meridian, not 1.9
    CHECK(list[3].definition == "EPSG:4544");
    CHECK(list[4].definition == "EPSG:4507");
    CHECK(list[2].distortion.scale_ppm < list[3].distortion.scale_ppm);
    CHECK(three_degree_zones({106.3, 29.4, 106.9, 29.9}) == std::pair(35, 36));
    CHECK(three_degree_zones({103.5, 29.4, 106.5, 29.9}) == std::pair(35, 35));
}

namespace {

/// The largest linear error of short lines all over the box, in two directions, against geodesics.
double measured_scale_ppm(const Crs& crs, const Box& box) {
    const Crs degrees = Crs::from("EPSG:4490");
    const Transform plane(degrees, crs);
    const Measure measure(degrees);
    double out = 0;
    for (int i = 0; i <= 20; ++i) {
        for (int j = 0; j <= 20; ++j) {
            const double lon = std::lerp(box.min_x, box.max_x, i / 20.0);
            const double lat = std::lerp(box.min_y, box.max_y, j / 20.0);
            for (const auto& [dx, dy] : {std::pair(0.001, 0.0), std::pair(0.0, 0.001)}) {
                double x = lon - dx, y = lat - dy, x2 = lon + dx, y2 = lat + dy;
                const double ground = measure.distance(x, y, x2, y2);
                plane.apply(x, y);
                plane.apply(x2, y2);
                const double ppm = (std::hypot(x2 - x, y2 - y) / ground - 1) * 1e6;
                out = std::fabs(ppm) > std::fabs(out) ? ppm : out;
            }
        }
    }
    return out;
}

/// Planar against geodesic area of the box, its sides in small steps.
double measured_area_ppm(const Crs& crs, const Box& box) {
    const Crs degrees = Crs::from("EPSG:4490");
    std::vector<double> ring;
    const auto side = [&](double x0, double y0, double x1, double y1) {
        for (int i = 0; i < 4000; ++i) {
            ring.push_back(std::lerp(x0, x1, i / 4000.0));
            ring.push_back(std::lerp(y0, y1, i / 4000.0));
        }
    };
    side(box.min_x, box.min_y, box.max_x, box.min_y);
    side(box.max_x, box.min_y, box.max_x, box.max_y);
    side(box.max_x, box.max_y, box.min_x, box.max_y);
    side(box.min_x, box.max_y, box.min_x, box.min_y);
    ring.insert(ring.end(), {ring[0], ring[1]});
    GeometryArray cell(Shape::polygon);
    cell.add_ring(ring);
    const double ground = Measure(degrees).area(cell, 0);
    Transform(degrees, crs).apply(ring);
    return (planar_ring_area(ring) / ground - 1) * 1e6;
}

}  // namespace

TEST_CASE("the errors that are told of a region in two zones are those of lines and areas in it") {
    // Chengdu and Chongqing; the two of them with their counties; the east of Chongqing.
    for (const Box& box : {Box{103.9, 29.3, 106.8, 30.9}, Box{102.9, 28.2, 110.2, 32.2},
                           Box{106.2, 29.0, 107.9, 30}}) {
        const auto list = advise_crs(box);
        const auto frame = std::ranges::find(list, AdviceKind::one_frame, &CrsAdvice::kind);
        const auto albers = std::ranges::find(list, AdviceKind::albers, &CrsAdvice::kind);
        const auto zone = std::ranges::find(list, AdviceKind::three_degree, &CrsAdvice::kind);
        REQUIRE(albers != list.end());
        REQUIRE(zone != list.end());
        for (const CrsAdvice& advice : list) {
            CAPTURE(advice.definition);
            const Crs crs = Crs::from(advice.definition);
            CHECK(crs.geodetic().code() == "EPSG:4490");
            CHECK(measured_scale_ppm(crs, box) ==
                  Approx(advice.distortion.scale_ppm).margin(0.5).epsilon(0.001));
            CHECK(measured_area_ppm(crs, box) == Approx(advice.distortion.area_ppm).margin(0.2));
        }
        CHECK(std::fabs(albers->distortion.area_ppm) < 0.005);
        if (frame != list.end()) {
            CHECK(frame->distortion.scale_ppm <= zone->distortion.scale_ppm);
        }
    }
}

TEST_CASE("a wide box gets an Albers conic whose areas are right") {
    const auto list = advise_crs({102.5, 27, 108.5, 33});
    const CrsAdvice* const albers = find(list, "Albers:28,32,30,105.5");
    REQUIRE(albers != nullptr);
    CHECK(albers->kind == AdviceKind::albers);
    CHECK(albers->zone == 0);
    CHECK(albers->distortion.area_ppm == Approx(0).margin(0.005));
    CHECK(std::fabs(albers->distortion.scale_ppm) < 1500);
    CHECK(find(list, "GK:105.5") != nullptr);
    CHECK(list.size() == 7);  // zones 34, 35, 36; 6-degree 18 and 19; one frame; Albers
    CHECK(std::ranges::is_sorted(list, [](const CrsAdvice& a, const CrsAdvice& b) {
        return std::fabs(a.distortion.scale_ppm) < std::fabs(b.distortion.scale_ppm) - 1e-3;
    }));
    for (const CrsAdvice& advice : list) {
        CHECK(Crs::from(advice.definition).known());
    }
}

TEST_CASE("every zone code has the central meridian that is told") {
    for (int zone = 25; zone <= 45; ++zone) {
        const double meridian = 3.0 * zone;
        const auto list = advise_crs({meridian - 0.2, 30, meridian + 0.2, 31});
        for (const CrsAdvice& advice : list) {
            CAPTURE(advice.definition);
            const Crs crs = Crs::from(advice.definition);
            CHECK(crs.central_meridian() == advice.central_meridian);
            CHECK(crs.name().find("CGCS2000") != std::string::npos);
            double x = advice.central_meridian, y = 30;
            Transform(Crs::from("EPSG:4490"), crs).apply(x, y);
            CHECK(x == Approx(500000).margin(1e-6));  // no zone number
        }
        CHECK(list.front().central_meridian == meridian);
    }
    CHECK(advise_crs({10, 50, 11, 51}).empty());
}

TEST_CASE("what cannot be projected is refused") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const Crs plane = Crs::from("EPSG:4544");
    for (const Box& bad :
         {Box{}, Box{nan, 29, 106, 30}, Box{104, 29, 106, 91}, Box{400000, 3e6, 4e5, 3e6}}) {
        CHECK(test::error_of([&] { advise_crs(bad); })->message().id == "geo.advice.box");
        CHECK(test::error_of([&] { distortion(plane, bad); })->message().id == "geo.advice.box");
    }
    const Box good{104, 29, 106, 30};
    CHECK(test::error_of([&] { distortion(Crs(), good); })->message().id == "geo.crs.missing");
    CHECK(test::error_of([&] { distortion(Crs::from("EPSG:4490"), good); })->message().id ==
          "geo.advice.crs");
}
