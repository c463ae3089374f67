#include "base/error.hpp"
#include "base/parallel.hpp"
#include "geo/crs.hpp"

#include <catch2/catch.hpp>

#include <proj.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

using jt::base::Error;
using jt::base::Lang;
using jt::geo::Crs;
using jt::geo::Transform;

namespace {

struct Golden {
    const char* code;
    double x, y;
};

void check_point(const char* from, double lon, double lat, const Golden& golden) {
    const Transform there(Crs::from(from), Crs::from(golden.code));
    double x = lon;
    double y = lat;
    there.apply(x, y);
    INFO(from << " -> " << golden.code);
    CHECK(std::abs(x - golden.x) <= 0.001);
    CHECK(std::abs(y - golden.y) <= 0.001);
    const Transform back(Crs::from(golden.code), Crs::from(from));
    back.apply(x, y);
    CHECK(std::abs(x - lon) < 1e-10);
    CHECK(std::abs(y - lat) < 1e-10);
}

std::string refused(const std::string& from, const std::string& to) {
    try {
        const Transform transform(Crs::from(from), Crs::from(to));
    } catch (const Error& error) {
        return error.text(Lang::en);
    }
    return "accepted";
}

std::string ballpark_text(const std::string& from, const std::string& to) {
    return "no datum shift is known from " + Crs::from(from).label() + " to " +
           Crs::from(to).label() +
           "; ignoring the shift could misplace features by 100 m and more\n"
           "  hint: give the seven parameters of the survey institute with --helmert (helmert =), "
           "or "
           "control points known in both systems with --control FILE --control-method seven "
           "(control =, control_method =); docs/data.md, Old datums";
}

struct Threads {
    explicit Threads(int count) { jt::base::set_threads(count); }
    ~Threads() { jt::base::set_threads(0); }
};

}  // namespace

TEST_CASE("Gauss-Kruger coordinates agree with the published ones to 1 mm, and back") {
    for (const Golden& golden : {Golden{"EPSG:4544", 410232.615, 3393609.514},
                                 Golden{"EPSG:4507", 410232.615, 3393609.514},
                                 Golden{"EPSG:4523", 35410232.615, 3393609.514},
                                 Golden{"EPSG:4545", 122565.569, 3399853.777}}) {
        check_point("EPSG:4490", 104.0634, 30.6596, golden);
    }
    for (const Golden& golden : {Golden{"EPSG:4544", 668053.955, 3278405.719},
                                 Golden{"EPSG:4507", 668053.955, 3278405.719},
                                 Golden{"EPSG:4545", 377458.518, 3277816.815},
                                 Golden{"EPSG:4524", 36377458.518, 3277816.815}}) {
        check_point("EPSG:4490", 106.7349, 29.6124, golden);
    }
}

TEST_CASE("zones are transformed into each other without a datum shift") {
    const Transform across(Crs::from("EPSG:4523"), Crs::from("EPSG:4545"));
    CHECK_FALSE(across.ballpark());
    CHECK_FALSE(across.identity());
    double x = 35410232.615;
    double y = 3393609.514;
    across.apply(x, y);
    CHECK(std::abs(x - 122565.569) < 0.002);
    CHECK(std::abs(y - 3399853.777) < 0.002);
    CHECK(across.description().find("+proj=pipeline") != std::string::npos);
}

TEST_CASE("the same definition is an identity and touches nothing") {
    const Transform same(Crs::from("EPSG:4507"), Crs::from("EPSG:4544"));
    CHECK(same.identity());
    CHECK(same.description() == "identity");
    std::vector<double> xy{1.0, std::numeric_limits<double>::infinity()};
    CHECK(same.apply(xy) == 0);
    CHECK(xy[0] == 1.0);
    CHECK(std::isinf(xy[1]));
}

TEST_CASE("the null shift between CGCS2000 and WGS 84 is accepted and told") {
    const Transform null_shift(Crs::from("EPSG:4490"), Crs::from("EPSG:4326"));
    CHECK(null_shift.ballpark());
    CHECK(null_shift.description().find("Ballpark") != std::string::npos);
    double x = 104.0634;
    double y = 30.6596;
    null_shift.apply(x, y);
    CHECK(x == Approx(104.0634).epsilon(1e-14));
    CHECK(y == Approx(30.6596).epsilon(1e-14));
    CHECK(Transform(Crs::from("EPSG:4326"), Crs::from("EPSG:4544")).ballpark());
    CHECK(Transform(Crs::from("EPSG:4544"), Crs::from("EPSG:32648")).ballpark());
    CHECK(Transform(Crs::from("EPSG:4490"), Crs::from("EPSG:3857")).ballpark());
    CHECK_FALSE(Transform(Crs::from("EPSG:4326"), Crs::from("EPSG:3857")).ballpark());
    const std::string albers = "+proj=aea +lat_1=28 +lat_2=32 +lat_0=30 +lon_0=105.5 +ellps=GRS80";
    CHECK(Transform(Crs::from("EPSG:4544"), Crs::from(albers)).ballpark());
}

TEST_CASE("old Chinese datums are refused without parameters") {
    for (const auto& pair :
         {std::pair("EPSG:2380", "EPSG:4544"), std::pair("EPSG:4544", "EPSG:2380"),
          std::pair("EPSG:4610", "EPSG:4490"), std::pair("EPSG:4610", "EPSG:4326"),
          std::pair("EPSG:4214", "EPSG:4490"), std::pair("EPSG:2432", "EPSG:4544"),
          std::pair("EPSG:4214", "EPSG:4326"), std::pair("EPSG:2432", "EPSG:2380")}) {
        CHECK(refused(pair.first, pair.second) == ballpark_text(pair.first, pair.second));
    }
}

TEST_CASE("an all-zero TOWGS84 does not talk the datum guard round") {
    const std::string zero =
        "+proj=tmerc +lon_0=105 +x_0=500000 +ellps=krass +towgs84=0,0,0,0,0,0,0";
    CHECK(refused(zero, "EPSG:4544") == ballpark_text(zero, "EPSG:4544"));
    CHECK(refused(zero, "EPSG:4326") == ballpark_text(zero, "EPSG:4326"));
}

TEST_CASE("given shift parameters open the way from an old datum") {
    const Crs local = Crs::from(
        "+proj=tmerc +lon_0=105 +x_0=500000 +ellps=krass +towgs84=15.8,-154.4,-82.3,0,0,0,0");
    const Transform shift(local, Crs::from("EPSG:4544"));
    double x = 410232.615;
    double y = 3393609.514;
    shift.apply(x, y);
    const double moved = std::hypot(x - 410232.615, y - 3393609.514);
    CHECK(moved > 10);
    CHECK(moved < 300);
    const Transform plain(local, Crs::from("EPSG:32648"));
    CHECK_FALSE(plain.ballpark());
}

TEST_CASE("a shift of +towgs84 is taken on the way to CGCS2000 as it is to WGS 84") {
    const std::string plane = "+proj=tmerc +lon_0=105 +x_0=500000 +ellps=krass ";
    const Crs local = Crs::from(plane + "+towgs84=15.8,-154.4,-82.3,1.1,-2.2,3.3,4.4");
    // PROJ's own pipeline of the seven parameters, position vector as towgs84 is.
    PJ* const wanted = proj_create(
        nullptr,
        "+proj=pipeline +step +inv +proj=tmerc +lon_0=105 +x_0=500000 +ellps=krass +step "
        "+proj=cart +ellps=krass +step +proj=helmert +convention=position_vector +x=15.8 "
        "+y=-154.4 +z=-82.3 +rx=1.1 +ry=-2.2 +rz=3.3 +s=4.4 +step +inv +proj=cart +ellps=GRS80 "
        "+step +proj=tmerc +lon_0=105 +x_0=500000 +ellps=GRS80");
    REQUIRE(wanted != nullptr);
    const PJ_COORD there = proj_trans(wanted, PJ_FWD, proj_coord(410232.615, 3393609.514, 0, 0));
    proj_destroy(wanted);
    const std::string albers = "+proj=aea +lat_1=28 +lat_2=32 +lat_0=30 +lon_0=105.5 +ellps=GRS80";
    for (const std::string& target : {std::string("EPSG:4544"), std::string("GK:105"), albers}) {
        CAPTURE(target);
        const Transform shift(local, Crs::from(target));
        CHECK(shift.ballpark());  // of CGCS2000 and WGS 84
        double x = 410232.615, y = 3393609.514;
        shift.apply(x, y);
        Transform(Crs::from(target), Crs::from("EPSG:4544")).apply(x, y);
        CHECK(std::fabs(x - there.xy.x) < 1e-4);
        CHECK(std::fabs(y - there.xy.y) < 1e-4);
        Transform(Crs::from("EPSG:4544"), Crs::from(target)).apply(x, y);
        Transform(Crs::from(target), local).apply(x, y);
        CHECK(std::fabs(x - 410232.615) < 1e-2);  // PROJ's inverse of small rotations
        CHECK(std::fabs(y - 3393609.514) < 1e-2);
    }
}

TEST_CASE("a missing grid is refused by name, not replaced by silence") {
    const std::string text =
        refused("+proj=longlat +ellps=krass +nadgrids=jt_no_such_grid.gsb", "EPSG:4326");
    CHECK(text.find("needs grids that are not installed: jt_no_such_grid.gsb\n  hint: install the "
                    "grid files in PROJ's data folder; nothing is fetched from the network") !=
          std::string::npos);
}

TEST_CASE("an unknown CRS cannot be transformed") {
    try {
        const Transform transform(Crs(), Crs::from("EPSG:4490"));
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.text(Lang::en) ==
              "the coordinate reference system is not known\n  hint: say which it is with --crs or "
              "crs=, for example EPSG:4490 or EPSG:4544");
    }
}

TEST_CASE("coordinates outside the domain become infinite and are counted") {
    const Transform project(Crs::from("EPSG:4490"), Crs::from("EPSG:4544"));
    const double nan = std::numeric_limits<double>::quiet_NaN();
    std::vector<double> xy{104.0634, 30.6596, 104.0, 95.0, nan, 30.0, 104.0634, 30.6596};
    CHECK(project.apply(xy) == 1);
    CHECK(xy[0] == xy[6]);
    CHECK(xy[1] == xy[7]);
    CHECK(std::isinf(xy[2]));
    CHECK(std::isinf(xy[3]));
    CHECK(std::isnan(xy[4]));
    std::vector<double> none;
    CHECK(project.apply(none) == 0);
}

TEST_CASE("1 and 2 threads transform to the same bits, and so does one by one") {
    std::mt19937_64 random(20200525);
    std::uniform_real_distribution<double> lon(100, 112);
    std::uniform_real_distribution<double> lat(26, 34);
    std::vector<double> input;
    for (int i = 0; i < 40000; ++i) {
        input.push_back(lon(random));
        input.push_back(lat(random));
    }
    const Transform project(Crs::from("EPSG:4490"), Crs::from("EPSG:4545"));
    std::vector<double> first;
    for (const int threads : {1, 2}) {
        const Threads set(threads);
        std::vector<double> xy = input;
        CHECK(project.apply(xy) == 0);
        if (first.empty()) {
            first = xy;
        }
        CHECK(std::memcmp(first.data(), xy.data(), xy.size() * sizeof(double)) == 0);
    }
    for (std::size_t i = 0; i < input.size(); i += 998) {
        double x = input[i];
        double y = input[i + 1];
        project.apply(x, y);
        CHECK(x == first[i]);
        CHECK(y == first[i + 1]);
    }
}

TEST_CASE("a moved transform still works") {
    Transform project(Crs::from("EPSG:4490"), Crs::from("EPSG:4544"));
    const Transform moved(std::move(project));
    double x = 104.0634;
    double y = 30.6596;
    moved.apply(x, y);
    CHECK(std::abs(x - 410232.615) < 0.001);
}
