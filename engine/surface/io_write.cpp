// Writing GeoTIFF with GDAL: declared in write_raster.hpp.
#include "base/error.hpp"
#include "base/mapped_file.hpp"
#include "base/parallel.hpp"
#include "base/text.hpp"
#include "surface/write_raster.hpp"

#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <ogr_srs_api.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <system_error>
#include <utility>

namespace jt::surface {
namespace {

constexpr double kNodata = -9999;
constexpr int kTile = 256;

[[noreturn]] void refuse(const std::string& shown) {
    const std::string reason = base::trim(CPLGetLastErrorMsg());
    throw base::machine_error("surface.file.write", shown, reason.empty() ? "GDAL" : reason);
}

class TiffWriter {
public:
    /// `shown`: the path in messages.
    TiffWriter(const Surface& surface, const std::string& path, std::string shown)
        : m_surface(surface), m_shown(std::move(shown)) {
        GDALAllRegister();
        CPLPushErrorHandler(CPLQuietErrorHandler);
        char** options = nullptr;
        for (const char* option : {"TILED=YES", "COMPRESS=DEFLATE", "PREDICTOR=3", "ZLEVEL=1",
                                   "BIGTIFF=IF_SAFER", "NUM_THREADS=ALL_CPUS"}) {
            options = CSLAddString(options, option);
        }
        const Grid& grid = surface.grid();
        m_dataset =
            GDALCreate(GDALGetDriverByName("GTiff"), path.c_str(), static_cast<int>(grid.columns),
                       static_cast<int>(grid.rows), 1, type(), options);
        CSLDestroy(options);
        if (m_dataset == nullptr) {
            CPLPopErrorHandler();
            refuse(m_shown);
        }
        double transform[6] = {grid.left, grid.cell_x, 0, grid.top, 0, -grid.cell_y};
        GDALSetGeoTransform(m_dataset, transform);
        OGRSpatialReferenceH reference = OSRNewSpatialReference(surface.crs().wkt().c_str());
        GDALSetSpatialRef(m_dataset, reference);
        OSRDestroySpatialReference(reference);
        GDALSetRasterNoDataValue(GDALGetRasterBand(m_dataset, 1), kNodata);
    }
    ~TiffWriter() {
        if (m_dataset != nullptr) {
            GDALClose(m_dataset);
        }
        CPLPopErrorHandler();
    }
    TiffWriter(const TiffWriter&) = delete;
    TiffWriter& operator=(const TiffWriter&) = delete;

    void put(const Window& window, std::vector<double>& values) {
        if (const auto taken = std::ranges::count(values, kNodata); taken > 0) {
            throw base::data_error("surface.file.nodata", taken, kNodata);
        }
        for (double& value : values) {
            value = std::isnan(value) ? kNodata : value;
        }
        const std::lock_guard lock(m_mutex);
        const int columns = static_cast<int>(window.columns), rows = static_cast<int>(window.rows);
        if (GDALRasterIO(GDALGetRasterBand(m_dataset, 1), GF_Write, static_cast<int>(window.column),
                         static_cast<int>(window.row), columns, rows, values.data(), columns, rows,
                         GDT_Float64, 0, 0) != CE_None) {
            refuse(m_shown);
        }
    }

    void close() {
        CPLErrorReset();
        GDALClose(std::exchange(m_dataset, nullptr));
        if (CPLGetLastErrorType() >= CE_Failure) {
            refuse(m_shown);
        }
    }

private:
    GDALDataType type() const { return m_surface.double_precision() ? GDT_Float64 : GDT_Float32; }
    const Surface& m_surface;
    std::string m_shown;
    GDALDatasetH m_dataset = nullptr;
    std::mutex m_mutex;
};

void write_to(const Surface& surface, const std::string& path, const std::string& shown,
              const base::Progress& progress) {
    TiffWriter writer(surface, path, shown);
    const Grid& grid = surface.grid();
    // Stripes of whole rows of tiles, in order, so that the file is the same for any number of
    // threads; the threads share the parts of a stripe.
    for (std::size_t row = 0; row < grid.rows; row += kTile) {
        const std::size_t rows = std::min<std::size_t>(kTile, grid.rows - row);
        std::vector<double> values(rows * grid.columns);
        const std::size_t parts = (grid.columns + 2047) / 2048;
        base::parallel_blocks(parts, 1, [&](std::size_t i, std::size_t) {
            const std::size_t column = i * 2048;
            const Window part{row, column, rows,
                              std::min<std::size_t>(2048, grid.columns - column)};
            const auto read = surface.window<double>(part);
            for (std::size_t r = 0; r < rows; ++r) {
                std::copy_n(
                    read.begin() + static_cast<std::ptrdiff_t>(r * part.columns), part.columns,
                    values.begin() + static_cast<std::ptrdiff_t>(r * grid.columns + column));
            }
        });
        writer.put({row, 0, rows, grid.columns}, values);
        progress.at(static_cast<double>(row + rows) / static_cast<double>(grid.rows),
                    "surface.write");
    }
    writer.close();
}

}  // namespace

void write_geotiff(const Surface& surface, const std::filesystem::path& path,
                   const base::Progress& progress, const std::string& shown) {
    const std::filesystem::path draft = path.string() + ".part.tif";
    try {
        write_to(surface, draft.string(), shown.empty() ? path.string() : shown, progress);
    } catch (...) {  // nothing half written stays; the error goes on
        std::error_code ignored;
        std::filesystem::remove(draft, ignored);
        throw;
    }
    std::filesystem::rename(draft, path);
}

registry::Bytes geotiff(const Surface& surface, const base::Progress& progress) {
    const base::ScratchFile file(0);  // how far it can be compressed is not known before
    write_to(surface, file.path().string(), file.folder().string(), progress);
    const auto mapped = file.mapped();
    return {mapped, mapped->bytes()};
}

}  // namespace jt::surface
