#include "base/error.hpp"
#include "geo/crs.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <string>

using jt::base::Error;
using jt::base::Lang;
using jt::geo::Crs;

namespace {

std::string refused(const std::string& definition) {
    try {
        Crs::from(definition);
    } catch (const Error& error) {
        return error.text(Lang::en);
    }
    return "accepted";
}

/// As ArcGIS writes it into a .prj.
std::string esri_gk(const std::string& name, const std::string& false_easting) {
    return "PROJCS[\"" + name +
           "\",GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\",DATUM[\"D_China_2000\","
           "SPHEROID[\"CGCS2000\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],"
           "UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Gauss_Kruger\"],"
           "PARAMETER[\"False_Easting\"," +
           false_easting +
           "],PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",105.0],"
           "PARAMETER[\"Scale_Factor\",1.0],PARAMETER[\"Latitude_Of_Origin\",0.0],"
           "UNIT[\"Meter\",1.0]]";
}

const char* const kHint =
    "\n  hint: write an EPSG code such as EPSG:4490 or EPSG:4544, a WKT text, a PROJ string, a "
    "short "
    "name such as GK:106.5, or the path of a .wkt or .prj file";

}  // namespace

TEST_CASE("an EPSG code gives code, name, kind and central meridian") {
    const Crs gk = Crs::from("EPSG:4544");
    CHECK(gk.known());
    CHECK_FALSE(gk.geographic());
    CHECK_FALSE(gk.web_mercator());
    CHECK(gk.code() == "EPSG:4544");
    CHECK(gk.name() == "CGCS2000 / 3-degree Gauss-Kruger CM 105E");
    CHECK(gk.label() == "EPSG:4544 CGCS2000 / 3-degree Gauss-Kruger CM 105E");
    CHECK(gk.central_meridian() == 105.0);
    CHECK(gk.semi_major() == 6378137.0);
    CHECK(1 / gk.flattening() == Approx(298.257222101).epsilon(1e-13));
    const Crs geographic = Crs::from(" epsg:4490 ");
    CHECK(geographic.geographic());
    CHECK(geographic.code() == "EPSG:4490");
    CHECK(std::isnan(geographic.central_meridian()));
    CHECK(Crs::from("EPSG:4545").central_meridian() == 108.0);
    CHECK(Crs::from("EPSG:32648").central_meridian() == 105.0);
}

TEST_CASE("an unknown CRS has no code, no name, and is the same as nothing") {
    const Crs none;
    CHECK_FALSE(none.known());
    CHECK_FALSE(none.geographic());
    CHECK_FALSE(none.web_mercator());
    CHECK(none.code().empty());
    CHECK(none.wkt().empty());
    CHECK(none.label().empty());
    CHECK(std::isnan(none.central_meridian()));
    CHECK_FALSE(none.same(none));
    CHECK_FALSE(none.same(Crs::from("EPSG:4490")));
    CHECK_THROWS_AS(none.geodetic(), Error);
}

TEST_CASE("the WKT of a CRS gives the same CRS back") {
    for (const char* code : {"EPSG:4490", "EPSG:4523", "EPSG:4544", "EPSG:32648", "EPSG:2380"}) {
        const Crs crs = Crs::from(code);
        const Crs again = Crs::from(crs.wkt());
        CHECK(again.code() == code);
        CHECK(again.same(crs));
        CHECK(again.wkt() == crs.wkt());
    }
}

TEST_CASE("ESRI names are identified with their EPSG code") {
    CHECK(Crs::from(esri_gk("CGCS2000_3_Degree_GK_CM_105E", "500000.0")).code() == "EPSG:4544");
    CHECK(Crs::from(esri_gk("CGCS2000_3_Degree_GK_Zone_35", "35500000.0")).code() == "EPSG:4523");
    CHECK(Crs::from("CGCS2000_3_Degree_GK_CM_105E").code() == "EPSG:4544");
    CHECK(Crs::from("CGCS2000_3_Degree_GK_Zone_35").code() == "EPSG:4523");
}

TEST_CASE("a PROJ string and a WKT without code are told by their definition") {
    const Crs albers =
        Crs::from("+proj=aea +lat_1=28 +lat_2=32 +lat_0=30 +lon_0=105.5 +ellps=GRS80");
    CHECK(albers.code().empty());
    CHECK(albers.central_meridian() == 105.5);
    CHECK_FALSE(albers.same(Crs::from("EPSG:4544")));
    const Crs odd = Crs::from(esri_gk("local_grid", "400000.0"));
    CHECK(odd.code().empty());
    CHECK(odd.name() == "local_grid");
    CHECK(odd.label() == "local_grid");
}

TEST_CASE("a code that the parameters deny is dropped") {
    std::string wkt = esri_gk("CGCS2000 / 3-degree Gauss-Kruger CM 105E", "400000.0");
    wkt.insert(wkt.size() - 1, ",AUTHORITY[\"EPSG\",\"4544\"]");
    CHECK(Crs::from(wkt).code().empty());
    CHECK_FALSE(Crs::from(wkt).same(Crs::from("EPSG:4544")));
}

TEST_CASE("same compares definitions, not codes or axis order") {
    const Crs gk = Crs::from("EPSG:4544");
    CHECK(gk.same(Crs::from("EPSG:4507")));
    CHECK(Crs::from("EPSG:4507").same(gk));
    CHECK(gk.same(Crs::from(esri_gk("CGCS2000_3_Degree_GK_CM_105E", "500000.0"))));
    CHECK(Crs::from("EPSG:4326").same(Crs::from("OGC:CRS84")));
    CHECK_FALSE(gk.same(Crs::from("EPSG:4523")));
    CHECK_FALSE(gk.same(Crs::from("EPSG:4545")));
    CHECK_FALSE(gk.same(Crs::from("EPSG:2380")));
    CHECK_FALSE(Crs::from("EPSG:4490").same(Crs::from("EPSG:4326")));
}

TEST_CASE("Web Mercator is recognised in its guises") {
    CHECK(Crs::from("EPSG:3857").web_mercator());
    CHECK(Crs::from("EPSG:3785").web_mercator());
    CHECK(Crs::from("ESRI:102100").web_mercator());
    CHECK(Crs::from("+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 "
                    "+units=m +nadgrids=@null +wktext +no_defs")
              .web_mercator());
    CHECK_FALSE(Crs::from("EPSG:3395").web_mercator());
    CHECK_FALSE(Crs::from("EPSG:4544").web_mercator());
}

TEST_CASE("a compound CRS gives its horizontal part") {
    CHECK(Crs::from("EPSG:4490+5737").code() == "EPSG:4490");
}

TEST_CASE("what PROJ does not know is refused with the text and a hint") {
    CHECK(refused("EPSG:99999") ==
          std::string("'EPSG:99999' is no known coordinate reference system (crs not found)") +
              kHint);
    CHECK(refused("") ==
          std::string("'' is no known coordinate reference system (not found)") + kHint);
    CHECK(refused("Chengdu local") ==
          std::string("'Chengdu local' is no known coordinate reference system (not found)") +
              kHint);
    CHECK(refused("+proj=nonsense +lon_0=105").find("is no known coordinate reference system") !=
          std::string::npos);
    CHECK(refused("PROJCS[\"broken\"").find("is no known coordinate reference system") !=
          std::string::npos);
}

TEST_CASE("heights, geocentric axes and engineering grids are no CRS for maps") {
    const std::string tail =
        " is not a geographic CRS in degrees or a projected CRS\n  hint: give the horizontal CRS "
        "of the data, for example EPSG:4490 or EPSG:4544";
    CHECK(refused("EPSG:5737") == "'Yellow Sea 1985 height'" + tail);
    CHECK(refused("EPSG:4479") == "'China Geodetic Coordinate System 2000'" + tail);
    CHECK(refused("EPSG:1954") != "accepted");
}

TEST_CASE("the refusal speaks Chinese too") {
    try {
        Crs::from("EPSG:99999");
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.text(Lang::zh) ==
              "无法识别坐标系“EPSG:99999”（crs not found）\n"
              "  建议：请写 EPSG 代码（如 EPSG:4490、EPSG:4544）、WKT 文本、PROJ 字符串、简写（如 "
              "GK:106.5），或 .wkt、.prj 文件的路径");
    }
}

TEST_CASE("the geodetic CRS keeps the datum") {
    CHECK(Crs::from("EPSG:4544").geodetic().code() == "EPSG:4490");
    CHECK(Crs::from("EPSG:4490").geodetic().code() == "EPSG:4490");
    CHECK(Crs::from("EPSG:2380").geodetic().code() == "EPSG:4610");
    CHECK(Crs::from("EPSG:32648").geodetic().code() == "EPSG:4326");
}
