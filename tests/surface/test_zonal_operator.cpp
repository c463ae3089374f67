// The operator surface.zonal: its table, statuses and errors.
#include "support/errors.hpp"
#include "surface/fixtures.hpp"
#include "surface/test_zonal_shapes.hpp"
#include "surface/zonal.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using test::error_text;

namespace {

std::shared_ptr<surface::Surface> surface_of(const surface::Grid& grid, std::vector<double> values,
                                             const std::string& crs = "EPSG:4544") {
    return std::make_shared<surface::Surface>(grid, geo::Crs::from(crs), std::move(values));
}

/// Land use in 4 x 4 cells of 10 m; one without a value.
std::shared_ptr<surface::Surface> classes_surface() {
    return surface_of(test::metre_grid(4, 4), {1, 1, 2, 2, 1, 3, 3, 2, 1, 3, NAN, 2, 4, 4, 4, 2});
}

test::Ran zonal(const std::shared_ptr<surface::Surface>& surface, geo::GeometryArray zones,
                const nlohmann::json& params, const std::string& crs = "EPSG:4544") {
    return test::run(
        "surface.zonal",
        {{"surface", {surface}}, {"zones", {test::layer_of("z", std::move(zones), crs)}}}, params);
}

const layer::Table& classes_of(const test::Ran& ran) {
    return dynamic_cast<const layer::Table&>(*ran.outputs.at("classes"));
}

}  // namespace

TEST_CASE("surface.zonal gives the asked statistics of classes") {
    const auto out =
        zonal(classes_surface(), test::box_feature(500000, 3389965, 500040, 3390000),
              {{"statistics",
                {"count", "cells", "sum", "majority", "minority", "variety", "area", "classes"}}});
    const auto& table = out.table();
    CHECK(table.names() == std::vector<std::string>{"id", "count", "cells", "sum", "majority",
                                                    "minority", "variety", "area", "nodata_share",
                                                    "status"});
    // Three rows whole, half of the last: 1 x 4, 2 x 4.5, 3 x 3, 4 x 1.5 and one without a value.
    CHECK(table.column("count").number(0) == Approx(13));
    CHECK(table.column("cells").integer(0) == 15);
    CHECK(table.column("sum").number(0) == Approx(4 + 9 + 9 + 6));
    CHECK(table.column("majority").number(0) == 2);
    CHECK(table.column("minority").number(0) == 4);
    CHECK(table.column("variety").integer(0) == 4);
    CHECK(table.column("area").number(0) == Approx(1300));
    CHECK(table.column("nodata_share").number(0) == Approx(1.0 / 14));
    CHECK(table.column("status").text(0) == "partial");
    const auto& classes = classes_of(out);
    REQUIRE(classes.rows() == 4);
    const double cells[] = {4, 4.5, 3, 1.5};
    for (std::size_t row = 0; row < 4; ++row) {
        CHECK(classes.column("zone").integer(row) == 1);
        CHECK(classes.column("value").number(row) == static_cast<double>(row + 1));
        CHECK(classes.column("cells").number(row) == Approx(cells[row]));
        CHECK(classes.column("area").number(row) == Approx(100 * cells[row]));
    }
    CHECK(out.texts() == std::vector<std::string>{
                             "warning: 1 zones hold cells without a value, which are left out; see "
                             "nodata_share (z; 1 features: 1)"});
}

TEST_CASE("of classes that count alike the smaller value is taken") {
    const auto out = zonal(classes_surface(), test::box_feature(500000, 3389980, 500030, 3390000),
                           {{"statistics", {"majority", "minority"}}});  // 1 x 3, 2 x 1, 3 x 2
    CHECK(out.table().column("majority").number(0) == 1);
    CHECK(out.table().column("minority").number(0) == 2);
    const auto tie = zonal(classes_surface(), test::box_feature(500010, 3389980, 500030, 3390000),
                           {{"statistics", {"majority", "minority"}}});  // 1, 2, 3, 3
    CHECK(tie.table().column("majority").number(0) == 3);
    CHECK(tie.table().column("minority").number(0) == 1);
    CHECK(classes_of(tie).rows() == 0);
}

TEST_CASE("surface.zonal tells every zone that gets less than all") {
    auto grid = test::metre_grid(10, 10);
    const auto heights = std::make_shared<surface::Surface>(test::filled(
        grid, "EPSG:4544", [](double x, double y) { return x > 500080 ? NAN : x + y; }));
    auto zones = test::box_feature(500000, 3389980, 500020, 3390000);      // whole cells
    zones.append(test::box_feature(500021, 3389991, 500024, 3389994), 0);  // inside a cell
    zones.append(test::box_feature(500081, 3389900, 500099, 3390000), 0);  // nodata
    zones.append(test::box_feature(600000, 3389900, 600099, 3390000), 0);  // outside
    zones.append(test::box_feature(499990, 3389980, 500010, 3390010), 0);  // partly off
    zones.null_feature();
    zones.null_feature(geo::Status::empty);
    zones.add_ring(std::vector<double>{500000, 3389900, 500050, 3389950, 500050, 3389900, 500000,
                                       3389950, 500000, 3389900});  // a bow tie
    const auto out = zonal(heights, zones, {{"quantiles", {0.5, 0.025}}});
    const auto& table = out.table();
    std::vector<std::string> status;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        status.emplace_back(table.column("status").text(row));
    }
    CHECK(status == std::vector<std::string>{"ok", "ok", "nodata", "outside", "partial",
                                             "no_geometry", "no_geometry", "invalid"});
    CHECK(table.column("count").number(0) == Approx(4));
    CHECK(table.column("count").number(1) == Approx(0.09));
    CHECK(table.column("mean").number(1) == Approx(500025 + 3389995));
    CHECK(table.column("q50").number(1) == Approx(500025 + 3389995));
    CHECK(table.has("q2_5"));
    CHECK(table.column("count").number(4) == Approx(2));
    for (const std::size_t row : {2U, 3U, 5U, 6U, 7U}) {
        CHECK(table.column("count").number(row) == 0);
        CHECK_FALSE(table.column("mean").valid(row));
        CHECK_FALSE(table.column("q50").valid(row));
    }
    CHECK(table.column("nodata_share").number(0) == 0);
    CHECK(table.column("nodata_share").number(2) == 1);
    CHECK_FALSE(table.column("nodata_share").valid(3));
    CHECK(out.texts() ==
          std::vector<std::string>{
              "warning: 1 zones lie partly off the raster; the result is of the rest (z; 1 "
              "features: 5)",
              "warning: 1 zones lie on cells without a value and get none (z; 1 features: 3)",
              "warning: 1 zones lie outside the raster and get no value (z; 1 features: 4)",
              "warning: 1 polygons are invalid (rings cross or parts overlap) and get no value (z; "
              "1 features: 8)",
              "warning: 2 features have no usable geometry and get no value (z; 2 features: 6, "
              "7)"});
}

TEST_CASE("all cells without a value, and no zones at all") {
    const auto empty = surface_of(test::metre_grid(4, 4), std::vector<double>(16, NAN));
    const auto out = zonal(empty, test::box_feature(500000, 3389965, 500040, 3390000),
                           {{"statistics", {"mean", "variety", "stdev"}}, {"quantiles", {0.5}}});
    CHECK(out.table().column("status").text(0) == "nodata");
    CHECK_FALSE(out.table().column("mean").valid(0));
    CHECK(out.table().column("variety").integer(0) == 0);
    const auto none = zonal(empty, geo::GeometryArray(geo::Shape::polygon), {});
    CHECK(none.table().rows() == 0);
    CHECK(none.table().names() ==
          std::vector<std::string>{"id", "count", "mean", "min", "max", "nodata_share", "status"});
}

TEST_CASE("surface.zonal by cell centres") {
    const auto out = zonal(classes_surface(), test::box_feature(500004, 3389964, 500040, 3390000),
                           {{"method", "centres"}, {"statistics", {"count", "mean"}}});
    CHECK(out.table().column("count").number(0) == 15);
    CHECK(out.table().column("mean").number(0) == Approx((4 + 5 * 2 + 3 * 3 + 3 * 4) / 15.0));
    const auto small = zonal(classes_surface(), test::box_feature(500001, 3389991, 500003, 3389993),
                             {{"method", "centres"}});
    CHECK(small.table().column("status").text(0) == "one_cell");
    CHECK(small.table().column("mean").number(0) == 1);
}

TEST_CASE("lines weigh cells by length, points take the cell under them") {
    geo::GeometryArray lines(geo::Shape::line);
    lines.add_line(std::vector<double>{500005, 3389995, 500025, 3389995});
    lines.add_line(std::vector<double>{500035, 3389995, 500055, 3389995});
    const auto a = zonal(classes_surface(), lines, {{"statistics", {"count", "mean", "classes"}}});
    CHECK(a.table().column("count").number(0) == Approx(20));
    CHECK(a.table().column("mean").number(0) == Approx((15 * 1 + 5 * 2) / 20.0));
    CHECK(a.table().column("status").text(1) == "partial");
    CHECK(a.table().column("count").number(1) == Approx(5));
    CHECK(classes_of(a).column("cells").number(1) == Approx(5));
    CHECK_FALSE(classes_of(a).column("area").valid(0));

    geo::GeometryArray points(geo::Shape::point);
    points.add_point(500015, 3389985);
    points.add_point(500025, 3389975);  // no value
    points.add_point(0, 0);
    points.begin_feature();
    for (const double x : {500005.0, 500006.0, 500035.0}) {
        points.begin_part();
        points.begin_ring();
        points.add(x, 3389995);
    }
    points.end_feature();
    const auto b = zonal(classes_surface(), points, {{"statistics", {"count", "cells", "mean"}}});
    CHECK(b.table().column("mean").number(0) == 3);
    CHECK(b.table().column("status").text(1) == "nodata");
    CHECK(b.table().column("status").text(2) == "outside");
    CHECK(b.table().column("count").number(3) == 3);
    CHECK(b.table().column("cells").integer(3) == 2);
    CHECK(b.table().column("mean").number(3) == Approx((1 + 1 + 2) / 3.0));
}

TEST_CASE("lines in degrees are measured in metres") {
    surface::Grid grid;
    grid.columns = grid.rows = 4;
    grid.left = 100;
    grid.top = 40;
    const auto values = surface_of(grid, std::vector<double>(16, 2), "EPSG:4490");
    geo::GeometryArray lines(geo::Shape::line);
    lines.add_line(std::vector<double>{100.5, 37, 100.5, 38});
    const auto out = zonal(values, lines, {}, "EPSG:4490");
    CHECK(out.table().column("count").number(0) == Approx(110996).epsilon(1e-4));
}

TEST_CASE("lengths of lines want a CRS in metres") {
    const auto grid = test::metre_grid(3, 3);
    geo::GeometryArray line(geo::Shape::line);
    line.add_line(std::vector<double>{500001, 3389985, 500029, 3389985});
    const auto zonal = [&](const std::string& crs) {
        return test::error_text([&] {
            surface::zonal_statistics({grid, geo::Crs::from(crs), std::vector<float>(9, 1)}, line,
                                      {});
        });
    };
    CHECK(zonal("EPSG:4544") == "(no error)");
    CHECK(zonal("+proj=tmerc +lon_0=105 +x_0=500000 +ellps=GRS80 +units=us-ft")
              .find("one unit is 0.30") != std::string::npos);
}

TEST_CASE("surface.zonal refuses what makes no sense") {
    const auto surface = classes_surface();
    geo::GeometryArray points(geo::Shape::point);
    points.add_point(500015, 3389985);
    CHECK(error_text([&] {
              zonal(surface, points, {{"method", "centres"}});
          }) ==
          "method = centres is for polygons, but layer 'z' holds point features\n"
          "  in operator surface.zonal");
    CHECK(error_text([&] {
              zonal(surface, points, {{"weight", "area"}});
          }).find("weight = area is for polygons") == 0);
    CHECK(error_text([&] {
              zonal(surface, points, {{"statistics", {"area"}}});
          }).find("statistics = area is for polygons") == 0);
    const auto box = test::box_feature(500004, 3389964, 500040, 3390000);
    CHECK(error_text([&] {
              zonal(surface, box, {{"statistics", {"median"}}});
          }).find("median") != std::string::npos);
    CHECK(error_text([&] {
              zonal(surface, box, {{"quantiles", {1.5}}});
          }).find("quantiles") != std::string::npos);
}

TEST_CASE("surface.zonal takes zones to the CRS of the surface") {
    const auto heights = std::make_shared<surface::Surface>(test::filled(
        test::metre_grid(40, 40), "EPSG:4544", [](double x, double y) { return x - y / 2; }));
    const auto here = test::box_feature(500100, 3389700, 500300, 3389900);
    auto degrees = here;
    geo::Transform(geo::Crs::from("EPSG:4544"), geo::Crs::from("EPSG:4490")).apply(degrees.xy());
    const auto a = zonal(heights, here, {});
    const auto b = zonal(heights, degrees, {}, "EPSG:4490");
    CHECK(b.table().column("count").number(0) == Approx(400).epsilon(1e-4));
    CHECK(b.table().column("mean").number(0) ==
          Approx(a.table().column("mean").number(0)).epsilon(1e-6));
}
