// Old datums and local systems: seven parameters from control points, and given ones.
#include "fixtures.hpp"
#include "geo/datum_shift.hpp"
#include "geo/geocentric.hpp"
#include "source/read.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

using namespace jt;
using namespace jt::source;
using fixtures::contains;
using fixtures::error_text;
using fixtures::TempFolder;

namespace {

const std::string kSeven = "position_vector: -15.3, 137.2, 84.6, 1.2, -2.1, 4.9, -6.5";

struct Place {
    double lon, lat, h;
};
const std::array<Place, 5> kPlaces = {{{104.0, 30.4, 480},
                                       {104.6, 30.5, 900},
                                       {104.2, 30.9, 520},
                                       {103.7, 30.7, 1200},
                                       {104.1, 30.6, 500}}};

/// A place of Xian 1980 and what the seven parameters make of it, both geocentric.
struct Pair {
    std::vector<double> from, to;
};
Pair pair_of(const Place& place) {
    Pair out;
    out.from = {place.lon, place.lat, place.h};
    geo::to_geocentric(geo::Crs::from("EPSG:4610"), out.from);
    out.to = out.from;
    geo::parse_helmert(kSeven).apply(out.to);
    return out;
}

/// One side of a row of control points: "degrees", "plane" or "geocentric".
std::string side_of(std::vector<double> xyz, const std::string& how, const char* geodetic,
                    const char* plane, bool heights) {
    if (how != "geocentric") {
        geo::from_geocentric(geo::Crs::from(geodetic), xyz);
    }
    if (how == "plane") {
        geo::Transform(geo::Crs::from(geodetic), geo::Crs::from(plane)).apply(xyz[0], xyz[1]);
    }
    const char* const format = how == "degrees" ? "{:.11f},{:.11f}" : "{:.5f},{:.5f}";
    std::string out = fmt::format(fmt::runtime(format), xyz[0], xyz[1]);
    return heights || how == "geocentric" ? out + fmt::format(",{:.5f}", xyz[2]) : out;
}

std::string header_of(const std::string& how, const std::string& prefix, bool heights) {
    const std::string third = how == "geocentric" ? "," + prefix + "z"
                              : heights           ? "," + prefix + "h"
                                                  : "";
    return how == "degrees" ? prefix + "lon," + prefix + "lat" + third
                            : prefix + "x," + prefix + "y" + third;
}

std::string control_csv(const std::string& from, const std::string& to, bool heights = true,
                        std::size_t count = 5) {
    std::string out =
        "点号," + header_of(from, "", heights) + "," + header_of(to, "to_", heights) + "\n";
    for (std::size_t i = 0; i < count; ++i) {
        const Pair pair = pair_of(kPlaces[i]);
        out += fmt::format("K{},", i + 1) +
               side_of(pair.from, from, "EPSG:4610", "EPSG:2380", heights) + "," +
               side_of(pair.to, to, "EPSG:4490", "EPSG:4544", heights) + "\n";
    }
    return out;
}

/// A shapefile with one point in Xian 1980, 3-degree zone with CM 105.
std::string old_points(const TempFolder& folder, const std::string& prj) {
    fixtures::Shapefile file = fixtures::points("N", {"a"});
    file.features = {{{{410232.615, 3393609.514}}}};
    file.prj = prj;
    return file.write(folder, "old");
}

const std::string kXian80 = geo::Crs::from("EPSG:2380").wkt();

/// Where that point lies in EPSG:4544 by the known parameters, on the ellipsoid.
std::vector<double> truth() {
    const geo::Crs plane = geo::Crs::from("EPSG:2380"), to = geo::Crs::from("EPSG:4544");
    std::vector<double> out{410232.615, 3393609.514, 0};
    geo::Transform(plane, plane.geodetic()).apply(out[0], out[1]);
    geo::to_geocentric(plane, out);
    geo::parse_helmert(kSeven).apply(out);
    geo::from_geocentric(to, out);
    geo::Transform(to.geodetic(), to).apply(out[0], out[1]);
    return {out[0], out[1]};
}

double off(const layer::Layer& layer) {
    const auto xy = layer.geometry().xy();
    const std::vector<double> wanted = truth();
    return std::hypot(xy[0] - wanted[0], xy[1] - wanted[1]);
}

ReadOptions seven(const TempFolder& folder, const std::string& csv) {
    ReadOptions out;
    out.path = old_points(folder, kXian80);
    out.control = folder.write("control.csv", csv);
    out.control_method = "seven";
    out.crs = "EPSG:4544";
    return out;
}

std::string refusal(const ReadOptions& options) {
    return error_text([&] {
        base::Diagnostics unused;
        read_layer(options, unused);
    });
}

}  // namespace

TEST_CASE("seven parameters from control points bring Xian 1980 to CGCS2000 within a millimetre") {
    const TempFolder folder;
    for (const char* from : {"plane", "degrees", "geocentric"}) {
        for (const char* to : {"plane", "degrees", "geocentric"}) {
            CAPTURE(from, to);
            base::Diagnostics diagnostics;
            const layer::Layer layer =
                read_layer(seven(folder, control_csv(from, to)), diagnostics);
            CHECK(layer.crs().code() == "EPSG:4544");
            CHECK(off(layer) < 0.001);
            CHECK_FALSE(contains(fixtures::told(diagnostics), "overrules"));
        }
    }
}

TEST_CASE("without heights the points lie on both ellipsoids, and the plane fits to centimetres") {
    const TempFolder folder;
    base::Diagnostics diagnostics;
    const ReadOptions options = seven(folder, control_csv("plane", "plane", false));
    CHECK(off(read_layer(options, diagnostics)) < 0.03);
}

TEST_CASE("what seven parameters did is told: parameters, residuals, RMSE, sigma, the worst") {
    const TempFolder folder;
    std::string csv = control_csv("degrees", "plane");
    const std::string last = csv.substr(csv.rfind("K5"));
    const auto height = last.rfind(',');
    const double h = std::stod(last.substr(height + 1)) + 0.05;
    csv = csv.substr(0, csv.size() - last.size()) + last.substr(0, height) +
          fmt::format(",{:.5f}\n", h);
    base::Diagnostics diagnostics;
    read_layer(seven(folder, csv), diagnostics);
    const std::string told = fixtures::told(diagnostics);
    INFO(told);
    CHECK(contains(told,
                   "info: seven parameters from 5 control points, from EPSG:4610 Xian 1980 to "
                   "EPSG:4490 China Geodetic Coordinate System 2000: +proj=helmert "
                   "+convention=position_vector +x="));
    CHECK(contains(told,
                   "info: control point K5: residual east 0.0000 m, north 0.0000 m, up "
                   "0.0398 m"));  // the rest of 0.05 is the fit's
    CHECK(contains(told, "info: standard deviation of one coordinate 0.0"));
    CHECK(contains(told, ", from 8 degrees of freedom"));
    CHECK(contains(told, "warning: coordinates were moved by control points: RMSE 0.0"));
    CHECK(contains(told, "the worst point K5 with 0.0"));
    CHECK(contains(told, "info: features are taken at height 0: a feature is 0.0"));
    CHECK(
        contains(told, "transformed from Xian 1980 / 3-degree Gauss-Kruger CM 105E to EPSG:4544 "));
    CHECK(contains(told, "+proj=helmert"));
}

TEST_CASE("features outside the control points are told, with four parameters and with seven") {
    const TempFolder folder;
    ReadOptions options = seven(folder, control_csv("plane", "plane"));
    fixtures::Shapefile file = fixtures::points("N", {"a", "b"});
    file.features = {{{{410232.615, 3393609.514}}}, {{{300000, 3393609.514}}}};
    file.prj = kXian80;
    options.path = file.write(folder, "wide");
    const std::string warning =
        "warning: features lie outside the extent of the control points, where the transform is "
        "extrapolated (wide.shp; 1 features: 1)";
    base::Diagnostics diagnostics;
    read_layer(options, diagnostics);
    CHECK(contains(fixtures::told(diagnostics), warning));
    options.control_method = "four";
    base::Diagnostics four;
    read_layer(options, four);
    CHECK(contains(fixtures::told(four), warning));
}

TEST_CASE("control points that cannot decide seven parameters are refused with what is wanted") {
    const TempFolder folder;
    const std::string place = "\n  in control points " + (folder / "control.csv");
    CHECK(contains(refusal(seven(folder, control_csv("plane", "plane", true, 2))),
                   "2 control points: at least 3 are needed" + place));
    CHECK(contains(refusal(seven(folder, "x,y,to_x,to_y,to_h\n1,2,3,4,5\n")),
                   "the control points have heights in to_h but none in h" + place));
    CHECK(contains(refusal(seven(folder, "x,lon,y,to_x,to_y\n1,2,3,4,5\n")),
                   "the control points have columns x and lon: which of them is meant?" + place));
    CHECK(contains(refusal(seven(folder, "x,y,to_lon,to_lot\n1,2,3,4\n")),
                   "the control points have no column to_lat; did you mean 'to_lot'?" + place));
    CHECK(contains(refusal(seven(folder, "x,y,to_x,to_y\n1,a,3,4\n")),
                   "a number was expected, found 'a'"));
    // Eastings with a zone prefix for a system without one; northings first.
    CHECK(contains(refusal(seven(folder, "x,y,to_x,to_y\n35400000,3400000,400000,3400000\n")),
                   "the eastings carry the zone prefix 35 (x 35400000..35400000, y "
                   "3400000..3400000), but EPSG:2380 Xian 1980 / 3-degree Gauss-Kruger CM 105E "
                   "does not: perhaps EPSG:2359?" +
                       place));
    CHECK(contains(refusal(seven(folder, "x,y,to_x,to_y\n400000,3400000,3400000,400000\n")),
                   "only with easting and northing exchanged" + place));
}

TEST_CASE("options that say nothing together are refused") {
    const TempFolder folder;
    const std::string csv = control_csv("plane", "plane");
    ReadOptions options = seven(folder, csv);
    options.crs.clear();
    CHECK(contains(refusal(options),
                   "seven parameters need the CRS that the control points lead to\n"));
    options = seven(folder, csv);
    options.path = old_points(folder, "");
    fixtures::fs::remove(folder / "old.prj");
    CHECK(contains(refusal(options),
                   "seven parameters need the CRS of the file's own coordinates, "
                   "and the file declares none\n"));
    options.control_from = "EPSG:2380";
    base::Diagnostics diagnostics;
    CHECK(off(read_layer(options, diagnostics)) < 0.001);
    options.control_from = "EPSG:4523";
    CHECK(contains(refusal(options), "are on one datum: seven parameters lead from one datum"));
    options.control_method = "four";
    CHECK(contains(refusal(options), "control_from is for seven parameters"));
    options.control_from.clear();
    options.crs = "EPSG:4490";
    CHECK(contains(refusal(options), "four parameters lead from plane to plane, but EPSG:4490 "));
    options.control_method = "six";
    CHECK(contains(refusal(options), "'six' is no method for control points; known are four, "));
    options = seven(folder, csv);
    options.control.clear();
    CHECK(contains(refusal(options), "control_method is given, but no control points\n"));
    options = seven(folder, csv);
    options.helmert = kSeven;
    options.to = "EPSG:4544";
    CHECK(contains(refusal(options), "helmert and control both move the coordinates"));
}

TEST_CASE("Xian 1980 and Beijing 1954 are refused as they are, and read with given parameters") {
    const TempFolder folder;
    for (const char* code : {"EPSG:2380", "EPSG:2432"}) {
        CAPTURE(code);
        ReadOptions options;
        options.path = old_points(folder, geo::Crs::from(code).wkt());
        options.to = "EPSG:4544";
        const std::string refused = refusal(options);
        CHECK(contains(refused, "no datum shift is known from " + std::string(code)));
        CHECK(contains(refused, "with --helmert (helmert =), or control points known in both"));
        CHECK(contains(error_text([&] { check_header(options); }), "no datum shift is known"));
        options.helmert = kSeven;
        check_header(options);
        base::Diagnostics diagnostics;
        const layer::Layer layer = read_layer(options, diagnostics);
        const std::string told = fixtures::told(diagnostics);
        INFO(told);
        CHECK(layer.crs().code() == "EPSG:4544");
        if (std::string(code) == "EPSG:2380") {
            CHECK(off(layer) < 0.001);
        }
        CHECK(contains(told, "warning: coordinates are moved from " +
                                 geo::Crs::from(code).geodetic().label() +
                                 " to EPSG:4490 China Geodetic Coordinate System 2000 by the seven "
                                 "parameters that were given; nothing tests them"));
        CHECK(contains(told, "info: seven parameters as given: " + kSeven + "; applied as +proj="));
        CHECK(contains(told,
                       "+proj=helmert +x=-15.3 +y=137.2 +z=84.6 +rx=1.2 +ry=-2.1 +rz=4.9 "
                       "+s=-6.5 +convention=position_vector"));
        CHECK_FALSE(contains(told, "taken as one datum"));
    }
}

TEST_CASE("given parameters without a convention or a target are refused") {
    const TempFolder folder;
    ReadOptions options;
    options.path = old_points(folder, kXian80);
    options.to = "EPSG:4544";
    options.helmert = "-15.3, 137.2, 84.6, 1.2, -2.1, 4.9, -6.5";
    CHECK(contains(refusal(options),
                   "does not say which way its rotations turn\n  in parameter "
                   "helmert: seven parameters to the CRS of to\n"));
    options.helmert = kSeven;
    options.to.clear();
    CHECK(contains(refusal(options), "seven parameters need the CRS that they lead to\n"));
    options.to = "EPSG:2359";
    CHECK(contains(refusal(options), "are on one datum"));
}
