// Zonal statistics of real rasters against cutting every cell with GEOS: real polygons and random
// ones.
#include "base/files.hpp"
#include "geo/topology.hpp"
#include "support/shared_data.hpp"
#include "support/temp_folder.hpp"
#include "surface/fixtures.hpp"
#include "surface/io_gdal.hpp"
#include "surface/test_zonal_shapes.hpp"
#include "surface/zonal.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>

using namespace jt;
using surface::Grid;
using surface::ZoneStatistics;

namespace {

void run_program(const std::string& command) {
    INFO(command);
    REQUIRE(std::system(command.c_str()) == 0);
}

surface::Surface raster(const std::string& path, int band, const std::string& crs) {
    base::Diagnostics diagnostics;
    return surface::read_raster({path, band, crs}, diagnostics);
}

/// Polygons of GeoJSON, as they are.
geo::GeometryArray polygons_of(const nlohmann::json& collection) {
    geo::GeometryArray out(geo::Shape::polygon);
    for (const auto& feature : collection.at("features")) {
        const auto& geometry = feature.at("geometry");
        const bool many = geometry.at("type") == "MultiPolygon";
        const nlohmann::json parts =
            many ? geometry.at("coordinates") : nlohmann::json::array({geometry.at("coordinates")});
        out.begin_feature();
        for (const auto& part : parts) {
            out.begin_part();
            for (const auto& ring : part) {
                out.begin_ring();
                for (const auto& place : ring) {
                    out.add(place[0].get<double>(), place[1].get<double>());
                }
            }
        }
        out.end_feature();
    }
    return out;
}

geo::GeometryArray layer_file(const std::string& path, const std::string& where,
                              const test::TempFolder& folder) {
    const std::string json = (folder / "zones.json").string();
    std::filesystem::remove(json);
    run_program("ogr2ogr -f GeoJSON -lco COORDINATE_PRECISION=15 -lco RFC7946=NO '" + json + "' '" +
                path + "' -where \"" + where + "\"");
    return polygons_of(nlohmann::json::parse(base::read_file(json)));
}

/// Everything from the cells that GEOS cuts, summed in long doubles.
struct Cut {
    long double count = 0, sum = 0, nodata = 0;
    std::vector<std::pair<double, double>> cells;  // value, share
    std::map<double, long double> classes;
};

Cut cut(const surface::Surface& surface, const geo::GeometryArray& zones, std::size_t zone) {
    const Grid& grid = surface.grid();
    const geo::Box box = zones.box(zone);
    const auto within = [](double place, std::size_t count) {
        return static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(count)));
    };
    const std::size_t top = within((grid.top - box.max_y) / grid.cell_y - 1, grid.rows);
    const std::size_t bottom = within((grid.top - box.min_y) / grid.cell_y + 2, grid.rows);
    const std::size_t west = within((box.min_x - grid.left) / grid.cell_x - 1, grid.columns);
    const std::size_t east = within((box.max_x - grid.left) / grid.cell_x + 2, grid.columns);
    Cut out;
    for (std::size_t row = top; row < bottom; ++row) {
        for (std::size_t column = west; column < east; ++column) {
            const double w = grid.left + static_cast<double>(column) * grid.cell_x;
            const double n = grid.top - static_cast<double>(row) * grid.cell_y;
            const auto cell = test::box_feature(w, n - grid.cell_y, w + grid.cell_x, n);
            const double share =
                geo::intersection_area(zones, zone, cell, 0) / (grid.cell_x * grid.cell_y);
            const double value = surface.at(row, column);
            if (share < 1e-10) {
                continue;
            }
            if (std::isnan(value)) {
                out.nodata += share;
                continue;
            }
            out.count += share;
            out.sum += static_cast<long double>(share) * value;
            out.cells.emplace_back(value, share);
            out.classes[value] += share;
        }
    }
    return out;
}

bool near(double found, long double wanted) {
    const auto expected = static_cast<double>(wanted);
    return std::abs(found - expected) <= 1e-9 * std::max(1.0, std::abs(expected));
}

void check_zone(const ZoneStatistics& found, const Cut& wanted) {
    const long double mean = wanted.sum / wanted.count;
    long double squares = 0;
    double low = wanted.cells.front().first, high = low;
    for (const auto& [value, share] : wanted.cells) {
        squares += share * (value - mean) * (value - mean);
        low = std::min(low, value);
        high = std::max(high, value);
    }
    CHECK(near(found.count, wanted.count));
    CHECK(near(found.nodata_share, wanted.nodata / (wanted.nodata + wanted.count)));
    CHECK(near(found.sum, wanted.sum));
    CHECK(near(found.mean, mean));
    CHECK(near(found.variance, squares / wanted.count));
    CHECK(found.min == low);
    CHECK(found.max == high);
    CHECK(found.cells == wanted.cells.size());
    // The value of the largest share; the classes ascend, so that of equals it is the smaller.
    const auto most = [](const auto& classes, const auto& share) {
        double value = 0;
        long double largest = -1;
        for (const auto& one : classes) {
            if (share(one).second > largest + 1e-9L) {
                std::tie(value, largest) = share(one);
            }
        }
        return value;
    };
    const auto ours = most(found.classes, [](const surface::ClassShare& one) {
        return std::pair<double, long double>(one.value, one.count);
    });
    CHECK(ours == most(wanted.classes, [](const auto& one) {
              return std::pair<double, long double>(one.first, one.second);
          }));
}

/// How many zones have cells with a value.
std::size_t check_zones(const surface::Surface& surface, const geo::GeometryArray& zones) {
    surface::ZonalOptions options;
    options.variance = options.classes = true;
    const auto found = surface::zonal_statistics(surface, zones, options);
    std::size_t checked = 0;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        const Cut wanted = cut(surface, zones, i);
        INFO("zone " << i);
        if (wanted.cells.empty()) {
            CHECK(found[i].count == 0);
            continue;
        }
        check_zone(found[i], wanted);
        ++checked;
    }
    return checked;
}

geo::GeometryArray random_zones(const Grid& grid, int count) {
    std::mt19937 random(33);
    geo::GeometryArray out(geo::Shape::polygon);
    for (int i = 0; i < count; ++i) {
        test::add_zone(out, random, grid, i % 3 == 1, i % 5 == 2);
    }
    return out;
}

}  // namespace

TEST_CASE("statistics of random zones on real rasters are those of cells that GEOS cuts") {
    struct File {
        const char* name;
        int band;
        std::size_t least;
    };
    for (const File& file :
         {File{"terra/elev.tif", 1, 15}, File{"terra/meuse.tif", 1, 8},
          File{"rasterio/RGB.byte.tif", 2, 10}, File{"rasterio/shade.tif", 1, 3},
          File{"rasterio/world.byte.tif", 1, 20}, File{"rasterio/float_nan.tif", 1, 1}}) {
        const auto path = test::shared_path(std::string("data/raster/") + file.name);
        if (!path) {
            continue;
        }
        INFO(file.name);
        const auto surface = raster(*path, file.band, "EPSG:4544");  // whatever it is: in the plane
        CHECK(check_zones(surface, random_zones(surface.grid(), 40)) >= file.least);
    }
}

TEST_CASE("statistics of real polygons on real rasters are those of cells that GEOS cuts") {
    const test::TempFolder folder;
    const auto world = test::shared_path("data/raster/rasterio/world.byte.tif");
    const auto counties = test::shared_path("data/admin/sf_nc/nc.shp");
    if (world && counties) {
        const auto zones = layer_file(*counties, "1 = 1", folder);
        CHECK(zones.size() == 100);
        CHECK(check_zones(raster(*world, 1, ""), zones) == 100);
    }
    const auto elev = test::shared_path("data/raster/terra/elev.tif");
    const auto countries =
        test::shared_path("data/admin/naturalearth_110m/naturalearth_lowres.shp");
    if (elev && countries) {
        const auto zones = layer_file(
            *countries, "name IN ('Luxembourg', 'Belgium', 'Germany', 'France')", folder);
        CHECK(zones.size() == 4);
        CHECK(check_zones(raster(*elev, 1, ""), zones) == 4);
    }
    const auto zip = test::shared_path("data/raster/hgt_andorra/N42E001.hgt.zip");
    if (zip) {
        const std::string path = (folder / "hgt.tif").string();
        run_program("gdal_translate -q -srcwin 500 400 80 70 '/vsizip/" + *zip + "/N42E001.hgt' '" +
                    path + "'");
        const auto surface = raster(path, 1, "");
        CHECK(check_zones(surface, random_zones(surface.grid(), 30)) >= 15);
    }
}
