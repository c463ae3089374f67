// Shares of cells against GEOS, which cuts the feature with each cell.
#include "geo/measure.hpp"
#include "geo/topology.hpp"
#include "support/errors.hpp"
#include "support/shared_data.hpp"
#include "surface/coverage.hpp"
#include "surface/fixtures.hpp"
#include "surface/io_gdal.hpp"
#include "surface/test_zonal_shapes.hpp"
#include "surface/zonal.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace jt;
using surface::Coverage;
using surface::Grid;

namespace {

/// The rectangles of the cells around a feature, and which they are.
struct Cells {
    geo::GeometryArray boxes{geo::Shape::polygon};
    std::vector<surface::Cell> places;
};

Cells cells_around(const Grid& grid, const geo::Box& box) {
    Cells out;
    for (std::size_t row = 0; row < grid.rows; ++row) {
        for (std::size_t column = 0; column < grid.columns; ++column) {
            const double w = grid.left + static_cast<double>(column) * grid.cell_x;
            const double e = grid.left + static_cast<double>(column + 1) * grid.cell_x;
            const double n = grid.top - static_cast<double>(row) * grid.cell_y;
            const double s = grid.top - static_cast<double>(row + 1) * grid.cell_y;
            if (box.meets({w, s, e, n})) {
                out.boxes.append(test::box_feature(w, s, e, n), 0);
                out.places.push_back({row, column});
            }
        }
    }
    return out;
}

double weight_at(const Coverage& coverage, const surface::Cell& cell) {
    if (cell.row < coverage.first_row || cell.row >= coverage.first_row + coverage.rows()) {
        return 0;
    }
    double out = 0;
    for (const auto& run : coverage.row(cell.row)) {
        if (cell.column >= run.column && cell.column < run.column + run.columns) {
            out += run.weight;
        }
    }
    return out;
}

struct Worst {
    double cell = 0, whole = 0;  // of a share; of the sum, relative
    std::size_t cells = 0;
};

/// Largest differences to what GEOS finds; cells that touch only are not covered.
Worst against_geos(const Grid& grid, const geo::GeometryArray& polygons) {
    Worst out;
    for (std::size_t i = 0; i < polygons.size(); ++i) {
        const Coverage coverage = surface::polygon_fractions(grid, polygons, i);
        CHECK_FALSE(coverage.overlap);
        const Cells cells = cells_around(grid, polygons.box(i));
        double sum = 0, expected_sum = 0;
        for (std::size_t k = 0; k < cells.places.size(); ++k) {
            const double expected =
                geo::intersection_area(polygons, i, cells.boxes, k) / (grid.cell_x * grid.cell_y);
            const double found = weight_at(coverage, cells.places[k]);
            out.cell = std::max(out.cell, std::abs(found - expected));
            if (expected == 0 && found != 0) {
                CHECK(found < 1e-9);
            }
            sum += found;
            expected_sum += expected;
            ++out.cells;
        }
        double all = 0;
        for (const auto& run : coverage.runs) {
            all += run.weight * run.columns;
        }
        CHECK(std::abs(all - sum) <= 1e-12 * (1 + sum));
        if (expected_sum > 0) {
            out.whole = std::max(out.whole, std::abs(sum - expected_sum) / expected_sum);
        }
    }
    return out;
}

}  // namespace

TEST_CASE("shares of cells are those that GEOS cuts") {
    const Grid grid = test::metre_grid(30, 25);
    std::mt19937 random(7);
    geo::GeometryArray polygons(geo::Shape::polygon);
    for (int i = 0; i < 400; ++i) {  // also beyond the raster; with holes; of two parts
        test::add_zone(polygons, random, grid, i % 3 == 1, i % 5 == 2);
    }
    const Worst worst = against_geos(grid, polygons);
    CHECK(worst.cell < 1e-9);
    CHECK(worst.whole < 1e-9);
    CHECK(worst.cells > 10000);
}

TEST_CASE("tiny polygons inside a cell keep their digits") {
    const Grid grid = test::metre_grid(30, 25);
    std::mt19937 random(8);
    geo::GeometryArray polygons(geo::Shape::polygon);
    for (int i = 0; i < 100; ++i) {
        const double x = 500000.5 + test::part(random) * 299,
                     y = 3389999.5 - test::part(random) * 249;
        test::add_star(polygons, x, y, 0.001 + 0.5 * test::part(random), random);
    }
    CHECK(against_geos(grid, polygons).whole < 1e-9);
}

TEST_CASE("vertices and edges on the borders of cells") {
    std::mt19937 random(9);
    for (const double cell : {10.0, 0.1, 1.0 / 3}) {
        const Grid grid = test::metre_grid(30, 25, cell);
        geo::GeometryArray polygons(geo::Shape::polygon);
        while (polygons.size() < 60) {  // corners at multiples of half a cell: many on corners
            geo::GeometryArray one(geo::Shape::polygon);
            test::add_star(one, grid.left + cell * 15, grid.top - cell * 12, cell * 11, random);
            for (std::size_t k = 0; k < one.xy().size(); k += 2) {
                const double c = std::round(2 * (one.xy()[k] - grid.left) / cell) / 2;
                const double r = std::round(2 * (grid.top - one.xy()[k + 1]) / cell) / 2;
                one.xy()[k] = grid.left + c * cell;
                one.xy()[k + 1] = grid.top - r * cell;
            }
            if (geo::invalid_reason(one, 0).empty()) {
                polygons.append(one, 0);
            }
        }
        const Worst worst = against_geos(grid, polygons);
        // Coordinates of 3.4 million metres are rounded to 5e-10 m.
        CHECK(worst.cell < 1e-9 * std::max(1.0, 10 / cell));
        CHECK(worst.whole < 1e-9 * std::max(1.0, 10 / cell));
    }
}

TEST_CASE("rectangles along the cells cover them wholly and no others") {
    const Grid grid = test::metre_grid(30, 25, 0.1);
    for (int k = 0; k < 20; ++k) {
        const double w = grid.left + 0.1 * k, n = grid.top - 0.1 * (k / 2);
        const auto zone = test::box_feature(w, n - 0.3, w + 0.5, n);
        const Coverage found = surface::polygon_fractions(grid, zone, 0);
        std::size_t rows = 0;
        for (std::size_t r = found.first_row; r < found.first_row + found.rows(); ++r) {
            const auto runs = found.row(r);
            rows += runs.empty() ? 0 : 1;
            CHECK(runs.size() <= 1);
            if (!runs.empty()) {
                CHECK(runs[0].column == static_cast<std::uint32_t>(k));
                CHECK(runs[0].columns == 5);
                CHECK(runs[0].weight == 1);
            }
        }
        CHECK(rows == 3);
    }
}

TEST_CASE("neighbours that share edges share out every cell") {
    const Grid grid = test::metre_grid(40, 30);
    std::mt19937 random(10);
    constexpr std::size_t kSide = 13;  // corners of a net of quadrilaterals over more than the grid
    std::vector<double> x(kSide * kSide), y(kSide * kSide);
    for (std::size_t i = 0; i < x.size(); ++i) {
        x[i] = 499950 + 42.0 * static_cast<double>(i % kSide) + 15 * test::part(random);
        y[i] = 3390050 - 34.0 * static_cast<double>(i / kSide) - 12 * test::part(random);
    }
    geo::GeometryArray net(geo::Shape::polygon);
    for (std::size_t r = 0; r + 1 < kSide; ++r) {
        for (std::size_t c = 0; c + 1 < kSide; ++c) {
            std::vector<double> ring;
            for (const std::size_t k : {r * kSide + c, r * kSide + c + 1, (r + 1) * kSide + c + 1,
                                        (r + 1) * kSide + c, r * kSide + c}) {
                ring.push_back(x[k]);
                ring.push_back(y[k]);
            }
            net.add_ring(ring);
        }
    }
    std::vector<double> sums(grid.cells());
    for (std::size_t i = 0; i < net.size(); ++i) {
        const Coverage found = surface::polygon_fractions(grid, net, i);
        for (std::size_t r = found.first_row; r < found.first_row + found.rows(); ++r) {
            for (const auto& run : found.row(r)) {
                for (std::size_t c = run.column; c < run.column + run.columns; ++c) {
                    sums[r * grid.columns + c] += run.weight;
                }
            }
        }
    }
    for (const double sum : sums) {
        CHECK(std::abs(sum - 1) < 1e-9);
    }
}

TEST_CASE("the direction of rings does not matter; overlapping parts are told") {
    const Grid grid = test::metre_grid(10, 10);
    geo::GeometryArray both(geo::Shape::polygon);
    for (const bool turned : {false, true}) {
        both.begin_feature();
        both.begin_part();
        test::add_box_ring(both, 500005, 3389915, 500085, 3389995, turned);
        test::add_box_ring(both, 500022, 3389932, 500048, 3389968, turned);
        both.end_feature();
    }
    const Coverage a = surface::polygon_fractions(grid, both, 0);
    const Coverage b = surface::polygon_fractions(grid, both, 1);
    REQUIRE(a.runs.size() == b.runs.size());
    double sum = 0;
    for (std::size_t i = 0; i < a.runs.size(); ++i) {
        CHECK(a.runs[i].weight == b.runs[i].weight);
        sum += a.runs[i].weight * a.runs[i].columns;
    }
    CHECK(sum == Approx(64 - 2.6 * 3.6).epsilon(1e-12));

    geo::GeometryArray twice(geo::Shape::polygon);
    twice.begin_feature();
    for (const double x : {500005.0, 500025.0}) {
        twice.begin_part();
        test::add_box_ring(twice, x, 3389915, x + 40, 3389995, false);
    }
    twice.end_feature();
    CHECK(surface::polygon_fractions(grid, twice, 0).overlap);
}

TEST_CASE("lengths of lines in cells are those that GEOS cuts") {
    const Grid grid = test::metre_grid(30, 25);
    std::mt19937 random(11);
    geo::GeometryArray lines(geo::Shape::line);
    for (int i = 0; i < 60; ++i) {
        std::vector<double> xy;
        for (int k = 0; k < 5; ++k) {
            xy.push_back(499950 + 400 * test::part(random));
            xy.push_back(3390050 - 350 * test::part(random));
        }
        lines.add_line(xy);
    }
    const auto length = [](double x1, double y1, double x2, double y2) {
        return std::hypot(x2 - x1, y2 - y1);
    };
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const Coverage found = surface::line_lengths(grid, lines, i, length);
        const Cells cells = cells_around(grid, lines.box(i));
        for (std::size_t k = 0; k < cells.places.size(); ++k) {
            geo::GeometryArray piece(geo::Shape::line);
            geo::intersection(lines, i, cells.boxes, k, piece);
            double expected = 0;
            for (std::size_t p = piece.parts_begin(0); p < piece.parts_end(0); ++p) {
                const auto xy = piece.ring(piece.rings_begin(p));
                for (std::size_t c = 0; c + 3 < xy.size(); c += 2) {
                    expected += length(xy[c], xy[c + 1], xy[c + 2], xy[c + 3]);
                }
            }
            CHECK(std::abs(weight_at(found, cells.places[k]) - expected) < 2e-8);
        }
    }
}

TEST_CASE("a line on a border belongs to the cells east or south of it") {
    const Grid grid = test::metre_grid(10, 10);
    geo::GeometryArray lines(geo::Shape::line);
    lines.add_line(std::vector<double>{500020, 3389995, 500020, 3389975});
    lines.add_line(std::vector<double>{500055, 3389950, 500025, 3389950});
    const auto length = [](double x1, double y1, double x2, double y2) {
        return std::hypot(x2 - x1, y2 - y1);
    };
    const Coverage down = surface::line_lengths(grid, lines, 0, length);
    CHECK(weight_at(down, {0, 2}) == Approx(5));
    CHECK(weight_at(down, {1, 2}) == Approx(10));
    CHECK(weight_at(down, {2, 2}) == Approx(5));
    CHECK(down.cells() == 3);
    const Coverage along = surface::line_lengths(grid, lines, 1, length);
    CHECK(weight_at(along, {5, 2}) == Approx(5));
    CHECK(weight_at(along, {5, 5}) == Approx(5));
    CHECK(along.cells() == 4);
}

TEST_CASE("shares on the grids of real rasters") {
    for (const char* name : {"terra/elev.tif", "terra/meuse.tif", "rasterio/shade.tif",
                             "rasterio/float.tif", "rasterio/RGB.byte.tif"}) {
        const auto path = test::shared_path(std::string("data/raster/") + name);
        if (!path) {
            continue;
        }
        surface::RasterSource source;
        source.path = *path;
        base::Diagnostics diagnostics;
        source.crs = "EPSG:32631";  // whatever it is: only the grid matters here
        const Grid grid = surface::read_raster(source, diagnostics).grid();
        Grid part = grid;  // its corner: GEOS takes a while for each cell
        part.columns = std::min<std::size_t>(grid.columns, 30);
        part.rows = std::min<std::size_t>(grid.rows, 25);
        std::mt19937 random(12);
        geo::GeometryArray polygons(geo::Shape::polygon);
        for (int i = 0; i < 40; ++i) {
            test::add_zone(polygons, random, part, i % 3 == 1, i % 5 == 2);
        }
        const Worst worst = against_geos(part, polygons);
        INFO(name);
        CHECK(worst.cell < 1e-9);
        CHECK(worst.whole < 1e-9);
    }
}

TEST_CASE("areas of cells are those on the ellipsoid") {
    surface::Grid grid;
    grid.columns = 3;
    grid.rows = 36;
    grid.left = 100;
    grid.top = 90;
    grid.cell_x = 2;
    grid.cell_y = 5;
    const surface::Surface surface(grid, geo::Crs::from("EPSG:4490"), std::vector<float>(108));
    const auto areas = surface::row_areas(surface);
    const geo::Measure measure(surface.crs());
    double sum = 0;
    for (std::size_t row = 0; row < grid.rows; ++row) {
        const double n = 90 - 5.0 * static_cast<double>(row), s = n - 5;
        constexpr int kSteps = 4000;  // parallels are no geodesics: many short ones
        std::vector<double> ring;
        for (int k = 0; k <= 2 * kSteps + 1; ++k) {
            ring.push_back(k <= kSteps ? 100 + 2.0 * k / kSteps
                                       : 102 - 2.0 * (k - kSteps - 1) / kSteps);
            ring.push_back(k <= kSteps ? s : n);
        }
        ring.push_back(ring[0]);
        ring.push_back(ring[1]);
        geo::GeometryArray cell(geo::Shape::polygon);
        cell.add_ring(ring);
        CHECK(areas[row] == Approx(measure.area(cell, 0)).epsilon(1e-8));
        sum += areas[row];
    }
    CHECK(sum * 180 == Approx(510065621724088.4).epsilon(1e-10));  // the whole ellipsoid, GRS 80
    const auto id_of = [](const auto& body) { return test::error_of(body)->message().id; };
    const surface::Surface mercator(grid, geo::Crs::from("EPSG:3857"), std::vector<float>(108));
    CHECK(id_of([&] { surface::row_areas(mercator); }) == "surface.zone.crs");
    const surface::Surface feet(test::metre_grid(3, 3), geo::Crs::from("EPSG:2263"),
                                std::vector<float>(9));
    CHECK(id_of([&] { surface::row_areas(feet); }) == "surface.zone.unit");
}
