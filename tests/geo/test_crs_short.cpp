// Short names of projections on CGCS2000, against PROJ's strings.
#include "geo/crs.hpp"
#include "geo/crs_short.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace jt;
using namespace jt::geo;

namespace {

/// Both systems give the same coordinates all over the region.
void check_same(const std::string& short_name, const std::string& proj) {
    CAPTURE(short_name);
    const Crs degrees = Crs::from("EPSG:4490");
    const Transform ours(degrees, Crs::from(short_name)), theirs(degrees, Crs::from(proj));
    for (const auto& [lon, lat] :
         {std::pair(104.06, 30.66), std::pair(106.55, 29.56), std::pair(108.4, 30.8)}) {
        double x = lon, y = lat, x2 = lon, y2 = lat;
        ours.apply(x, y);
        theirs.apply(x2, y2);
        CHECK(std::fabs(x - x2) < 1e-6);
        CHECK(std::fabs(y - y2) < 1e-6);
    }
}

}  // namespace

TEST_CASE("short names give the projections they say, on CGCS2000") {
    check_same("GK:106.5", "+proj=tmerc +lon_0=106.5 +k=1 +x_0=500000 +ellps=GRS80");
    check_same(" gk:105.25 ", "+proj=tmerc +lon_0=105.25 +k=1 +x_0=500000 +ellps=GRS80");
    check_same("Albers:28.5,31.5,30,105.5",
               "+proj=aea +lat_1=28.5 +lat_2=31.5 +lat_0=30 +lon_0=105.5 +ellps=GRS80");
    const Crs frame = Crs::from("GK:106.5");
    CHECK(frame.name() == "CGCS2000 / Gauss-Kruger CM 106.5E");
    CHECK(frame.central_meridian() == 106.5);
    CHECK_FALSE(frame.geographic());
    // No datum shift, not even a small one, from the zones of EPSG.
    CHECK_FALSE(Transform(Crs::from("EPSG:4523"), frame).ballpark());
    CHECK_FALSE(Transform(Crs::from("EPSG:4524"), Crs::from("albers: 28, 32, 30, 105")).ballpark());
    CHECK(Crs::from("GK:105").same(Crs::from("EPSG:4544")));
    CHECK(Crs::from(frame.wkt()).same(frame));
    CHECK(Crs::from("GK:-75.5").name() == "CGCS2000 / Gauss-Kruger CM 75.5W");
    CHECK(gauss_kruger_name(106.5) == "GK:106.5");
    CHECK(albers_name(28, 32.25, 30, 105) == "Albers:28,32.25,30,105");
}

TEST_CASE("short names with the wrong numbers are refused, other texts are not theirs") {
    for (const char* bad :
         {"GK:", "GK:east", "GK:106.5,3", "GK:181", "GK:nan", "Albers:28,32,30",
          "Albers:-30,30,0,105", "Albers:28,95,30,105", "albers:28,32,30,105,1"}) {
        CHECK(test::error_text([&] { Crs::from(bad); }) ==
              "'" + std::string(bad) +
                  "' is no short name of a coordinate system\n"
                  "  hint: GK:106.5 is Gauss-Kruger with central meridian 106.5 E; "
                  "Albers:28.5,31.5,30,105.5 has two standard parallels, latitude and longitude "
                  "of its origin, in degrees");
    }
    CHECK_FALSE(wkt_of_short_name("EPSG:4544").has_value());
    CHECK_FALSE(wkt_of_short_name("GK").has_value());
    CHECK_FALSE(wkt_of_short_name("").has_value());
}
