// Terrain against gdaldem (GDAL's program), cell by cell: heights of real rasters and made ones,
// with cells without a value, with sides of different length.
#include "support/shared_data.hpp"
#include "support/temp_folder.hpp"
#include "surface/fixtures.hpp"
#include "surface/io_gdal.hpp"
#include "surface/terrain.hpp"
#include "surface/write_raster.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

using namespace jt;
using surface::SurfacePtr;

namespace {

void run_program(const std::string& command) {
    INFO(command);
    REQUIRE(std::system(command.c_str()) == 0);
}

SurfacePtr read(const std::string& path) {
    base::Diagnostics diagnostics;
    surface::RasterSource source;
    source.path = path;
    return test::shared(surface::read_raster(source, diagnostics));
}

/// Largest difference of two surfaces; they must have values in the same cells.
struct Difference {
    double largest = 0;
    std::size_t compared = 0, one_sided = 0;
};

template <class Distance>
Difference difference(const surface::Surface& ours, const surface::Surface& theirs,
                      const Distance& distance) {
    Difference out;
    const auto a = test::values_of(ours), b = test::values_of(theirs);
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (std::isnan(a[i]) != std::isnan(b[i])) {
            ++out.one_sided;
        } else if (!std::isnan(a[i])) {
            out.largest = std::max(out.largest, distance(a[i], b[i]));
            ++out.compared;
        }
    }
    return out;
}

double plain_distance(double a, double b) { return std::abs(a - b); }
double turn_distance(double a, double b) {
    const double turn = std::abs(a - b);
    return std::min(turn, 360 - turn);
}

/// Every result of gdaldem beside ours; `least`: cells that must have been compared.
void check_terrain(const std::string& path, const test::TempFolder& folder, std::size_t least) {
    const SurfacePtr heights = read(path);
    base::Diagnostics diagnostics;
    const auto gdaldem = [&](const std::string& what) {
        const std::string out = (folder / "gdaldem.tif").string();
        std::filesystem::remove(out);
        run_program("gdaldem " + what.substr(0, what.find(' ')) + " -q '" + path + "' '" + out +
                    "'" + (what.find(' ') == std::string::npos ? "" : what.substr(what.find(' '))));
        return surface::computed(*read(out));
    };
    const auto slope =
        difference(surface::slope(heights, diagnostics), gdaldem("slope"), plain_distance);
    CHECK(slope.largest < 1e-4);
    CHECK(slope.one_sided == 0);
    CHECK(slope.compared >= least);
    // gdaldem takes all cells for squares here.
    if (heights->grid().cell_x == heights->grid().cell_y) {
        const auto aspect =
            difference(surface::aspect(heights, diagnostics), gdaldem("aspect"), turn_distance);
        CHECK(aspect.largest < 1e-4);
        CHECK(aspect.one_sided == 0);
        CHECK(aspect.compared > 0);
    }
    // gdaldem rounds light to whole numbers.
    const auto shade = difference(surface::hillshade(heights, 315, 45, 1, diagnostics),
                                  gdaldem("hillshade"), plain_distance);
    CHECK(shade.largest < 0.501);
    CHECK(shade.one_sided == 0);
    CHECK(shade.compared == slope.compared);
    const auto turned = difference(surface::hillshade(heights, 200, 20, 3, diagnostics),
                                   gdaldem("hillshade -az 200 -alt 20 -z 3"), plain_distance);
    CHECK(turned.largest < 0.501);
    // What gdaldem calls roughness is relief of radius 1, where all nine cells have a height.
    const auto rough = gdaldem("roughness");
    const auto relief = surface::computed(surface::relief(heights, 1));
    std::size_t compared = 0;
    for (std::size_t row = 0; row < rough.grid().rows; ++row) {
        for (std::size_t column = 0; column < rough.grid().columns; ++column) {
            if (!std::isnan(rough.at(row, column))) {
                compared += relief.at(row, column) == rough.at(row, column) ? 1U : 0U;
            }
        }
    }
    CHECK(compared == rough.valid_count());
    CHECK(compared >= least);
}

/// Hills of whole metres, with holes of one and several cells and a strip along the border.
surface::Surface hills(const surface::Grid& grid, bool holes) {
    std::uint64_t seed = 11;
    return test::filled(grid, "EPSG:4544", [&](double x, double y) {
        seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
        const double z = 400 + 150 * std::sin((x - grid.left) / 370) * std::cos(y / 290) +
                         static_cast<double>(seed >> 61U);
        const bool hole = seed % 97 == 0 || x < grid.left + 3 * grid.cell_x || std::sin(x) > 0.999;
        const bool flat = x > grid.left + grid.cell_x * 40 && x < grid.left + grid.cell_x * 60;
        return hole && holes ? NAN : flat ? 400 : std::floor(z);
    });
}

}  // namespace

TEST_CASE("terrain of made heights is that of gdaldem, holes, flats and border too") {
    const test::TempFolder folder;
    for (const bool holes : {false, true}) {
        for (const double side : {12.0, 37.5}) {
            auto grid = test::metre_grid(211, 173, side);
            grid.cell_y = 12;
            const std::string path = (folder / "hills.tif").string();
            std::filesystem::remove(path);
            surface::write_geotiff(hills(grid, holes), path, base::Progress());
            check_terrain(path, folder, 5000);
        }
    }
}

TEST_CASE("terrain of the sample region in metres is that of gdaldem") {
    const test::TempFolder folder;
    const std::string path = (folder / "dem.tif").string();
    run_program("gdalwarp -q -t_srs EPSG:4544 -tr 1000 1000 -r bilinear '" +
                std::string(JT_SOURCE_DIR) + "/gisdata/chengyu/dem.tif' '" + path + "'");
    check_terrain(path, folder, 100000);
}

TEST_CASE("terrain of real heights is that of gdaldem") {
    const auto zip = test::shared_path("data/raster/hgt_andorra/N42E001.hgt.zip");
    const auto elev = test::shared_path("data/raster/terra/elev.tif");
    if (!zip || !elev) {
        return;
    }
    const test::TempFolder folder;
    const std::string path = (folder / "real.tif").string();
    run_program("gdalwarp -q -t_srs EPSG:32631 -tr 90 90 -r bilinear '/vsizip/" + *zip +
                "/N42E001.hgt' '" + path + "'");
    check_terrain(path, folder, 900000);
    run_program("gdalwarp -q -overwrite -t_srs EPSG:32632 -tr 600 900 -r near '" + *elev + "' '" +
                path + "'");
    check_terrain(path, folder, 3000);
}
