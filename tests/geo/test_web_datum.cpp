// GCJ-02 and BD-09: published vectors, the 664 cities of the shared data, round trips, and finding
// a shifted layer.
#include "base/error.hpp"
#include "geo/shift.hpp"
#include "geo/web_datum.hpp"
#include "support/shared_data.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <nlohmann/json.hpp>
#include <random>

using namespace jt::geo;

namespace {

void check_near(LonLat found, LonLat wanted, double limit) {
    CHECK(std::fabs(found.lon - wanted.lon) <= limit);
    CHECK(std::fabs(found.lat - wanted.lat) <= limit);
}

/// A town of crooked streets around a place.
GeometryArray streets(double lon, double lat, int count, double noise_m) {
    std::mt19937 random(7);
    std::normal_distribution<double> noise(0, noise_m / 111'000);
    GeometryArray out(Shape::line);
    for (int i = 0; i < count; ++i) {
        std::vector<double> xy;
        for (int k = 0; k < 20; ++k) {
            const double along = 0.004 * k, across = 0.011 * i + 0.002 * std::sin(k + i);
            const bool east = i % 2 == 0;
            xy.push_back(lon + (east ? along : across) + noise(random));
            xy.push_back(lat + (east ? across : along) + noise(random));
        }
        out.add_line(xy);
    }
    return out;
}

}  // namespace

TEST_CASE("GCJ-02 gives the published vectors, and comes back") {
    struct Vector {
        double lat, lon, gcj_lat, gcj_lon;
    };
    const Vector vectors[] = {
        {31.1774276, 121.5272106, 31.17530398364597, 121.531541859215},
        {22.543847, 113.912316, 22.540796131694766, 113.9171764808363},
        {39.911954, 116.377817, 39.91334545536069, 116.38404722455657},
    };
    for (const Vector& v : vectors) {
        check_near(gcj02_as_published({v.lon, v.lat}), {v.gcj_lon, v.gcj_lat}, 1e-12);
        // The services add half a metre.
        const LonLat gcj = convert_web_datum({v.lon, v.lat}, WebDatum::wgs84, WebDatum::gcj02);
        check_near(gcj, {v.gcj_lon, v.gcj_lat}, 7e-6);
        CHECK(gcj.lon > v.gcj_lon);
        CHECK(gcj.lat > v.gcj_lat);
        check_near(convert_web_datum(gcj, WebDatum::gcj02, WebDatum::wgs84), {v.lon, v.lat}, 1e-12);
    }
    const LonLat square{104.0634, 30.6596};
    check_near(gcj02_as_published(square), {104.065903, 30.657176}, 1e-6);
    check_near(convert_web_datum(gcj02_as_published(square), WebDatum::gcj02, WebDatum::bd09),
               {104.072386, 30.663243}, 1e-6);
}

TEST_CASE("the cities of the shared table: forward within 1e-6 degree, back within 1e-9") {
    const auto text = jt::test::shared_text("data/torture/gcj02_vectors/china-cities.json");
    if (!text) {
        return;
    }
    const auto cities = nlohmann::json::parse(*text);
    REQUIRE(cities.size() == 664);
    for (const auto& city : cities) {
        const auto at = [&](const char* name) {
            const auto& xy = city.at("coords").at(name);
            return LonLat{xy[0].get<double>(), xy[1].get<double>()};
        };
        INFO(city.at("attrs").dump());
        const LonLat wgs = at("WGS84");
        const LonLat gcj = convert_web_datum(wgs, WebDatum::wgs84, WebDatum::gcj02);
        const LonLat bd = convert_web_datum(wgs, WebDatum::wgs84, WebDatum::bd09);
        check_near(gcj, at("GCJ02"), 1e-6);
        check_near(bd, at("BD09"), 1e-6);
        check_near(convert_web_datum(gcj, WebDatum::gcj02, WebDatum::wgs84), wgs, 1e-9);
        check_near(convert_web_datum(bd, WebDatum::bd09, WebDatum::wgs84), wgs, 1e-9);
        check_near(convert_web_datum(bd, WebDatum::bd09, WebDatum::gcj02), gcj, 1e-9);
    }
}

TEST_CASE("round trips hold all over the area; outside nothing is moved") {
    std::mt19937 random(3);
    std::uniform_real_distribution<double> lon(73, 137), lat(2, 55);
    for (int i = 0; i < 20'000; ++i) {
        const LonLat p{lon(random), lat(random)};
        for (const WebDatum datum : {WebDatum::gcj02, WebDatum::bd09}) {
            const LonLat there = convert_web_datum(p, WebDatum::wgs84, datum);
            REQUIRE(std::fabs(there.lon - p.lon) > 1e-7);
            const LonLat back = convert_web_datum(there, datum, WebDatum::wgs84);
            REQUIRE(std::fabs(back.lon - p.lon) < 1e-9);
            REQUIRE(std::fabs(back.lat - p.lat) < 1e-9);
        }
    }
    for (const LonLat p : {LonLat{2.35, 48.85}, LonLat{72.0, 30.0}, LonLat{std::nan(""), 30.0}}) {
        CHECK(!in_web_datum_area(p));
    }
    GeometryArray lines(Shape::line);
    lines.add_line(std::vector<double>{104, 30, 105, 31});
    lines.add_line(std::vector<double>{71, 30, 105, 31});
    lines.null_feature();
    CHECK(convert_web_datum(lines, WebDatum::wgs84, WebDatum::gcj02) ==
          std::vector<std::size_t>{1});
    CHECK(lines.coordinates(0)[0] != 104);
    CHECK(lines.coordinates(1)[2] == 105);
}

TEST_CASE("names of web datums") {
    CHECK(web_datum_from_name("GCJ-02") == WebDatum::gcj02);
    CHECK(web_datum_from_name("bd09") == WebDatum::bd09);
    CHECK(web_datum_from_name("WGS 84") == WebDatum::wgs84);
    CHECK_THROWS_AS(web_datum_from_name("gcj20"), jt::base::Error);
}

TEST_CASE("a shifted layer is found against its true twin, an unshifted one is not") {
    const GeometryArray reference = streets(104.06, 30.66, 40, 0);
    const double noise = GENERATE(0.0, 8.0);
    for (const WebDatum datum : {WebDatum::wgs84, WebDatum::gcj02, WebDatum::bd09}) {
        GeometryArray layer = streets(104.06, 30.66, 40, noise);
        const std::vector<double> before(layer.xy().begin(), layer.xy().end());
        convert_web_datum(layer, WebDatum::wgs84, datum);
        double east = 0, north = 0;
        const auto count = static_cast<double>(before.size() / 2);
        for (std::size_t i = 0; i < before.size(); i += 2) {
            const double parallel = 111'320 * std::cos(before[i + 1] * 3.14159265 / 180);
            east += (layer.xy()[i] - before[i]) * parallel / count;
            north += (layer.xy()[i + 1] - before[i + 1]) * 111'320 / count;
        }
        const ShiftEstimate found = estimate_shift(layer, reference);
        INFO("as " << web_datum_name(datum) << ", noise " << noise << ": " << found.east_m << " "
                   << found.north_m << " " << found.before_m << " -> " << found.after_m);
        CHECK(found.comparable());
        CHECK(found.datum == datum);
        CHECK(found.shifted() == (datum != WebDatum::wgs84));
        CHECK(std::fabs(found.east_m - east) < 20);
        CHECK(std::fabs(found.north_m - north) < 20);
    }
}

TEST_CASE("layers far from each other, or empty, are not comparable") {
    const GeometryArray here = streets(104.06, 30.66, 10, 0), there = streets(106.5, 29.5, 10, 0);
    CHECK(!estimate_shift(here, there).comparable());
    CHECK(!estimate_shift(GeometryArray(Shape::point), here).comparable());
    CHECK(!estimate_shift(here, GeometryArray(Shape::line)).comparable());
    CHECK(!estimate_shift(here, there).shifted());
}

TEST_CASE("the shift of each city of the shared table is found within 20 m") {
    const auto text = jt::test::shared_text("data/torture/gcj02_vectors/china-cities.json");
    if (!text) {
        return;
    }
    GeometryArray wgs(Shape::point), gcj(Shape::point);
    double east = 0, north = 0;
    const auto cities = nlohmann::json::parse(*text);
    for (const auto& city : cities) {
        const auto& w = city.at("coords").at("WGS84");
        const auto& g = city.at("coords").at("GCJ02");
        wgs.add_point(w[0], w[1]);
        gcj.add_point(g[0], g[1]);
        const double lon = g[0].get<double>() - w[0].get<double>();
        east += lon * 111'320 * std::cos(w[1].get<double>() * 3.14159265 / 180) / 664;
        north += (g[1].get<double>() - w[1].get<double>()) * 111'320 / 664;
    }
    const ShiftEstimate found = estimate_shift(gcj, wgs);
    CHECK(found.shifted());
    CHECK(found.datum == WebDatum::gcj02);
    CHECK(std::fabs(found.north_m - north) < 20);
    CHECK(std::fabs(found.east_m - east) < 20);
    const ShiftEstimate same = estimate_shift(wgs, wgs);
    CHECK(!same.shifted());
    CHECK(same.datum == WebDatum::wgs84);
    CHECK(std::hypot(same.east_m, same.north_m) < 1);
}
