#include "surface/io_gdal.hpp"

#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/progress.hpp"
#include "base/text.hpp"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <ogr_srs_api.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <memory>
#include <mutex>
#include <span>

namespace jt::surface {
namespace {

constexpr std::size_t kMaxCells = std::size_t{1} << 28;

struct CloseDataset {
    void operator()(void* dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<void, CloseDataset>;

/// GDAL's own messages stay out of the terminal: what matters becomes an Error.
class QuietErrors {
public:
    QuietErrors() {
        CPLPushErrorHandler(CPLQuietErrorHandler);
        CPLErrorReset();
    }
    ~QuietErrors() { CPLPopErrorHandler(); }
    QuietErrors(const QuietErrors&) = delete;
    QuietErrors& operator=(const QuietErrors&) = delete;
};

std::string gdal_reason() {
    const std::string text = base::trim(CPLGetLastErrorMsg());
    return text.empty() || !base::is_utf8(text) ? "GDAL" : text;
}

void check_file(const std::string& path) {
    std::error_code error;
    if (!std::filesystem::exists(std::filesystem::path(path), error)) {
        throw base::data_error("surface.file.missing", path);
    }
    if (std::filesystem::is_directory(std::filesystem::path(path), error)) {
        throw base::data_error("surface.file.folder", path);
    }
}

Dataset open_raster(const std::string& path) {
    static std::once_flag once;
    std::call_once(once, GDALAllRegister);
    check_file(path);
    Dataset dataset(GDALOpenEx(path.c_str(),
                               GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, nullptr,
                               nullptr, nullptr));
    if (!dataset || GDALGetRasterCount(dataset.get()) == 0) {
        throw base::data_error("surface.file.raster", path, gdal_reason());
    }
    return dataset;
}

struct Placed {
    Grid grid;
    bool south_up = false;
};

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
    if (out.grid.cells() > kMaxCells) {
        throw base::data_error("surface.too_large", out.grid.columns, out.grid.rows, kMaxCells);
    }
    return out;
}

geo::Crs file_crs(GDALDatasetH dataset) {
    OGRSpatialReferenceH reference = GDALGetSpatialRef(dataset);
    if (reference == nullptr) {
        return {};
    }
    char* wkt = nullptr;
    const char* options[] = {"FORMAT=WKT2_2019", nullptr};
    const bool good = OSRExportToWktEx(reference, &wkt, options) == OGRERR_NONE;
    const std::string text = good && wkt != nullptr ? wkt : "";
    CPLFree(wkt);
    // A local or engineering CRS is none that anything could be transformed to.
    return text.empty() || OSRIsLocal(reference) != 0 ? geo::Crs() : geo::Crs::from(text);
}

geo::Crs crs_of(GDALDatasetH dataset, const RasterSource& source, base::Diagnostics& diagnostics) {
    if (source.crs.empty()) {
        geo::Crs crs = file_crs(dataset);
        if (!crs.known()) {
            throw base::data_error("surface.crs.missing");
        }
        return crs;
    }
    const geo::Crs given = geo::Crs::from(source.crs);
    const geo::Crs own = file_crs(dataset);
    if (!own.known()) {
        diagnostics.info(base::msg("surface.crs.given", given.label()), source.path);
    } else if (!own.same(given)) {
        diagnostics.warn(base::msg("surface.crs.override", own.label(), given.label()),
                         source.path);
    }
    return given;
}

/// Scale and offset of a band; 1 and 0 where it has none.
struct Rescale {
    double scale = 1, offset = 0;
    bool active() const { return scale != 1 || offset != 0; }
};

template <class Value>
class RowReader {
public:
    RowReader(GDALRasterBandH band, std::size_t columns, GDALDataType type)
        : m_band(band), m_mask(GDALGetMaskBand(band)), m_type(type), m_flags(columns) {
        m_all_valid = (GDALGetMaskFlags(band) & GMF_ALL_VALID) != 0;
        m_rescale.scale = GDALGetRasterScale(band, nullptr);
        m_rescale.offset = GDALGetRasterOffset(band, nullptr);
    }
    const Rescale& rescale() const { return m_rescale; }

    /// Reads row `source` of the file into `out`.
    void read(int source, std::span<Value> out) {
        read_band(m_band, source, out.data(), m_type, out.size());
        if (!m_all_valid) {
            read_band(m_mask, source, m_flags.data(), GDT_Byte, m_flags.size());
        }
        for (std::size_t i = 0; i < out.size(); ++i) {
            if (!m_all_valid && m_flags[i] == 0) {
                out[i] = std::numeric_limits<Value>::quiet_NaN();
            } else if (m_rescale.active()) {
                out[i] = static_cast<Value>(m_rescale.offset +
                                            m_rescale.scale * static_cast<double>(out[i]));
            }
            if (std::isinf(out[i])) {
                out[i] = std::numeric_limits<Value>::quiet_NaN();
            }
        }
    }

private:
    static void read_band(GDALRasterBandH band, int row, void* out, GDALDataType type,
                          std::size_t count) {
        const int columns = static_cast<int>(count);
        if (GDALRasterIO(band, GF_Read, 0, row, columns, 1, out, columns, 1, type, 0, 0) !=
            CE_None) {
            throw base::data_error("surface.file.cells", row + 1, gdal_reason());
        }
    }
    GDALRasterBandH m_band, m_mask;
    GDALDataType m_type;
    std::vector<unsigned char> m_flags;
    bool m_all_valid = false;
    Rescale m_rescale;
};

template <class Value>
Surface read_cells(GDALRasterBandH band, const Placed& placed, const geo::Crs& crs,
                   GDALDataType type, const std::string& path, base::Diagnostics& diagnostics) {
    const Grid& grid = placed.grid;
    RowReader<Value> reader(band, grid.columns, type);
    if (reader.rescale().active()) {
        diagnostics.info(
            base::msg("surface.rescaled", reader.rescale().scale, reader.rescale().offset), path);
    }
    std::vector<Value> values(grid.cells());
    for (std::size_t row = 0; row < grid.rows; ++row) {
        base::check_cancel();
        const std::size_t source = placed.south_up ? grid.rows - 1 - row : row;
        reader.read(static_cast<int>(source),
                    std::span(values).subspan(row * grid.columns, grid.columns));
    }
    return Surface(grid, crs, std::move(values));
}

bool fits_float(GDALDataType type) {
    return type == GDT_Byte || type == GDT_UInt16 || type == GDT_Int16 || type == GDT_Float32;
}

Surface read_open(const RasterSource& source, base::Diagnostics& diagnostics) {
    const QuietErrors quiet;
    const Dataset dataset = open_raster(source.path);
    const int bands = GDALGetRasterCount(dataset.get());
    if (source.band < 1 || source.band > bands) {
        throw base::data_error("surface.band", source.band, bands);
    }
    GDALRasterBandH band = GDALGetRasterBand(dataset.get(), source.band);
    const GDALDataType type = GDALGetRasterDataType(band);
    if (GDALDataTypeIsComplex(type) != 0) {
        throw base::data_error("surface.complex", source.band);
    }
    const Placed placed = grid_of(dataset.get());
    const geo::Crs crs = crs_of(dataset.get(), source, diagnostics);
    if (placed.south_up) {
        diagnostics.info(base::msg("surface.turned"), source.path);
    }
    return fits_float(type)
               ? read_cells<float>(band, placed, crs, GDT_Float32, source.path, diagnostics)
               : read_cells<double>(band, placed, crs, GDT_Float64, source.path, diagnostics);
}

}  // namespace

Surface read_raster(const RasterSource& source, base::Diagnostics& diagnostics) {
    return base::within(base::msg("surface.in.file", source.path),
                        [&] { return read_open(source, diagnostics); });
}

std::vector<registry::ExternalInput> raster_files(const std::string& path) {
    return base::within(base::msg("surface.in.file", path), [&] {
        const QuietErrors quiet;
        const Dataset dataset = open_raster(path);
        std::vector<std::string> names;
        char** list = GDALGetFileList(dataset.get());
        for (char** name = list; name != nullptr && *name != nullptr; ++name) {
            if (std::filesystem::is_regular_file(*name)) {
                names.emplace_back(*name);
            }
        }
        CSLDestroy(list);
        std::ranges::sort(names);
        std::vector<registry::ExternalInput> out;
        for (const auto& name : names) {
            out.push_back({name, base::sha256_file(name)});
        }
        return out;
    });
}

}  // namespace jt::surface
