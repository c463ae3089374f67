#include "surface/io_open.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <cpl_error.h>
#include <gdal.h>
#include <cmath>
#include <filesystem>
#include <mutex>

namespace jt::surface {
namespace {

constexpr GIntBig kGdalCache = GIntBig{128} << 20;

void check_file(const std::string& path) {
    std::error_code error;
    if (!std::filesystem::exists(std::filesystem::path(path), error)) {
        throw base::data_error("surface.file.missing", path);
    }
    if (std::filesystem::is_directory(std::filesystem::path(path), error)) {
        throw base::data_error("surface.file.folder", path);
    }
}

}  // namespace

void CloseDataset::operator()(void* dataset) const { GDALClose(dataset); }

QuietErrors::QuietErrors() {
    CPLPushErrorHandler(CPLQuietErrorHandler);
    CPLErrorReset();
}
QuietErrors::~QuietErrors() { CPLPopErrorHandler(); }

std::string gdal_reason() {
    const std::string text = base::trim(CPLGetLastErrorMsg());
    return text.empty() || !base::is_utf8(text) ? "GDAL" : text;
}

Dataset open_raster(const std::string& path) {
    static std::once_flag once;
    std::call_once(once, [] {
        GDALAllRegister();
        GDALSetCacheMax64(kGdalCache);  // windows follow the blocks of the files
    });
    check_file(path);
    Dataset dataset(GDALOpenEx(path.c_str(),
                               GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, nullptr,
                               nullptr, nullptr));
    if (!dataset || GDALGetRasterCount(dataset.get()) == 0) {
        throw base::data_error("surface.file.raster", path, gdal_reason());
    }
    return dataset;
}

Placed grid_of(GDALDatasetH dataset) {
    double t[6];
    if (GDALGetGeoTransform(dataset, t) != CE_None) {
        throw base::data_error("surface.georeference");
    }
    if (t[2] != 0 || t[4] != 0) {
        throw base::data_error("surface.rotated", t[2], t[4]);
    }
    if (t[1] <= 0) {
        throw base::data_error("surface.mirrored");
    }
    Placed out;
    out.grid.columns = static_cast<std::size_t>(GDALGetRasterXSize(dataset));
    out.grid.rows = static_cast<std::size_t>(GDALGetRasterYSize(dataset));
    out.grid.left = t[0];
    out.grid.cell_x = t[1];
    out.south_up = t[5] > 0;
    out.grid.cell_y = std::abs(t[5]);
    out.grid.top = out.south_up ? t[3] + t[5] * static_cast<double>(out.grid.rows) : t[3];
    return out;
}

}  // namespace jt::surface
