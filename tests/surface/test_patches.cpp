#include "base/parallel.hpp"
#include "geo/measure.hpp"
#include "geo/topology.hpp"
#include "support/errors.hpp"
#include "surface/fixtures.hpp"
#include "surface/patches.hpp"
#include "surface/patches_circle.hpp"
#include "surface/polygonise.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <random>

using namespace jt;
using surface::Grid;
using surface::PatchRule;
using surface::Surface;
using test::alike;
using test::error_text;
using test::shared;
using test::values_of;

namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
constexpr double kPi = 3.14159265358979323846;

Surface surface_of(const Grid& grid, std::vector<float> values) {
    return {grid, geo::Crs::from("EPSG:4544"), std::move(values)};
}

/// Rows of digits, a dot where there is no value.
Surface drawn(const std::vector<std::string>& rows) {
    std::vector<float> values;
    for (const auto& row : rows) {
        for (const char sign : row) {
            values.push_back(sign == '.' ? kNone : static_cast<float>(sign - '0'));
        }
    }
    return surface_of(test::metre_grid(rows.front().size(), rows.size()), std::move(values));
}

std::vector<float> scattered(std::size_t cells, unsigned classes, std::mt19937& random) {
    std::vector<float> out(cells);
    for (float& value : out) {
        const auto drawn = static_cast<unsigned>(random() % (classes + 1));
        value = drawn == classes ? kNone : static_cast<float>(drawn);
    }
    return out;
}

/// Numbers from 1 on by filling from cell to cell.
std::vector<double> flooded(const Grid& grid, const std::vector<float>& values, bool corners) {
    const auto columns = static_cast<int>(grid.columns), rows = static_cast<int>(grid.rows);
    std::vector<double> out(values.size(), kNone);
    int count = 0;
    for (std::size_t first = 0; first < values.size(); ++first) {
        if (std::isnan(values[first]) || !std::isnan(out[first])) {
            continue;
        }
        std::vector<std::size_t> open = {first};
        out[first] = ++count;
        while (!open.empty()) {
            const int r = static_cast<int>(open.back()) / columns;
            const int c = static_cast<int>(open.back()) % columns;
            open.pop_back();
            for (int k = 0; k < 9; ++k) {
                const int nr = r + k / 3 - 1, nc = c + k % 3 - 1;
                const auto to = static_cast<std::size_t>(nr * columns + nc);
                const bool side = k % 2 == 1;
                if (nr >= 0 && nc >= 0 && nr < rows && nc < columns && (corners || side) &&
                    values[to] == values[first] && std::isnan(out[to])) {
                    out[to] = count;
                    open.push_back(to);
                }
            }
        }
    }
    return out;
}

double circle_by_all(const std::vector<surface::Point>& points) {
    double best = std::numeric_limits<double>::infinity();
    const auto offer = [&](double x, double y) {
        double most = 0;
        for (const auto& p : points) {
            most = std::max(most, (p.x - x) * (p.x - x) + (p.y - y) * (p.y - y));
        }
        best = std::min(best, most);
    };
    for (const auto& a : points) {
        for (const auto& b : points) {
            offer((a.x + b.x) / 2, (a.y + b.y) / 2);
            for (const auto& c : points) {
                const double d = 2 * (a.x * (b.y - c.y) + b.x * (c.y - a.y) + c.x * (a.y - b.y));
                if (d != 0) {
                    const double a2 = a.x * a.x + a.y * a.y, b2 = b.x * b.x + b.y * b.y,
                                 c2 = c.x * c.x + c.y * c.y;
                    offer((a2 * (b.y - c.y) + b2 * (c.y - a.y) + c2 * (a.y - b.y)) / d,
                          (a2 * (c.x - b.x) + b2 * (a.x - c.x) + c2 * (b.x - a.x)) / d);
                }
            }
        }
    }
    return best;
}

}  // namespace

TEST_CASE("patches are those of filling from cell to cell, with polygons that fit") {
    std::mt19937 random(4);
    for (int round = 0; round < 200; ++round) {
        const Grid grid = test::metre_grid(1 + random() % 14, 1 + random() % 14);
        const auto values = scattered(grid.cells(), 1 + static_cast<unsigned>(round % 3), random);
        const bool corners = round % 2 == 0;
        const Surface classes = surface_of(grid, values);
        const auto wanted = flooded(grid, values, corners);
        const auto found = surface::patches(classes, {corners, 0});
        CHECK(alike(values_of(surface::numbered(classes, found)), wanted));
        const auto polygons = surface::polygonised(grid, found);
        REQUIRE(polygons.size() == found.list.size());
        const auto areas = geo::planar_areas(polygons);
        for (std::size_t i = 0; i < polygons.size(); ++i) {
            const auto cells =
                static_cast<std::size_t>(std::ranges::count(wanted, static_cast<double>(i + 1)));
            CHECK(found.list[i].cells == cells);
            CHECK(found.list[i].area_m2 == static_cast<double>(cells) * 100);
            CHECK(areas[i] == static_cast<double>(cells) * 100);
            CHECK(geo::invalid_reason(polygons, i).empty());
            if (!corners) {
                CHECK(polygons.parts_end(i) - polygons.parts_begin(i) == 1);
            }
            for (std::size_t k = 0; k < wanted.size(); ++k) {
                CHECK(geo::contains_point(polygons, i, grid.x(k % grid.columns),
                                          grid.y(k / grid.columns)) ==
                      (wanted[k] == static_cast<double>(i + 1)));
            }
        }
    }
}

TEST_CASE("patches across the rows of a stripe, one thread as two") {
    std::mt19937 random(5);
    const Grid grid = test::metre_grid(30, 700);
    const auto values = scattered(grid.cells(), 2, random);
    const Surface classes = surface_of(grid, values);
    for (const int threads : {1, 2}) {
        base::set_threads(threads);
        const auto found = surface::patches(classes, {true, 0});
        CHECK(alike(values_of(surface::numbered(classes, found)), flooded(grid, values, true)));
    }
    base::set_threads(0);
    const Surface whole = surface_of(grid, std::vector<float>(grid.cells(), 7));
    const auto one = surface::patches(whole, {});
    REQUIRE(one.list.size() == 1);
    CHECK(one.list[0].area_m2 == 30 * 700 * 100);
    CHECK(surface::polygonised(grid, one).xy().size() == 10);
}

TEST_CASE("the smallest circle is that of all pairs and triples") {
    std::mt19937 random(6);
    for (int round = 0; round < 100; ++round) {
        std::vector<surface::Point> points;
        for (std::size_t i = 0; i < 2 + static_cast<std::size_t>(round) % 9; ++i) {
            points.push_back(
                {static_cast<double>(random() % 20), static_cast<double>(random() % 20)});
        }
        CHECK(surface::smallest_circle(points) == Approx(circle_by_all(points)));
    }
    CHECK(surface::smallest_circle({}) == 0);
    CHECK(surface::smallest_circle({{3, 4}}) == 0);
    // Of the patches themselves, from the corners of all their cells.
    for (int round = 0; round < 60; ++round) {
        const Grid grid = test::metre_grid(4, 4, 1);
        const Surface classes = surface_of(grid, scattered(16, 2, random));
        const auto found = surface::patches(classes, {true, 0});
        const auto numbers = values_of(surface::numbered(classes, found));
        for (std::size_t i = 0; i < found.list.size(); ++i) {
            std::vector<surface::Point> corners;
            for (std::size_t k = 0; k < 16; ++k) {
                for (std::size_t c = 0; numbers[k] == static_cast<double>(i + 1) && c < 4; ++c) {
                    corners.push_back(
                        {static_cast<double>(k % 4 + c % 2), static_cast<double>(k / 4 + c / 2)});
                }
            }
            CHECK(found.list[i].circle_m2 == Approx(kPi * circle_by_all(corners)));
        }
    }
}

TEST_CASE("patches as an operator") {
    const auto classes = shared(drawn({"11.2", "1..2", ".12.", "2222"}));
    const auto ran = test::run("surface.patches", {{"surface", {classes}}});
    CHECK(ran.texts() == std::vector<std::string>{"info: 4 patches of 11 cells"});
    CHECK(alike(values_of(ran.surface()),
                {1, 1, kNone, 2, 1, kNone, kNone, 2, kNone, 3, 4, kNone, 4, 4, 4, 4}));
    const auto& table = ran.table();
    CHECK(table.column("class").integer(3) == 2);
    CHECK(table.column("cells").integer(3) == 5);
    CHECK(table.column("ha").number(3) == 0.05);
    CHECK(table.column("mu").number(3) == Approx(0.75));
    CHECK(table.column("west").number(1) == 500030);
    CHECK(table.column("south").number(1) == 3390000 - 20);
    CHECK(table.column("east").number(1) == 500040);
    CHECK(table.column("north").number(1) == 3390000);
    CHECK(table.column("concentration").number(1) == Approx(200 / (kPi * 125)));
    const auto large = test::run("surface.patches", {{"surface", {classes}}},
                                 {{"corners", true}, {"least", "0.05 ha"}});
    CHECK(large.texts() ==
          std::vector<std::string>{"info: 1 patches of 7 cells",
                                   "info: 1 patches of less than 500 m2 (4 cells) are left out"});
    CHECK(large.surface().at(3, 0) == 1);
    CHECK(std::isnan(large.surface().at(0, 0)));
    const auto ring =
        test::run("surface.polygonise", {{"surface", {shared(drawn({"111", "1.1", "11."}))}}});
    const auto& layer = dynamic_cast<const layer::Layer&>(*ring.outputs.at("layer"));
    REQUIRE(layer.rows() == 1);
    CHECK(layer.geometry().rings_end(0) == 2);  // the hole touches the outside at a corner
    CHECK(layer.column("area_m2").number(0) == 700);
}

TEST_CASE("what is no class is refused, and nothing is no patch") {
    const auto bad = [] {
        surface::patches(surface_of(test::metre_grid(3, 1), {1, 0.5, 0.25}), {});
    };
    CHECK(error_text(bad).find(
              "2 cells have a value that is no whole number, first in row 1, column 2: 0.5") !=
          std::string::npos);
    const Grid grid = test::metre_grid(3, 2);
    const auto none = surface::patches(surface_of(grid, std::vector<float>(6, kNone)), {});
    CHECK(none.list.empty());
    CHECK(surface::polygonised(grid, none).size() == 0);
    const Surface mercator(grid, geo::Crs::from("EPSG:3857"), std::vector<float>(6, 1));
    CHECK(error_text([&] { surface::patches(mercator, {}); }).find("areas cannot be measured in") ==
          0);
}

TEST_CASE("areas in degrees are those on the ellipsoid") {
    Grid grid = test::metre_grid(4, 30, 0.001);
    grid.left = 104;
    grid.top = 31;
    const Surface degrees(grid, geo::Crs::from("EPSG:4490"), std::vector<float>(120, 1));
    const auto found = surface::patches(degrees, {});
    const geo::Measure measure(degrees.crs());
    const auto polygons = surface::polygonised(grid, found);
    CHECK(found.list[0].area_m2 == Approx(measure.area(polygons, 0)).epsilon(1e-6));
    CHECK(found.list[0].area_m2 / found.list[0].circle_m2 > 0.1);
}
