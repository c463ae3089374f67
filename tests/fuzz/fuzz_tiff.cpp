// Rasters: a GeoTIFF, whose plain blocks are read without GDAL. What is read must not depend on
// the windows.
#include "fuzz/fuzz.hpp"
#include "surface/io_gdal.hpp"

#include <cmath>
#include <cstring>

using namespace jt;

namespace {

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

void read(const std::string& path, int band) {
    constexpr std::size_t kMost = 1 << 18;
    base::Diagnostics diagnostics;
    const auto surface = surface::read_raster({path, band, "EPSG:4544"}, diagnostics);
    const auto& grid = surface.grid();
    if (grid.columns > kMost || grid.rows > kMost / grid.columns) {
        // Its corners: what is large in the header only must be told, or read.
        for (const std::size_t row : {std::size_t{0}, grid.rows - 1}) {
            surface.at(row, grid.columns - 1);
        }
        return;
    }
    const auto whole = surface.window<double>({0, 0, grid.rows, grid.columns});
    const std::size_t rows = (grid.rows + 1) / 2, left = grid.columns / 3;
    for (const surface::Window& part :
         {surface::Window{0, 0, rows, grid.columns},
          surface::Window{rows - 1, left, grid.rows - rows + 1, grid.columns - left}}) {
        const auto values = surface.window<double>(part);
        for (std::size_t i = 0; i < values.size(); ++i) {
            const std::size_t row = part.row + i / part.columns;
            const std::size_t column = part.column + i % part.columns;
            if (!same(values[i], whole[row * grid.columns + column])) {
                __builtin_trap();
            }
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 8 || (std::memcmp(data, "II", 2) != 0 && std::memcmp(data, "MM", 2) != 0)) {
        return 0;  // other drivers are GDAL's own
    }
    const fuzz::MemoryFile file(fuzz::text_of(data, size));
    for (const int band : {1, 2}) {
        fuzz::answered([&] { read(file.path(), band); });
    }
    return 0;
}
