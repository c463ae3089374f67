#include "surface/io_gdal.hpp"

#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "surface/io_cells.hpp"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <gdal.h>
#include <ogr_srs_api.h>
#include <algorithm>
#include <array>
#include <filesystem>

namespace jt::surface {
namespace {

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

/// What the numbers of a band are, where the file says that they are no plain measure.
void tell_values(GDALRasterBandH band, const RasterSource& source, base::Diagnostics& diagnostics) {
    if (GDALGetRasterColorTable(band) != nullptr) {
        diagnostics.info(base::msg("surface.palette", source.band), source.path);
    }
    const std::string unit = base::lower(base::trim(GDALGetRasterUnitType(band)));
    constexpr std::array<std::string_view, 6> kMetres = {"",      "m",      "metre",
                                                         "meter", "metres", "meters"};
    if (std::ranges::find(kMetres, unit) != kMetres.end() || !base::is_utf8(unit)) {
        return;
    }
    // Heights in feet would make slopes of three times the tangent.
    constexpr std::array<std::string_view, 6> kLengths = {"ft", "fo", "us", "km", "cm", "mm"};
    const bool length = std::ranges::any_of(
        kLengths, [&](std::string_view start) { return unit.starts_with(start); });
    const base::Message told = base::msg("surface.unit", source.band, unit);
    length ? diagnostics.warn(told, source.path) : diagnostics.info(told, source.path);
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
    const FileValues values = file_values(source, placed, "");
    if (values.scale != 1 || values.offset != 0) {
        diagnostics.info(base::msg("surface.rescaled", values.scale, values.offset), source.path);
    }
    tell_values(band, source, diagnostics);
    return {placed.grid, crs, values.cells};
}

}  // namespace

Surface read_raster(const RasterSource& source, base::Diagnostics& diagnostics) {
    return base::within(base::msg("surface.in.file", source.path),
                        [&] { return read_open(source, diagnostics); });
}

CellsPtr read_file_cells(base::Reader& in) {
    RasterSource source;
    source.path = in.text();
    source.band = static_cast<int>(in.integer());
    std::string sha256 = in.text();
    return base::within(base::msg("surface.in.file", source.path), [&]() -> CellsPtr {
        const QuietErrors quiet;
        const Placed placed = grid_of(open_raster(source.path).get());
        return file_values(source, placed, std::move(sha256)).cells;
    });
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
