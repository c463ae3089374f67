// The guard against coordinates that deny their CRS, zone by zone and datum by datum.
#include "fixtures.hpp"
#include "source/crs/crs_evidence.hpp"
#include "source/read.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace jt;
using namespace jt::source;
using fixtures::contains;
using fixtures::error_text;

namespace {

struct Zones {
    const char* datum;
    const char* esri;  ///< how ESRI begins the names of its systems
    int zone3, meridian3, zone6, meridian6;
};
const Zones kZones[] = {{"EPSG:4490", "CGCS2000", 4513, 4534, 4491, 4502},
                        {"EPSG:4610", "Xian_1980", 2349, 2370, 2327, 2338},
                        {"EPSG:4214", "Beijing_1954", 2401, 2422, 21413, 21453}};

std::string epsg(int code) { return "EPSG:" + std::to_string(code); }

/// A box around a place in the zone, with its prefix or without.
geo::Box box_of(int prefix) {
    const double east = prefix * 1e6 + 410232;
    return {east, 3393609, east + 5000, 3399609};
}

std::string refusal(const std::string& crs, const geo::Box& box) {
    return error_text([&] { check_coordinates(geo::Crs::from(crs), box); });
}

/// Decides as a layer with a .prj would, and gives the first note.
std::string note_of(const std::string& crs, const geo::Box& box) {
    const CrsDecision found = decide_crs({crs, "", {}, box});
    return found.notes.empty() ? "" : base::render(found.notes.front(), base::Lang::en);
}

void check_zone(const Zones& zones, int zone, double meridian, int with, int without) {
    CAPTURE(zones.datum, zone);
    const geo::Crs prefixed = geo::Crs::from(epsg(with)), plain = geo::Crs::from(epsg(without));
    REQUIRE(prefixed.central_meridian() == meridian);
    REQUIRE(plain.central_meridian() == meridian);
    REQUIRE(prefixed.geodetic().code() == zones.datum);
    REQUIRE(plain.geodetic().code() == zones.datum);
    check_coordinates(prefixed, box_of(zone));
    check_coordinates(plain, box_of(0));
    // The zone number where none belongs, none where it belongs, that of the next zone.
    CHECK(contains(refusal(epsg(without), box_of(zone)),
                   "the eastings carry the zone prefix " + std::to_string(zone) + " "));
    CHECK(contains(refusal(epsg(without), box_of(zone)), "perhaps " + epsg(with) + "?"));
    CHECK(contains(refusal(epsg(with), box_of(0)), "perhaps " + epsg(without) + "?"));
    const int other = zone == 45 || zone == 23 ? zone - 1 : zone + 1;
    CHECK(
        contains(refusal(epsg(with), box_of(other)), "perhaps " + epsg(with + other - zone) + "?"));
    // Northings first; degrees; and metres where degrees belong.
    const geo::Box box = box_of(zone), six = box_of(0);
    const geo::Box turned{box.min_y, box.min_x, box.max_y, box.max_x};
    const geo::Box turned6{six.min_y, six.min_x, six.max_y, six.max_x};
    CHECK(contains(refusal(epsg(with), turned), "only with easting and northing exchanged"));
    CHECK(contains(refusal(epsg(without), turned6), "only with easting and northing exchanged"));
    CHECK(contains(refusal(epsg(with), {meridian - 1, 30, meridian + 1, 31}),
                   "the coordinates are degrees, but the CRS is "));
    CHECK(contains(refusal(zones.datum, box), "the coordinates are no degrees, but the CRS is "));
}

}  // namespace

TEST_CASE("every zone from 25 to 45 and 13 to 23, with its number and without, of three datums") {
    for (const Zones& zones : kZones) {
        for (int zone = 25; zone <= 45; ++zone) {
            check_zone(zones, zone, 3 * zone, zones.zone3 + zone - 25, zones.meridian3 + zone - 25);
        }
        for (int zone = 13; zone <= 23; ++zone) {
            check_zone(zones, zone, 6 * zone - 3, zones.zone6 + zone - 13,
                       zones.meridian6 + zone - 13);
        }
    }
}

TEST_CASE("ESRI's names of all those zones are found with their codes") {
    for (const Zones& zones : kZones) {
        for (int zone = 25; zone <= 45; ++zone) {
            const std::string begin = std::string(zones.esri) + "_3_Degree_GK_";
            CAPTURE(begin, zone);
            CHECK(geo::Crs::from(begin + "Zone_" + std::to_string(zone)).code() ==
                  epsg(zones.zone3 + zone - 25));
            CHECK(geo::Crs::from(begin + "CM_" + std::to_string(3 * zone) + "E").code() ==
                  epsg(zones.meridian3 + zone - 25));
        }
        for (int zone = 13; zone <= 23; ++zone) {
            const std::string begin = std::string(zones.esri) + "_GK_";
            CAPTURE(begin, zone);
            const geo::Crs found = geo::Crs::from(begin + "Zone_" + std::to_string(zone));
            CHECK(found.same(geo::Crs::from(epsg(zones.zone6 + zone - 13))));
            CHECK(found.central_meridian() == 6 * zone - 3);
        }
    }
}

TEST_CASE("features of several zones in one layer are refused") {
    const geo::Box mixed{35410232, 3277816, 36377458, 3393609};
    CHECK(refusal("EPSG:4523", mixed) ==
          "the eastings begin with zone prefixes from 35 to 36 (x 35410232..36377458, y "
          "3277816..3393609): features of several zones are mixed, and EPSG:4523 CGCS2000 / "
          "3-degree Gauss-Kruger zone 35 is one\n"
          "  hint: split the layer by its prefixes, read each part with its own CRS, and work in "
          "one frame: info advises one, such as GK:106.5");
    // A stray point at 0, 0 is not a zone, and a wide area without prefix is none either.
    check_coordinates(geo::Crs::from("EPSG:4523"), {0, 0, 35410232, 3393609});
    check_coordinates(geo::Crs::from("EPSG:4544"), {-900000, 2500000, 1900000, 4500000});
    CHECK(contains(refusal("EPSG:4544", {24410232, 3393609, 24410300, 3393700}), "perhaps -?"));
}

TEST_CASE("latitude before longitude is refused in degrees, exchanged axes in the plane") {
    CHECK(contains(refusal("EPSG:4490", {30.5, 104.0, 30.7, 104.2}),
                   "fit EPSG:4490 China Geodetic Coordinate System 2000 only with latitude and "
                   "longitude exchanged"));
    CHECK(refusal("EPSG:4544", {3393609, 410232, 3399609, 415232}) ==
          "the coordinates (x 3393609..3399609, y 410232..415232) fit EPSG:4544 CGCS2000 / "
          "3-degree Gauss-Kruger CM 105E only with easting and northing exchanged\n"
          "  hint: x is the easting and y the northing here; survey tables often call the "
          "northing x: xy = { easting, northing }");
}

TEST_CASE("a layer wholly outside the zone of its CRS is told, one at its border is not") {
    CHECK(note_of("EPSG:4545", {122565, 3399853, 125000, 3401000}) ==
          "the layer lies 3.9 degrees from the central meridian of EPSG:4545 CGCS2000 / 3-degree "
          "Gauss-Kruger CM 108E, outside its zone, where lengths are 1734 ppm off: was it made in "
          "another zone?");
    CHECK(note_of("EPSG:4524", {36122565, 3399853, 36125000, 3401000}) != "");
    CHECK(note_of("EPSG:4544", {668053, 3278405, 670000, 3280000}).empty());  // 1.7 degrees east
    CHECK(note_of("EPSG:4544", {410232, 3393609, 910000, 3399609}).empty());
    CHECK(note_of("EPSG:4490", {104, 30, 105, 31}).empty());
    CHECK(note_of("EPSG:32648", {230000, 3300000, 240000, 3310000}).empty());  // 6 degrees wide
}

TEST_CASE("CGCS2000 and WGS 84 are one datum but for a metre, and that is recorded") {
    const fixtures::TempFolder folder;
    fixtures::Shapefile file = fixtures::points("N", {"a"});
    for (const auto& [from, to] :
         {std::pair("EPSG:4490", "EPSG:4326"), std::pair("EPSG:4326", "EPSG:4490"),
          std::pair("EPSG:4326", "EPSG:4544")}) {
        CAPTURE(from, to);
        ReadOptions options;
        options.path = file.write(folder, "a");
        options.crs = from;
        options.to = to;
        base::Diagnostics diagnostics;
        read_layer(options, diagnostics);
        const std::string told = fixtures::told(diagnostics);
        CHECK(contains(told, "warning: " + geo::Crs::from(from).label() + " and " +
                                 geo::Crs::from(to).label() +
                                 " are taken as one datum; they differ by less than 1 m"));
        CHECK(contains(told, "info: transformed from " + geo::Crs::from(from).label() + " to "));
    }
}
