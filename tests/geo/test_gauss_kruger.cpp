// The engine's own Gauss-Kruger series against PROJ: the library, and the program cs2cs.
#include "base/parallel.hpp"
#include "geo/crs.hpp"
#include "geo/gauss_kruger.hpp"
#include "geo/gk_pipeline.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>
#include <proj.h>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

using namespace jt::geo;

namespace {

/// What PROJ alone makes of it.
void by_proj(const std::string& definition, bool back, double& x, double& y) {
    PJ* const pj = proj_create(nullptr, definition.c_str());
    REQUIRE(pj != nullptr);
    const PJ_COORD in =
        back ? proj_coord(x, y, 0, 0) : proj_coord(proj_torad(x), proj_torad(y), 0, 0);
    const PJ_COORD out = proj_trans(pj, back ? PJ_INV : PJ_FWD, in);
    x = back ? proj_todeg(out.lp.lam) : out.xy.x;
    y = back ? proj_todeg(out.lp.phi) : out.xy.y;
    proj_destroy(pj);
}

}  // namespace

TEST_CASE("Krueger's series gives PROJ's coordinates within 1e-6 m all over its reach") {
    struct Ellipsoid {
        const char* name;
        double a, rf;
    };
    std::mt19937 random(11);
    std::uniform_real_distribution<double> lon(-20, 20), lat(-85, 85);
    for (const Ellipsoid& e :
         {Ellipsoid{"GRS80", 6378137, 298.257222101}, Ellipsoid{"krass", 6378245, 298.3},
          Ellipsoid{"IAU76", 6378140, 298.257}}) {
        const GaussKruger own({e.a, 1 / e.rf, 105, 0.9996, 500000, 0});
        const std::string definition =
            fmt::format("+proj=tmerc +lon_0=105 +k=0.9996 +x_0=500000 +ellps={}", e.name);
        double worst = 0, worst_back = 0;
        for (int i = 0; i < 3000; ++i) {
            const double x = 105 + lon(random), y = lat(random);
            double proj_x = x, proj_y = y;
            REQUIRE(own.covers(x, y));
            std::array<double, 2> place{x, y};
            own.forward(place);
            double own_x = place[0], own_y = place[1];
            by_proj(definition, false, proj_x, proj_y);
            worst = std::max({worst, std::fabs(own_x - proj_x), std::fabs(own_y - proj_y)});
            if (own.covers_plane(proj_x, proj_y)) {
                own_x = proj_x;
                own_y = proj_y;
                own.inverse(own_x, own_y);
                worst_back = std::max({worst_back, std::fabs(own_x - x) * std::cos(y * M_PI / 180),
                                       std::fabs(own_y - y)});
            }
        }
        INFO(e.name << ": " << worst << " m, " << worst_back << " degrees");
        CHECK(worst < 1e-6);
        CHECK(worst_back < 1e-11);
    }
}

TEST_CASE("only pipelines of transverse Mercator from the equator are taken over") {
    const std::string deg = "+step +proj=unitconvert +xy_in=deg +xy_out=rad ";
    const std::string tm = "+step +proj=tmerc +lat_0=0 +lon_0=105 +k=1 +x_0=500000 +y_0=0 ";
    const auto taken = [](const std::string& text) {
        return GkPipeline::parse("+proj=pipeline " + text).has_value();
    };
    CHECK(taken(deg + tm + "+ellps=GRS80"));
    CHECK(
        taken("+step +inv +proj=tmerc +lon_0=105 +x_0=500000 +ellps=krass "
              "+step +proj=tmerc +lon_0=108 +ellps=krass"));
    CHECK(
        taken("+step +inv +proj=tmerc +lon_0=105 +ellps=GRS80 "
              "+step +proj=unitconvert +xy_in=rad +xy_out=deg"));
    CHECK(!taken(deg + tm + "+ellps=clrk66"));
    CHECK(!taken(deg + tm + "+towgs84=1,2,3 +ellps=GRS80"));
    CHECK(!taken(deg + "+step +proj=tmerc +lat_0=20 +lon_0=105 +ellps=GRS80"));
    CHECK(!taken(deg + "+step +proj=lcc +lat_1=20 +ellps=GRS80"));
    CHECK(!taken(deg + "+step +proj=helmert +x=1 " + tm + "+ellps=GRS80"));
    CHECK(!taken(deg));
    CHECK(!taken(""));
}

TEST_CASE("Gauss-Kruger coordinates are the same bits with one thread and with many") {
    std::mt19937 random(5);
    std::uniform_real_distribution<double> lon(90, 120), lat(-80, 89);
    std::vector<double> one;
    for (int i = 0; i < 60'000; ++i) {
        one.push_back(lon(random));
        one.push_back(lat(random));
    }
    std::vector<double> many = one;
    const Transform transform(Crs::from("EPSG:4490"), Crs::from("EPSG:4544"));
    const int threads = jt::base::threads();
    jt::base::set_threads(1);
    (void)transform.apply(one);
    jt::base::set_threads(4);
    (void)transform.apply(many);
    jt::base::set_threads(threads);
    CHECK(one == many);
}

// A second implementation, run as a user would run it: cs2cs takes and gives the axis order of the
// authority, latitude and northing first.
TEST_CASE(
    "all zones of CGCS2000, with prefix and without, are those of cs2cs in both axis orders") {
    if (std::system("command -v cs2cs >/dev/null 2>&1") != 0) {
        WARN("skipped: cs2cs (package proj-bin) is not installed");
        return;
    }
    const auto folder =
        std::filesystem::temp_directory_path() / fmt::format("jt_gk_{}", std::random_device()());
    std::filesystem::create_directories(folder);
    struct Case {
        int code;
        double lon, lat;
    };
    std::vector<Case> cases;
    for (int zone = 25; zone <= 45; ++zone) {  // 4513-4533 with prefix, 4534-4554 without
        for (const double aside : {-1.49, 0.0, 1.2345}) {
            cases.push_back({4513 + zone - 25, 3 * zone + aside, 30.6596});
            cases.push_back({4534 + zone - 25, 3 * zone + aside, 21.5});
        }
    }
    for (int zone = 13; zone <= 23; ++zone) {  // 6-degree zones
        cases.push_back({4491 + zone - 13, 6 * zone - 3 + 2.5, 40.25});
        cases.push_back({4502 + zone - 13, 6 * zone - 3 - 2.5, 28.125});
    }
    for (const Case& one : cases) {
        const auto in = folder / "in", out = folder / "out";
        std::ofstream(in) << fmt::format("{:.17g} {:.17g}\n", one.lat, one.lon);
        const std::string command = fmt::format("cs2cs -f %.9f EPSG:4490 EPSG:{} {} > {}", one.code,
                                                in.string(), out.string());
        REQUIRE(std::system(command.c_str()) == 0);
        double north = 0, east = 0;
        std::ifstream(out) >> north >> east;
        double x = one.lon, y = one.lat;
        Transform(Crs::from("EPSG:4490"), Crs::from(fmt::format("EPSG:{}", one.code))).apply(x, y);
        INFO("EPSG:" << one.code << " " << one.lon << " " << one.lat);
        CHECK(std::fabs(x - east) < 1e-6);
        CHECK(std::fabs(y - north) < 1e-6);
        const bool prefix = one.code < 4502 || (one.code >= 4513 && one.code < 4534);
        CHECK(prefix == (x > 1e7));
    }
    std::filesystem::remove_all(folder);
}
