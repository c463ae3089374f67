// Seven given parameters: both conventions, PROJ's operation, what is refused.
#include "geo/datum_shift.hpp"
#include "geo/geocentric.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

#include <proj.h>
#include <cmath>
#include <numbers>

using namespace jt;
using namespace jt::geo;
using test::error_text;

namespace {

constexpr double kArcSecond = std::numbers::pi / 648000;
const std::string kSeven = "-15.3, 137.2, 84.6, 1.2, -2.1, 4.9, -6.5";

/// A place of a CRS by PROJ's own pipeline of the parameters; `helmert` is its step.
std::pair<double, double> by_proj(const std::string& ellipsoid, const std::string& helmert,
                                  double x, double y) {
    const std::string plane = "+proj=tmerc +lon_0=105 +x_0=500000 +ellps=";
    PJ* const pj = proj_create(
        nullptr, ("+proj=pipeline +step +inv " + plane + ellipsoid +
                  " +step +proj=cart +ellps=" + ellipsoid + " +step +proj=helmert " + helmert +
                  " +step +inv +proj=cart +ellps=GRS80 +step " + plane + "GRS80")
                     .c_str());
    REQUIRE(pj != nullptr);
    const PJ_COORD out = proj_trans(pj, PJ_FWD, proj_coord(x, y, 0, 0));
    proj_destroy(pj);
    return {out.xy.x, out.xy.y};
}

}  // namespace

TEST_CASE("the two conventions differ in the sign of the rotations, and no other way") {
    const Helmert a = parse_helmert("position_vector: " + kSeven);
    CHECK(a.translation == std::array<double, 3>{-15.3, 137.2, 84.6});
    CHECK(a.rotation[0] == Approx(1.2 * kArcSecond));
    CHECK(a.rotation[1] == Approx(-2.1 * kArcSecond));
    CHECK(a.rotation[2] == Approx(4.9 * kArcSecond));
    CHECK(a.scale_ppm == -6.5);
    const Helmert b = parse_helmert(" Coordinate_Frame : -15.3 137.2 84.6  1.2 -2.1 +4.9 -6.5 ");
    CHECK(b.translation == a.translation);
    CHECK(b.rotation == std::array<double, 3>{-a.rotation[0], -a.rotation[1], -a.rotation[2]});
    CHECK(b.scale_ppm == a.scale_ppm);
}

TEST_CASE("Xian 1980 and Beijing 1954 come to CGCS2000 by given parameters as PROJ takes them") {
    struct Old {
        const char *crs, *ellipsoid;
    };
    for (const Old& old : {Old{"EPSG:2380", "IAU76"}, Old{"EPSG:2432", "krass"}}) {
        for (const char* convention : {"position_vector", "coordinate_frame"}) {
            CAPTURE(old.crs, convention);
            const Crs target = Crs::from("EPSG:4544");
            const Crs shifted = with_helmert(Crs::from(old.crs), target,
                                             parse_helmert(convention + (": " + kSeven)));
            const Transform transform(shifted, target);
            CHECK_FALSE(transform.ballpark());
            CHECK(transform.description().find("+proj=helmert +x=-15.3 +y=137.2 +z=84.6") !=
                  std::string::npos);
            double x = 410232.615, y = 3393609.514;
            const auto [east, north] =
                by_proj(old.ellipsoid,
                        "+convention=" + std::string(convention) +
                            " +x=-15.3 +y=137.2 +z=84.6 +rx=1.2 +ry=-2.1 +rz=4.9 +s=-6.5",
                        x, y);
            transform.apply(x, y);
            CHECK(std::fabs(x - east) < 1e-4);
            CHECK(std::fabs(y - north) < 1e-4);
            // The other zone of the same datum, and WGS 84, take the shift as well.
            double x2 = 410232.615, y2 = 3393609.514;
            Transform(shifted, Crs::from("EPSG:4545")).apply(x2, y2);
            Transform(Crs::from("EPSG:4545"), target).apply(x2, y2);
            CHECK(std::hypot(x2 - x, y2 - y) < 1e-4);
            const Transform wgs(shifted, Crs::from("EPSG:4326"));
            CHECK(wgs.ballpark());
            x2 = 410232.615;
            y2 = 3393609.514;
            wgs.apply(x2, y2);
            Transform(Crs::from("EPSG:4490"), target).apply(x2, y2);
            CHECK(std::hypot(x2 - x, y2 - y) < 1e-3);
        }
    }
}

TEST_CASE("parameters that are not seven numbers in a stated convention are refused") {
    const std::string hint =
        "\n  hint: write \"position_vector: dx, dy, dz, rx, ry, rz, s\" or \"coordinate_frame: "
        "...\" as the survey institute says; the two differ in the sign of the rotations";
    for (const char* bad : {"1,2,3,4,5,6,7", "", "bursa: 1,2,3,4,5,6,7", "position vector: 1"}) {
        CHECK(error_text([&] { parse_helmert(bad); }) ==
              "'" + std::string(bad) + "' does not say which way its rotations turn" + hint);
    }
    CHECK(error_text([] { parse_helmert("position_vector: 1, 2, x, 4, 5, 6, 7"); }) ==
          "seven parameters 'position_vector: 1, 2, x, 4, 5, 6, 7': 'x' is no number");
    CHECK(error_text([] { parse_helmert("position_vector: 1, 2, 3"); }) ==
          "seven parameters 'position_vector: 1, 2, 3': 3 numbers instead of 7\n"
          "  hint: dx, dy, dz in metres, rx, ry, rz in arc seconds, s in ppm; parameters that are "
          "not given are 0");
    const std::string units =
        "\n  hint: dx, dy, dz are in metres, rx, ry, rz in arc seconds, s in ppm (parts per "
        "million), not a factor";
    CHECK(error_text([] { parse_helmert("coordinate_frame: 1,2,3,0,61,0,0"); }) ==
          "ry = 61 \" is too large for a shift between datums (at most 60 \")" + units);
    CHECK(error_text([] { parse_helmert("coordinate_frame: 1,2,30000,0,0,0,0"); }) ==
          "dz = 30000 m is too large for a shift between datums (at most 10000 m)" + units);
    CHECK(error_text([] { parse_helmert("coordinate_frame: 1,2,3,0,0,0,1e6"); }) ==
          "s = 1000000 ppm is too large for a shift between datums (at most 1000 ppm)" + units);
}

TEST_CASE("a shift where there is one already, or none to make, is refused") {
    const Crs target = Crs::from("EPSG:4544");
    CHECK(error_text([&] { with_helmert(Crs::from("EPSG:4523"), target, {}); })
              .starts_with("EPSG:4523 CGCS2000 / 3-degree Gauss-Kruger zone 35 and EPSG:4544 "
                           "CGCS2000 / 3-degree Gauss-Kruger CM 105E are on one datum: seven "
                           "parameters lead from one datum to another\n  hint: "));
    const Crs own = Crs::from("+proj=longlat +ellps=krass +towgs84=15.8,-154.4,-82.3,0,0,0,0");
    CHECK(error_text([&] { with_helmert(own, target, {}); }) ==
          own.label() +
              " brings a datum shift of its own; further parameters would shift it twice");
    CHECK(error_text([&] {
              with_helmert(Crs(), target, {});
          }).starts_with("the coordinate reference system is not known"));
}

TEST_CASE("geocentric coordinates and back") {
    const Crs crs = Crs::from("EPSG:4490");
    // By hand on GRS80: the equator at Greenwich, and the pole.
    std::vector<double> places{0, 0, 100, 0, 90, 0, 104.0634, 30.6596, 500};
    to_geocentric(crs, places);
    CHECK(places[0] == Approx(6378237).margin(1e-6));
    CHECK(places[1] == Approx(0).margin(1e-6));
    CHECK(places[5] == Approx(6356752.314140).margin(1e-5));
    from_geocentric(crs, places);
    CHECK(places[6] == Approx(104.0634).epsilon(1e-14));
    CHECK(places[7] == Approx(30.6596).epsilon(1e-13));
    CHECK(places[8] == Approx(500).margin(1e-6));
    CHECK(error_text([&] {
              to_geocentric(Crs(), places);
          }).starts_with("the coordinate reference system is not known"));
}
