#include "support/errors.hpp"
#include "support/temp_folder.hpp"
#include "surface/fixtures.hpp"
#include "surface/io_gdal.hpp"

#include <catch2/catch.hpp>
#include <fstream>

using namespace jt;
using test::error_text;

namespace {

/// As ArcGIS writes EPSG:4544.
const char* const kEsri =
    "PROJCS[\"CGCS2000_3_Degree_GK_CM_105E\",GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\","
    "DATUM[\"D_China_2000\",SPHEROID[\"CGCS2000\",6378137.0,298.257222101]],"
    "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],"
    "PROJECTION[\"Gauss_Kruger\"],PARAMETER[\"False_Easting\",500000.0],"
    "PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",105.0],"
    "PARAMETER[\"Scale_Factor\",1.0],PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]";

/// Writes an ESRI ASCII grid: 3 x 2 cells of 10 m, -9999 = nodata.
std::string ascii_grid(const test::TempFolder& folder, const std::string& name,
                       bool with_crs = false) {
    const auto path = folder / (name + ".asc");
    std::ofstream(path) << "ncols 3\nnrows 2\nxllcorner 500000\nyllcorner 3389980\ncellsize 10\n"
                           "NODATA_value -9999\n1.5 2 3\n4 -9999 6\n";
    if (with_crs) {
        std::ofstream(folder / (name + ".prj")) << kEsri;
    }
    return path.string();
}

/// A raw raster of 2 x 2 bytes described by a VRT with the given lines.
std::string raw_raster(const test::TempFolder& folder, const std::string& lines,
                       const std::string& band_lines = "", const std::string& type = "Byte") {
    std::ofstream(folder / "cells.bin") << "\x01\x02\x03\x04" << std::string(60, '\0');
    const auto path = folder / "raw.vrt";
    std::ofstream(path) << "<VRTDataset rasterXSize=\"2\" rasterYSize=\"2\">" << lines
                        << "<VRTRasterBand dataType=\"" << type
                        << "\" band=\"1\" subClass=\"VRTRawRasterBand\">" << band_lines
                        << "<SourceFilename relativetoVRT=\"1\">cells.bin</SourceFilename>"
                           "<ImageOffset>0</ImageOffset></VRTRasterBand></VRTDataset>";
    return path.string();
}

const char* const kSrs = "<SRS>EPSG:4544</SRS>";
const char* const kPlace = "<GeoTransform>500000, 10, 0, 3390000, 0, -10</GeoTransform>";

surface::Surface read(const std::string& path, int band = 1, const std::string& crs = "") {
    base::Diagnostics diagnostics;
    return surface::read_raster({path, band, crs}, diagnostics);
}

}  // namespace

TEST_CASE("a raster is read with its grid, its CRS and its nodata") {
    const test::TempFolder folder;
    const auto path = ascii_grid(folder, "dem", true);
    const auto out = test::run("surface.read", {}, {{"path", path}});
    const auto& dem = out.surface();
    CHECK(dem.grid() == test::metre_grid(3, 2));
    CHECK(dem.at(0, 0) == 1.5);
    CHECK(std::isnan(dem.at(1, 1)));
    CHECK(dem.at(1, 2) == 6);
    CHECK(dem.crs().same(geo::Crs::from("EPSG:4544")));
    CHECK(out.texts().back() == "info: 3 x 2 cells, " + dem.crs().label() + " (" + path + ")");
}

TEST_CASE("a raster without a CRS wants one") {
    const test::TempFolder folder;
    const auto path = ascii_grid(folder, "dem");
    CHECK(error_text([&] { read(path); }) ==
          "the raster has no CRS\n  in raster " + path + "\n  hint: give it: crs = \"EPSG:...\"");
    const auto out = test::run("surface.read", {}, {{"path", path}, {"crs", "EPSG:4544"}});
    const auto label = geo::Crs::from("EPSG:4544").label();
    CHECK(out.texts().front() ==
          "info: the raster has no CRS; taken to be " + label + " as given (" + path + ")");
}

TEST_CASE("a CRS that contradicts the file overrides it with a warning") {
    const test::TempFolder folder;
    const auto path = ascii_grid(folder, "dem", true);
    const auto out = test::run("surface.read", {}, {{"path", path}, {"crs", "EPSG:4545"}});
    CHECK(out.surface().crs().code() == "EPSG:4545");
    REQUIRE(out.diagnostics.list().size() == 2);
    CHECK(out.diagnostics.list()[0].severity == base::Severity::warning);
    CHECK(out.diagnostics.list()[0].message.id == "surface.crs.override");
}

TEST_CASE("scale, offset and a south-up grid are undone and told") {
    const test::TempFolder folder;
    const auto path = raw_raster(
        folder, std::string(kSrs) + "<GeoTransform>500000, 10, 0, 3389980, 0, 10</GeoTransform>",
        "<NoDataValue>4</NoDataValue><Offset>100</Offset><Scale>0.5</Scale>");
    base::Diagnostics diagnostics;
    const auto out = surface::read_raster({path, 1, ""}, diagnostics);
    CHECK(out.grid() == test::metre_grid(2, 2));
    CHECK(out.at(0, 0) == 101.5);
    CHECK(std::isnan(out.at(0, 1)));
    CHECK(out.at(1, 0) == 100.5);
    CHECK(out.at(1, 1) == 101);
    REQUIRE(diagnostics.list().size() == 2);
    CHECK(diagnostics.list()[0].message.id == "surface.turned");
    CHECK(base::render(diagnostics.list()[1].message, base::Lang::en) ==
          "scale 0.5 and offset 100 of the band were applied");
}

TEST_CASE("rasters that are not supported are refused by name") {
    const test::TempFolder folder;
    auto path = raw_raster(
        folder, std::string(kSrs) + "<GeoTransform>500000, 10, 2, 3390000, 1, -10</GeoTransform>");
    CHECK(error_text([&] { read(path); }) ==
          "the grid is rotated or sheared (terms 2 and 1), only north-up grids are supported\n"
          "  in raster " +
              path + "\n  hint: resample it to north-up first, for example with gdalwarp");
    path = raw_raster(folder, kSrs);
    CHECK(error_text([&] { read(path); }) ==
          "the raster has no georeference: neither origin nor cell size are known\n  in raster " +
              path + "\n  hint: put a world file (.tfw) beside it, or georeference it");
    path = raw_raster(
        folder, std::string(kSrs) + "<GeoTransform>500000, -10, 0, 3390000, 0, -10</GeoTransform>");
    CHECK(error_text([&] { read(path); }) ==
          "the columns run from east to west, which is not supported\n  in raster " + path);
    path = raw_raster(folder, std::string(kSrs) + kPlace, "", "CFloat32");
    CHECK(error_text([&] { read(path); }) ==
          "band 1 holds complex numbers, which are not supported\n  in raster " + path);
    path = raw_raster(folder, std::string(kSrs) + kPlace);
    CHECK(error_text([&] { read(path, 2); }) ==
          "there is no band 2; the file has 1\n  in raster " + path);
}

TEST_CASE("a raster that is not there, a folder and another file are told apart") {
    const test::TempFolder folder;
    const auto none = (folder / "none.tif").string();
    CHECK(error_text([&] { read(none); }) == "there is no file " + none + "\n  in raster " + none);
    const auto here = folder.path().string();
    CHECK(error_text([&] { read(here); }) ==
          here + " is a folder, a raster file is wanted\n  in raster " + here);
    const auto text = (folder / "说明.txt").string();
    std::ofstream(text) << "not a raster";
    CHECK(error_text([&] { read(text); }) ==
          text + " cannot be read as a raster: `" + text +
              "' not recognized as a supported file format.\n  in raster " + text);
}

TEST_CASE("the files of a raster are hashed, side files too") {
    const test::TempFolder folder;
    const auto path = ascii_grid(folder, "dem", true);
    const auto files = surface::raster_files(path);
    REQUIRE(files.size() == 2);
    CHECK(files[0].path == path);
    CHECK(files[0].sha256.size() == 64);
    CHECK(files[1].path == (folder / "dem.prj").string());
    const auto& spec = test::operators().find("surface.read").spec;
    CHECK(spec.external({{"path", path}}).size() == 2);
}
