#include "base/parallel.hpp"
#include "support/errors.hpp"
#include "surface/fixtures.hpp"
#include "surface/terrain.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using test::error_text;

namespace {

constexpr double kDegrees = 180 / 3.14159265358979323846;

}  // namespace

TEST_CASE("the slope of a plane is the slope of the plane") {
    const auto plane = test::filled(test::metre_grid(8, 6), "EPSG:4544", [](double x, double y) {
        return 0.3 * (x - 500000) - 0.4 * (y - 3390000);
    });
    base::Diagnostics diagnostics;
    const auto slope = surface::slope(test::shared(plane), diagnostics);
    for (std::size_t row = 0; row < 6; ++row) {
        for (std::size_t column = 0; column < 8; ++column) {
            const bool border = row == 0 || row == 5 || column == 0 || column == 7;
            if (border) {
                CHECK(std::isnan(slope.at(row, column)));
            } else {
                CHECK(slope.at(row, column) == Approx(std::atan(0.5) * kDegrees).epsilon(1e-6));
            }
        }
    }
    REQUIRE(diagnostics.list().size() == 1);
    CHECK(base::render(diagnostics.list()[0], base::Lang::en) ==
          "info: cells on the border and beside cells without a height have no value");
}

TEST_CASE("flat land has no slope, whatever its cells") {
    auto grid = test::metre_grid(5, 5);
    grid.cell_x = 7;
    const auto flat = test::filled(grid, "EPSG:4544", [](double, double) { return 480; });
    base::Diagnostics diagnostics;
    CHECK(surface::slope(test::shared(flat), diagnostics).at(2, 2) == 0);
}

TEST_CASE("cells that are not square are measured by their own sides") {
    auto grid = test::metre_grid(5, 5);
    grid.cell_x = 20;
    const auto plane =
        test::filled(grid, "EPSG:4544", [](double x, double) { return 0.1 * (x - 500000); });
    base::Diagnostics diagnostics;
    CHECK(surface::slope(test::shared(plane), diagnostics).at(2, 2) ==
          Approx(std::atan(0.1) * kDegrees).epsilon(1e-6));
}

TEST_CASE("a window of known heights gives Horn's slope") {
    const std::vector<double> z = {50, 45, 50, 30, 30, 30, 8, 10, 10};
    const surface::Surface heights(test::metre_grid(3, 3, 5), geo::Crs::from("EPSG:4544"), z);
    base::Diagnostics diagnostics;
    // dz/dx = ((50 + 60 + 10) - (50 + 60 + 8)) / 40, dz/dy = ((8 + 20 + 10) - (50 + 90 + 50)) / 40
    CHECK(surface::slope(test::shared(heights), diagnostics).at(1, 1) ==
          Approx(std::atan(std::hypot(0.05, -3.8)) * kDegrees).epsilon(1e-6));
}

TEST_CASE("a hole in the heights takes the slope of its neighbours") {
    const auto holed = test::filled(test::metre_grid(7, 7), "EPSG:4544", [](double x, double y) {
        return x == 500035 && y == 3389965 ? NAN : x - 500000;
    });
    base::Diagnostics diagnostics;
    const auto slope = surface::slope(test::shared(holed), diagnostics);
    CHECK(std::isnan(slope.at(2, 2)));
    CHECK(std::isnan(slope.at(3, 4)));
    CHECK(slope.at(1, 1) == Approx(45));
    CHECK(slope.valid_count() == 25 - 9);
}

TEST_CASE("a grid in degrees is measured in metres at the latitude of its rows") {
    surface::Grid grid;
    grid.columns = 5;
    grid.rows = 5;
    grid.left = 104;
    grid.top = 30.5;
    grid.cell_x = grid.cell_y = 0.001;
    // 1 m of height for each 0.001 degree of longitude, which is about 96 m here.
    const auto plane =
        test::filled(grid, "EPSG:4490", [](double x, double) { return (x - 104) * 1000; });
    base::Diagnostics diagnostics;
    const auto slope = surface::slope(test::shared(plane), diagnostics);
    const double phi = grid.y(2) / kDegrees;
    const double e2 = 0.00669438002290;
    const double metres = 6378137.0 * std::cos(phi) /
                          std::sqrt(1 - e2 * std::sin(phi) * std::sin(phi)) * 0.001 / kDegrees;
    CHECK(slope.at(2, 2) == Approx(std::atan(1 / metres) * kDegrees).epsilon(1e-5));
    REQUIRE(diagnostics.list().size() == 2);
    CHECK(base::render(diagnostics.list()[0].message, base::Lang::en) ==
          plane.crs().label() +
              " is in degrees: cells are measured in metres at the latitude of each row, 96.00 m x "
              "110.86 m in the middle row");
}

TEST_CASE("slope refuses Web Mercator, an unknown CRS and feet") {
    base::Diagnostics diagnostics;
    const auto grid = test::metre_grid(3, 3);
    const auto slope_in = [&](const geo::Crs& crs) {
        return error_text([&] {
            surface::slope(test::shared({grid, crs, std::vector<float>(9)}), diagnostics);
        });
    };
    const std::string hint =
        "\n  hint: use a raster in a projected CRS in metres, or in degrees of longitude and "
        "latitude";
    const auto web = geo::Crs::from("EPSG:3857");
    CHECK(slope_in(web) == "slope cannot be measured in " + web.label() + hint);
    CHECK(slope_in({}) == "slope cannot be measured in ?" + hint);
    const auto feet = geo::Crs::from(
        "+proj=tmerc +lat_0=0 +lon_0=105 +k=1 +x_0=500000 +ellps=GRS80 +units=us-ft");
    CHECK(slope_in(feet).find("one unit is 0.30") != std::string::npos);
}

TEST_CASE("the number of threads does not change the slope") {
    const auto hills = test::filled(test::metre_grid(70, 90), "EPSG:4544", [](double x, double y) {
        return 50 * std::sin(x / 90) * std::cos(y / 70);
    });
    base::Diagnostics diagnostics;
    base::set_threads(1);
    const auto one = test::values_of(surface::slope(test::shared(hills), diagnostics));
    base::set_threads(2);
    const auto two = test::values_of(surface::slope(test::shared(hills), diagnostics));
    base::set_threads(0);
    CHECK(test::alike(one, two));
}

TEST_CASE("water runs off a plane the way its aspect says") {
    const auto grid = test::metre_grid(5, 5);
    base::Diagnostics diagnostics;
    const auto aspect = [&](double east, double north) {
        const auto plane = test::filled(grid, "EPSG:4544", [&](double x, double y) {
            return east * (x - 500000) + north * (y - 3390000);
        });
        return surface::aspect(test::shared(plane), diagnostics).at(2, 2);
    };
    CHECK(aspect(0, -1) == Approx(0).margin(1e-4));
    CHECK(aspect(-1, 0) == Approx(90));
    CHECK(aspect(0, 1) == Approx(180));
    CHECK(aspect(1, 0) == Approx(270));
    CHECK(aspect(-1, -1) == Approx(45));
    CHECK(std::isnan(aspect(0, 0)));
}

TEST_CASE("the aspect of cells that are not square is that of the ground") {
    auto grid = test::metre_grid(5, 5);
    grid.cell_x = 40;
    base::Diagnostics diagnostics;
    const auto plane = test::filled(grid, "EPSG:4544", [](double x, double y) {
        return -0.1 * (x - 500000) - 0.2 * (y - 3390000);
    });
    CHECK(surface::aspect(test::shared(plane), diagnostics).at(2, 2) ==
          Approx(std::atan(0.5) * kDegrees).margin(1e-4));
}

TEST_CASE("light falls full on ground that faces it, and not on ground that turns away") {
    const auto grid = test::metre_grid(5, 5);
    base::Diagnostics diagnostics;
    const auto light = [&](double east) {
        const auto plane =
            test::filled(grid, "EPSG:4544", [&](double x, double) { return east * (x - 500000); });
        return surface::hillshade(test::shared(plane), 90, 45, 1, diagnostics).at(2, 2);
    };
    CHECK(light(-1) == Approx(255));
    CHECK(light(0) == Approx(1 + 254 * std::sqrt(0.5)));
    CHECK(light(2) == 1);
}

TEST_CASE("relief is the range of the square around, of what is there") {
    std::uint64_t seed = 5;
    const auto rough = test::filled(test::metre_grid(23, 17), "EPSG:4544", [&](double, double) {
        seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
        const auto height = static_cast<double>(seed >> 40U) / 1000;
        return (seed >> 20U) % 7 == 0 ? NAN : static_cast<double>(static_cast<float>(height));
    });
    for (const std::size_t radius : {1U, 2U, 5U, 30U}) {
        const auto relief = surface::relief(test::shared(rough), radius);
        for (std::size_t row = 0; row < 17; ++row) {
            for (std::size_t column = 0; column < 23; ++column) {
                float low = INFINITY, high = -INFINITY;
                for (std::size_t r = row - std::min(row, radius);
                     r <= std::min<std::size_t>(16, row + radius); ++r) {
                    for (std::size_t c = column - std::min(column, radius);
                         c <= std::min<std::size_t>(22, column + radius); ++c) {
                        const auto z = static_cast<float>(rough.at(r, c));
                        low = z < low ? z : low;
                        high = z > high ? z : high;
                    }
                }
                const double found = relief.at(row, column);
                CHECK(
                    (std::isnan(rough.at(row, column)) ? std::isnan(found) : found == high - low));
            }
        }
    }
}
