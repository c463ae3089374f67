// vector.measure: areas and lengths by kind and unit, closed, with everything told.
#include "geo/measure.hpp"
#include "overlay/fixtures.hpp"
#include "support/errors.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

using namespace jt;
using test::error_text;

namespace {

using LayerPtr = std::shared_ptr<layer::Layer>;

/// Digits after the point as whole numbers: what closing is about.
std::int64_t units(double value, int decimals) {
    return std::llround(value * std::pow(10, decimals));
}

std::int64_t sum_of(const test::Ran& ran, int decimals) {
    const auto& column = ran.layer().column("measure");
    std::int64_t out = 0;
    for (std::size_t row = 0; row < column.size(); ++row) {
        out += column.valid(row) ? units(column.number(row), decimals) : 0;
    }
    return out;
}

LayerPtr squares(std::size_t count) {
    return test::layer_of("zones",
                          test::rectangles(test::random_rectangles(count, 3000, 700, 20200525)));
}

LayerPtr with_group(LayerPtr layer, const std::vector<std::string>& names) {
    layer->set(layer::Field{"区", layer::Type::text, "", {}}, layer::Column::of_texts(names));
    return layer;
}

/// Two cells of 0.1 degree whose ellipsoidal areas are known.
LayerPtr cells(const std::string& crs = "EPSG:4490") {
    geo::GeometryArray out(geo::Shape::polygon);
    for (const auto& [lon, lat] : {std::pair(106.6, 29.6), std::pair(104.0, 30.4)}) {
        // Sides along parallels in small steps, as the parallel is no geodesic.
        std::vector<double> ring;
        for (int i = 0; i <= 1000; ++i) {
            ring.insert(ring.end(), {lon + i * 1e-4, lat});
        }
        for (int i = 1000; i >= 0; --i) {
            ring.insert(ring.end(), {lon + i * 1e-4, lat + 0.1});
        }
        ring.insert(ring.end(), {ring[0], ring[1]});
        geo::Transform(geo::Crs::from("EPSG:4490"), geo::Crs::from(crs)).apply(ring);
        out.add_ring(ring);
    }
    return test::layer_of("cells", std::move(out), crs);
}

double at(const layer::Table& table, const char* column, std::size_t row) {
    return table.column(column).number(row);
}

}  // namespace

TEST_CASE("areas are those of the ellipsoid, in the unit asked for, whatever the CRS") {
    for (const char* crs : {"EPSG:4490", "EPSG:4544", "EPSG:4545", "GK:105.5"}) {
        CAPTURE(crs);
        const auto ran = test::run("vector.measure", {{"layer", {cells(crs)}}},
                                   {{"unit", "亩"}, {"decimals", 2}});
        CHECK(at(ran.layer(), "measure", 0) == Approx(160987.53).margin(0.011));
        CHECK(at(ran.layer(), "measure_raw", 1) ==
              Approx(106478849.2 / (10000 / 15.0)).margin(0.001));
        CHECK(ran.layer().field("measure").unit == "亩");
        CHECK(ran.layer().field("measure").title.zh == "椭球面积");
        CHECK(ran.layer().field("measure").title.en == "area on the ellipsoid");
        CHECK(ran.table("totals").field("total").unit == "亩");
    }
    struct Unit {
        const char* name;
        double area;
    };
    for (const Unit& unit :
         {Unit{"", 107325019.9}, Unit{"m2", 107325019.9}, Unit{"mu", 160987.5299},
          Unit{"公顷", 10732.502}, Unit{"ha", 10732.502}, Unit{"km2", 107.32502}}) {
        const auto ran = test::run("vector.measure", {{"layer", {cells()}}}, {{"unit", unit.name}});
        CHECK(at(ran.layer(), "measure_raw", 0) == Approx(unit.area).epsilon(1e-8));
    }
}

TEST_CASE("the kind, the ellipsoid, the unit and the sum are told") {
    const auto geodesic =
        test::run("vector.measure", {{"layer", {cells("EPSG:4544")}}}, {{"unit", "ha"}});
    REQUIRE(geodesic.texts().size() == 2);
    CHECK(geodesic.texts()[0] ==
          "info: measures are geodesic, on the ellipsoid of EPSG:4490 China Geodetic Coordinate "
          "System 2000 (a 6378137 m, 1/f 298.257222); in ha to 2 decimals (cells)");
    CHECK(geodesic.texts()[1] ==
          "info: the measures come to 21380.3869 ha, and the rounded ones to 21380.39 ha (cells)");
    const auto planar = test::run("vector.measure", {{"layer", {cells("EPSG:4544")}}},
                                  {{"unit", "ha"}, {"kind", "planar"}});
    CHECK(planar.texts()[0] ==
          "info: measures are planar, in EPSG:4544 CGCS2000 / 3-degree Gauss-Kruger CM 105E: "
          "21389.33 ha in all, where the ellipsoid gives 21380.39 ha (418 ppm) (cells)");
    CHECK(planar.layer().field("measure").title.zh == "平面面积");
    // The published errors of the zone: 630 ppm in the east, 206 ppm in the west.
    CHECK(at(planar.layer(), "measure_raw", 0) / at(geodesic.layer(), "measure_raw", 0) ==
          Approx(1 + 630e-6).margin(1e-6));
    CHECK(at(planar.layer(), "measure_raw", 1) / at(geodesic.layer(), "measure_raw", 1) ==
          Approx(1 + 206e-6).margin(1e-6));
}

TEST_CASE("lines have lengths, polygons perimeters") {
    geo::GeometryArray lines(geo::Shape::line);
    lines.add_line(std::vector<double>{500000, 3390000, 500300, 3390400, 500300, 3390900});
    const auto roads = test::layer_of("roads", std::move(lines));
    const auto km =
        test::run("vector.measure", {{"layer", {roads}}}, {{"unit", "km"}, {"decimals", 3}});
    CHECK(at(km.layer(), "measure", 0) == 1.0);
    CHECK_FALSE(km.layer().column("perimeter_m").valid(0));
    CHECK(km.layer().field("measure").title.en == "length on the ellipsoid");
    const auto plane = test::run("vector.measure", {{"layer", {roads}}}, {{"kind", "planar"}});
    CHECK(at(plane.layer(), "measure_raw", 0) == 1000);
    const auto zones = test::layer_of("zones", test::rectangles({{0, 0, 300, 400}}));
    const auto square = test::run("vector.measure", {{"layer", {zones}}}, {{"kind", "planar"}});
    CHECK(at(square.layer(), "perimeter_m", 0) == 1400);
    CHECK(at(square.layer(), "measure", 0) == 120000);
    CHECK(error_text([&] {
              test::run("vector.measure", {{"layer", {roads}}}, {{"unit", "亩"}});
          }) ==
          "亩 is no unit for line features\n  in operator vector.measure\n"
          "  hint: polygons: m2, 亩 (mu), 公顷 (ha), km2; lines: m, km");
    const auto points = test::layer_of("seats", test::points({{0, 0}}));
    CHECK(error_text([&] {
              test::run("vector.measure", {{"layer", {points}}});
          }).starts_with("port 'layer' wants polygon/line features"));
}

TEST_CASE("measures close to their total for every unit and number of digits") {
    const auto zones = squares(200);
    for (const char* unit : {"m2", "亩", "公顷", "km2"}) {
        for (int decimals = 0; decimals <= 4; ++decimals) {
            CAPTURE(unit, decimals);
            const auto ran = test::run("vector.measure", {{"layer", {zones}}},
                                       {{"unit", unit}, {"decimals", decimals}});
            const auto& totals = ran.table("totals");
            REQUIRE(totals.rows() == 1);
            CHECK(sum_of(ran, decimals) == units(at(totals, "total", 0), decimals));
            CHECK(std::fabs(at(totals, "correction", 0)) <= 0.5 * std::pow(10, -decimals) + 1e-9);
            for (std::size_t row = 0; row < ran.layer().rows(); ++row) {
                CHECK(std::fabs(at(ran.layer(), "measure_diff", row)) < std::pow(10, -decimals));
            }
        }
    }
}

TEST_CASE("groups close to the grand total and features to their group") {
    std::vector<std::string> names;
    for (int i = 0; i < 60; ++i) {
        names.push_back(i % 3 == 0 ? "渝北" : i % 3 == 1 ? "江北" : "北碚");
    }
    const auto ran = test::run("vector.measure", {{"layer", {with_group(squares(60), names)}}},
                               {{"unit", "亩"}, {"decimals", 1}, {"group", "区"}});
    const auto& totals = ran.table("totals");
    REQUIRE(totals.rows() == 4);
    std::map<std::string, std::int64_t> sums;
    for (std::size_t row = 0; row < 60; ++row) {
        sums[names[row]] += units(at(ran.layer(), "measure", row), 1);
    }
    std::int64_t all = 0;
    for (std::size_t row = 0; row < 3; ++row) {
        CHECK(totals.column("level").text(row) == "group");
        CHECK(units(at(totals, "total", row), 1) ==
              sums.at(std::string(totals.column("group").text(row))));
        CHECK(totals.column("features").integer(row) == 20);
        all += units(at(totals, "total", row), 1);
    }
    CHECK(totals.column("level").text(3) == "total");
    CHECK_FALSE(totals.column("group").valid(3));
    CHECK(units(at(totals, "total", 3), 1) == all);
    CHECK(error_text([&] {
              test::run("vector.measure", {{"layer", {squares(2)}}}, {{"group", "区"}});
          }).find("'区'") != std::string::npos);
}

TEST_CASE("the order of the features changes no measure and no total") {
    const auto zones = squares(80);
    std::vector<std::size_t> order(80);
    for (std::size_t i = 0; i < 80; ++i) {
        order[i] = (i * 37 + 11) % 80;
    }
    const auto mixed = std::make_shared<layer::Layer>(layer::take(*zones, order));
    const nlohmann::json params = {{"unit", "亩"}, {"decimals", 0}};
    const auto a = test::run("vector.measure", {{"layer", {zones}}}, params);
    const auto b = test::run("vector.measure", {{"layer", {mixed}}}, params);
    CHECK(at(a.table("totals"), "total", 0) == at(b.table("totals"), "total", 0));
    for (std::size_t k = 0; k < 80; ++k) {
        CHECK(at(b.layer(), "measure", k) == at(a.layer(), "measure", order[k]));
    }
}

TEST_CASE("without closing each measure is rounded alone and the total is their sum") {
    const auto three =
        test::layer_of("zones", test::rectangles({{0, 0, 5, 5}, {10, 0, 15, 5}, {20, 0, 25, 5}}));
    const nlohmann::json km = {{"unit", "m2"}, {"decimals", 0}, {"kind", "planar"}};
    nlohmann::json alone = {{"unit", "公顷"}, {"decimals", 3}, {"kind", "planar"}};
    const auto closed = test::run("vector.measure", {{"layer", {three}}}, alone);
    // 0.0025 ha each: 0.0075 in all, rounded 0.008 (0.0075 lies a hair above the half).
    CHECK(sum_of(closed, 3) == units(at(closed.table("totals"), "total", 0), 3));
    CHECK(sum_of(closed, 3) == 8);
    alone["close"] = false;
    const auto open = test::run("vector.measure", {{"layer", {three}}}, alone);
    CHECK(sum_of(open, 3) == 9);  // three times 0.003
    CHECK(at(open.table("totals"), "total", 0) == 0.009);
    CHECK(sum_of(test::run("vector.measure", {{"layer", {three}}}, km), 0) == 75);
}

TEST_CASE("a control total is closed to, told, and refused where it is too far off") {
    const auto zones =
        test::layer_of("zones", test::rectangles({{0, 0, 100, 100}, {0, 200, 300, 300}}));
    nlohmann::json params = {{"kind", "planar"}, {"decimals", 1}, {"control_total", 40020}};
    const auto ran = test::run("vector.measure", {{"layer", {zones}}}, params);
    CHECK(at(ran.layer(), "measure", 0) == 10005);
    CHECK(at(ran.layer(), "measure", 1) == 30015);
    CHECK(at(ran.layer(), "measure_diff", 1) == Approx(15));
    CHECK(at(ran.table("totals"), "correction", 0) == Approx(20));
    CHECK(ran.texts()[1] ==
          "warning: measures were closed to the control total of 40020.0 m2: a "
          "correction of 20.0 m2 (500 ppm) was shared out in proportion (zones)");
    const auto refused = [&](const nlohmann::json& more) {
        nlohmann::json all = params;
        all.update(more);
        return error_text([&] { test::run("vector.measure", {{"layer", {zones}}}, all); });
    };
    CHECK(refused({{"control_total", 40100}}) ==
          "the measures come to 40000.0 m2, and the control total is 40100.0 m2: a correction of "
          "100.0 m2 (0.25 %) is above max_correction (0.1 %)\n  in operator vector.measure\n"
          "  hint: look for gaps, overlaps and missing features (vector.topology_check), for "
          "another unit, and whether the control total is geodesic or planar");
    CHECK(refused({{"control_total", 40100}, {"max_correction", "0.3 %"}}) == "(no error)");
    CHECK(refused({{"control_total", 26.7}, {"unit", "亩"}}).find("above max_correction") !=
          std::string::npos);
    CHECK(refused({{"control_total", 0}}).find("a correction of -40000.0 m2 (100 %)") !=
          std::string::npos);
    CHECK(refused({{"control_total", -1}}).find("'control_total'") != std::string::npos);
    CHECK(refused({{"control_total", 40000.25}}) ==
          "the control total 40000.25 has more than 1 decimals, so nothing can close to it\n"
          "  in operator vector.measure\n  hint: raise decimals, or round the control total");
    CHECK(refused({{"close", false}})
              .starts_with("a control total is closed to, but close is false"));
    CHECK(refused({{"control_total", 1e17}}).starts_with("1e+17 m2 to 1 decimals has more digits"));
}

TEST_CASE("features without geometry have no measure and a status, never 0") {
    auto geometry = test::rectangles({{0, 0, 100, 100}, {0, 200, 300, 300}});
    geometry.null_feature(geo::Status::null);
    geometry.null_feature(geo::Status::empty);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    geometry.add_ring(
        std::vector<double>{500000, 3390000, nan, 3390000, 500000, 3391000, 500000, 3390000});
    geometry.add_ring(
        std::vector<double>{500000, 3390000, 500100, 3390000, 500000, 3390000});  // no area
    const auto zones = test::layer_of("zones", std::move(geometry));
    const auto ran = test::run("vector.measure", {{"layer", {zones}}}, {{"kind", "planar"}});
    const auto& layer = ran.layer();
    const char* const wanted[] = {"ok", "ok", "null", "empty", "not_finite", "ok"};
    for (std::size_t row = 0; row < 6; ++row) {
        CAPTURE(row);
        CHECK(layer.column("measure_status").text(row) == wanted[row]);
        const bool ok = std::string(wanted[row]) == "ok";
        CHECK(layer.column("measure").valid(row) == ok);
        CHECK(layer.column("measure_raw").valid(row) == ok);
        CHECK(layer.column("measure_diff").valid(row) == ok);
        CHECK(layer.column("perimeter_m").valid(row) == ok);
    }
    CHECK(at(layer, "measure", 5) == 0);
    CHECK(at(ran.table("totals"), "total", 0) == 40000);
    CHECK(ran.table("totals").column("features").integer(0) == 6);
    CHECK(ran.table("totals").column("measured").integer(0) == 3);
    CHECK(ran.texts()[0] ==
          "warning: 3 features have no usable geometry and take no part (zones; 3 "
          "features: 3, 4, 5)");
}

TEST_CASE("an empty layer measures nothing, and cannot close to something") {
    const auto none = test::layer_of("zones", test::rectangles({}));
    const auto ran = test::run("vector.measure", {{"layer", {none}}}, {{"unit", "亩"}});
    CHECK(ran.layer().rows() == 0);
    CHECK(ran.layer().has("measure"));
    REQUIRE(ran.table("totals").rows() == 1);
    CHECK(at(ran.table("totals"), "total", 0) == 0);
    CHECK(error_text([&] {
              test::run("vector.measure", {{"layer", {none}}}, {{"control_total", 5}});
          })
              .starts_with("the measures come to 0.00 m2, and the control total is 5.00 m2: a "
                           "correction of 5.00 m2 (∞ %) is above"));
}

TEST_CASE("degrees and Web Mercator are not measured in the plane") {
    CHECK(error_text([&] {
              test::run("vector.measure", {{"layer", {cells()}}}, {{"kind", "planar"}});
          }).starts_with("planar measures need a projected CRS; this layer is in EPSG:4490"));
    const auto web = test::layer_of("zones", test::rectangles({{0, 0, 10, 10}}), "EPSG:3857");
    for (const char* kind : {"planar", "geodesic"}) {
        CHECK(error_text([&] {
                  test::run("vector.measure", {{"layer", {web}}}, {{"kind", kind}});
              }) != "(no error)");
    }
    CHECK(error_text([&] {
              test::run(
                  "vector.measure",
                  {{"layer", {test::layer_of("zones", test::rectangles({{0, 0, 10, 10}}), "")}}});
          }).starts_with("the coordinate reference system is not known"));
}
