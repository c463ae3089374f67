// Files of every layout give the same cells, by windows of any size; and back again.
#include "base/files.hpp"
#include "base/parallel.hpp"
#include "support/errors.hpp"
#include "support/temp_folder.hpp"
#include "surface/fixtures.hpp"
#include "surface/io_gdal.hpp"
#include "surface/write_raster.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

using namespace jt;
using surface::Surface;
using surface::Window;
using test::error_text;

namespace {

Surface bumpy(std::size_t columns, std::size_t rows) {
    return surface::computed(
        test::filled(test::metre_grid(columns, rows), "EPSG:4544", [](double x, double y) {
            const double z = 300 * std::sin(x / 170) * std::cos(y / 230);
            return z > 280 ? NAN : static_cast<double>(static_cast<float>(z));
        }));
}

Surface read(const std::string& path, int band = 1) {
    base::Diagnostics diagnostics;
    surface::RasterSource source;
    source.path = path;
    source.band = band;
    return surface::read_raster(source, diagnostics);
}

/// The file in another layout.
std::string other(const std::string& path, const std::string& name, const std::string& options) {
    const auto out = std::filesystem::path(path).parent_path() / name;
    const std::string command =
        "gdal_translate -q " + options + " '" + path + "' '" + out.string() + "'";
    REQUIRE(std::system(command.c_str()) == 0);
    return out.string();
}

}  // namespace

TEST_CASE("a surface written and read again is the same, in every layout of the file") {
    const test::TempFolder folder;
    const auto made = bumpy(613, 541);
    const auto wanted = test::values_of(made);
    const std::string path = (folder / "made.tif").string();
    surface::write_geotiff(made, path, base::Progress());
    const std::vector<std::string> files = {
        path,
        other(path, "tiles.tif", "-co TILED=YES -co BLOCKXSIZE=64 -co BLOCKYSIZE=128 -ot Float32"),
        other(path, "strips.tif", "-ot Float32"),
        other(path, "band.tif", "-b 1 -b 1 -co INTERLEAVE=BAND -ot Float32"),
        other(path, "pixel.tif", "-b 1 -b 1 -co INTERLEAVE=PIXEL -ot Float32"),
        other(path, "lzw.tif", "-co COMPRESS=LZW -co TILED=YES"),
        other(path, "big.tif", "-co ENDIANNESS=BIG -ot Float32"),
        other(path, "sparse.tif", "-co SPARSE_OK=TRUE -co TILED=YES -ot Float32"),
        other(path, "made.img", "-of HFA"),
    };
    for (const std::string& file : files) {
        INFO(file);
        for (const int threads : {1, 2}) {
            base::set_threads(threads);
            CHECK(test::alike(test::values_of(surface::computed(read(file))), wanted));
        }
        base::set_threads(0);
        const auto found = read(file);
        CHECK(found.grid() == made.grid());
        CHECK(found.crs().same(made.crs()));
        for (const Window& part : {Window{0, 0, 1, 1},
                                   {540, 612, 1, 1},
                                   {100, 3, 200, 70},
                                   {0, 60, 541, 10},
                                   {127, 0, 2, 613}}) {
            CHECK(test::alike(found.window<double>(part), made.window<double>(part)));
        }
    }
}

TEST_CASE("64 bit surfaces are written in 64 bits") {
    const test::TempFolder folder;
    const auto made = test::filled(test::metre_grid(40, 30), "EPSG:4544",
                                   [](double x, double y) { return x / 3 + y / 7; });
    surface::write_geotiff(made, (folder / "wide.tif").string(), base::Progress());
    const auto back = read((folder / "wide.tif").string());
    CHECK(back.double_precision());
    CHECK(test::alike(test::values_of(back), test::values_of(made)));
}

TEST_CASE("cells that cannot be read are told with the file") {
    const test::TempFolder folder;
    const auto path = (folder / "cut.tif").string();
    surface::write_geotiff(bumpy(300, 300), path, base::Progress());
    for (const char* options : {"-ot Float32 -co TILED=YES", "-co COMPRESS=DEFLATE"}) {
        const auto file = other(path, "short.tif", options);
        std::filesystem::resize_file(file, std::filesystem::file_size(file) * 2 / 3);
        const auto text = error_text([&] { surface::computed(read(file)); });
        CHECK(text.find("cells cannot be read") != std::string::npos);
        CHECK(text.find("short.tif") != std::string::npos);
    }
}

TEST_CASE("a raster that cannot be written leaves nothing") {
    const test::TempFolder folder;
    CHECK(error_text([&] {
              surface::write_geotiff(bumpy(20, 20), folder / "none/out.tif", base::Progress());
          }).find("cannot be written") != std::string::npos);
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("surface.write gives a GeoTIFF that reads back") {
    const test::TempFolder folder;
    const auto made = test::shared(bumpy(80, 50));
    const auto ran = test::run("surface.write", {{"surface", {made}}}, {{"file", "坡度.tif"}});
    const auto& files = dynamic_cast<const registry::Files&>(*ran.outputs.at("files"));
    REQUIRE(files.files.size() == 1);
    CHECK(files.files.begin()->first == "坡度.tif");
    base::write_file((folder / "back.tif").string(), files.files.begin()->second);
    CHECK(
        test::alike(test::values_of(read((folder / "back.tif").string())), test::values_of(*made)));
}
