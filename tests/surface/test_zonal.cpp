#include "base/parallel.hpp"
#include "geo/topology.hpp"
#include "support/errors.hpp"
#include "surface/fixtures.hpp"
#include "surface/zonal.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

using namespace jt;
using surface::Cell;
using surface::ZoneStatus;
using test::error_text;

namespace {

/// A star around a centre: a polygon with many slants, not convex.
void add_star(geo::GeometryArray& out, double x, double y, double radius, std::mt19937& random) {
    std::vector<double> xy;
    constexpr int kCorners = 14;
    for (int i = 0; i < kCorners; ++i) {
        const double angle = 2 * 3.14159265358979 * i / kCorners;
        const double r = radius * (0.3 + 0.7 * static_cast<double>(random() % 1000) / 1000);
        xy.push_back(x + r * std::cos(angle));
        xy.push_back(y + r * std::sin(angle));
    }
    xy.push_back(xy[0]);
    xy.push_back(xy[1]);
    out.add_ring(xy);
}

geo::GeometryArray box(double w, double s, double e, double n) {
    geo::GeometryArray out(geo::Shape::polygon);
    out.add_ring(std::vector<double>{w, s, e, s, e, n, w, n, w, s});
    return out;
}

double height(double x, double y) { return (x - 500000) + 3 * (3390000 - y); }

}  // namespace

TEST_CASE("zonal statistics agree with asking every cell centre") {
    const auto grid = test::metre_grid(60, 50);
    const auto heights = test::filled(grid, "EPSG:4544", height);
    std::mt19937 random(42);
    geo::GeometryArray stars(geo::Shape::polygon);
    for (int i = 0; i < 25; ++i) {
        add_star(stars, 500000 + static_cast<double>(random() % 600) + 0.123,
                 3389500 + static_cast<double>(random() % 500) + 0.457,
                 20 + static_cast<double>(random() % 150), random);
    }
    const auto found = surface::zonal_statistics(heights, stars);
    for (std::size_t i = 0; i < stars.size(); ++i) {
        double sum = 0;
        std::vector<double> values;
        std::vector<Cell> cells;
        for (std::size_t row = 0; row < grid.rows; ++row) {
            for (std::size_t column = 0; column < grid.columns; ++column) {
                if (geo::contains_point(stars, i, grid.x(column), grid.y(row))) {
                    values.push_back(heights.at(row, column));
                    sum += values.back();
                    cells.push_back({row, column});
                }
            }
        }
        if (values.empty()) {
            CHECK(found[i].status != ZoneStatus::cells);
            continue;
        }
        CHECK(surface::cells_inside(grid, stars, i) == cells);
        CHECK(found[i].cells == values.size());
        CHECK(found[i].mean == Approx(sum / static_cast<double>(values.size())));
        CHECK(found[i].min == std::ranges::min(values));
        CHECK(found[i].max == std::ranges::max(values));
    }
}

TEST_CASE("neighbours that meet at cell centres share no cell and lose none") {
    const auto grid = test::metre_grid(6, 6);
    // The borders at x = 500025 and y = 3389975 run through centres.
    std::vector<int> owners(36, 0);
    for (const auto& one :
         {box(500000, 3389940, 500025, 3389975), box(500025, 3389940, 500060, 3389975),
          box(500000, 3389975, 500025, 3390000), box(500025, 3389975, 500060, 3390000)}) {
        for (const auto& cell : surface::cells_inside(grid, one, 0)) {
            ++owners[cell.row * 6 + cell.column];
        }
    }
    CHECK(owners == std::vector<int>(36, 1));
}

TEST_CASE("holes and parts follow the cell-centre rule too") {
    geo::GeometryArray zone(geo::Shape::polygon);
    zone.begin_feature();
    zone.begin_part();
    for (const auto& ring :
         {box(500000, 3389950, 500050, 3390000), box(500010, 3389960, 500040, 3389990)}) {
        zone.begin_ring();
        for (std::size_t k = 0; k < ring.xy().size(); k += 2) {
            zone.add(ring.xy()[k], ring.xy()[k + 1]);
        }
    }
    zone.begin_part();
    zone.begin_ring();
    const auto far = box(500070, 3389930, 500080, 3389940);
    for (std::size_t k = 0; k < far.xy().size(); k += 2) {
        zone.add(far.xy()[k], far.xy()[k + 1]);
    }
    zone.end_feature();
    CHECK(surface::cells_inside(test::metre_grid(10, 10), zone, 0).size() == 25 - 9 + 1);
}

TEST_CASE("surface.zonal_mean reports every zone that the rule does not serve") {
    auto grid = test::metre_grid(10, 10);
    const auto heights = std::make_shared<surface::Surface>(test::filled(
        grid, "EPSG:4544", [](double x, double y) { return x > 500080 ? NAN : height(x, y); }));
    auto zones = box(500000, 3389980, 500020, 3390000);      // four cells
    zones.append(box(500021, 3389991, 500024, 3389994), 0);  // no centre
    zones.append(box(500081, 3389900, 500099, 3390000), 0);  // nodata
    zones.append(box(600000, 3389900, 600099, 3390000), 0);  // outside
    zones.null_feature();
    const auto layer = test::layer_of("parks", zones);
    const auto out = test::run("surface.zonal_mean", {{"surface", {heights}}, {"zones", {layer}}});
    const auto& table = out.table();
    CHECK(table.column("id").integer(1) == 2);
    CHECK(table.column("count").integer(0) == 4);
    CHECK(table.column("mean").number(0) == Approx(10 + 3 * 10));
    CHECK(table.column("min").number(0) == Approx(5 + 15));
    CHECK(table.column("max").number(0) == Approx(15 + 45));
    CHECK(table.column("count").integer(1) == 1);
    CHECK(table.column("mean").number(1) == Approx(25 + 15));
    for (std::size_t row = 2; row < 5; ++row) {
        CHECK(table.column("count").integer(row) == 0);
        CHECK_FALSE(table.column("mean").valid(row));
    }
    CHECK(
        out.texts() ==
        std::vector<std::string>{
            "info: 1 polygons hold no cell centre and take the cell under a point inside (parks; "
            "1 features: 2)",
            "warning: 1 polygons lie on cells without a value and get none (parks; 1 features: 3)",
            "warning: 1 polygons lie outside the raster and get no value (parks; 1 features: 4)",
            "warning: 1 features have no usable geometry and get no value (parks; 1 features: "
            "5)"});
}

TEST_CASE("zones are taken to the CRS of the surface") {
    const auto heights = std::make_shared<surface::Surface>(
        test::filled(test::metre_grid(40, 40), "EPSG:4544", height));
    const auto here = box(500100, 3389700, 500300, 3389900);
    auto degrees = here;
    geo::Transform(geo::Crs::from("EPSG:4544"), geo::Crs::from("EPSG:4490")).apply(degrees.xy());
    const auto a = test::run("surface.zonal_mean",
                             {{"surface", {heights}}, {"zones", {test::layer_of("a", here)}}});
    const auto b =
        test::run("surface.zonal_mean",
                  {{"surface", {heights}}, {"zones", {test::layer_of("b", degrees, "EPSG:4490")}}});
    CHECK(b.table().column("count").integer(0) == Approx(400).margin(42));
    CHECK(b.table().column("mean").number(0) ==
          Approx(a.table().column("mean").number(0)).margin(20));
    REQUIRE(b.texts().size() == 1);
    CHECK(b.texts()[0].find("transformed to " + heights->crs().label()) != std::string::npos);
}

TEST_CASE("surface.sample gives the cell under a point") {
    const auto heights = std::make_shared<surface::Surface>(
        test::filled(test::metre_grid(4, 4), "EPSG:4544", height));
    geo::GeometryArray points(geo::Shape::point);
    points.add_point(500012, 3389988);
    points.add_point(0, 0);
    const auto out = test::run("surface.sample",
                               {{"surface", {heights}}, {"points", {test::layer_of("p", points)}}});
    CHECK(out.table().column("value").number(0) == Approx(15 + 45));
    CHECK_FALSE(out.table().column("value").valid(1));
    CHECK(out.texts() ==
          std::vector<std::string>{"warning: 1 points lie outside the raster or on cells without a "
                                   "value (p; 1 features: 2)"});
    CHECK(error_text([&] {
              test::run("surface.zonal_mean",
                        {{"surface", {heights}}, {"zones", {test::layer_of("p", points)}}});
          }) ==
          "port 'zones' wants polygon features, but layer 'p' holds point features\n"
          "  in operator surface.zonal_mean");
}

TEST_CASE("the number of threads does not change zonal statistics") {
    const auto heights = test::filled(test::metre_grid(60, 50), "EPSG:4544", height);
    std::mt19937 random(3);
    geo::GeometryArray stars(geo::Shape::polygon);
    for (int i = 0; i < 40; ++i) {
        add_star(stars, 500000 + 15.0 * i, 3389750, 90, random);
    }
    base::set_threads(1);
    const auto one = surface::zonal_statistics(heights, stars);
    base::set_threads(2);
    const auto two = surface::zonal_statistics(heights, stars);
    base::set_threads(0);
    for (std::size_t i = 0; i < one.size(); ++i) {
        CHECK(one[i].mean == two[i].mean);
    }
}
