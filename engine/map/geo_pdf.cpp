#include "map/geo_pdf.hpp"

#include "base/error.hpp"

#include <cpl_error.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_srs_api.h>

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <type_traits>

namespace jt::map {
namespace {

// GDAL counts a page in pixels of this resolution.
constexpr int kDpi = 150;

struct Close {
    void operator()(void* dataset) const { GDALClose(dataset); }
};
using DatasetPtr = std::unique_ptr<void, Close>;

struct DestroySrs {
    void operator()(OGRSpatialReferenceH srs) const { OSRDestroySpatialReference(srs); }
};
using SrsPtr = std::unique_ptr<std::remove_pointer_t<OGRSpatialReferenceH>, DestroySrs>;

/// A file in GDAL's memory under a name of its own, gone with the object.
class MemoryFile {
public:
    explicit MemoryFile(const std::string& bytes) {
        static std::atomic<unsigned> next{0};
        m_name = "/vsimem/jt-sheet-" + std::to_string(next++) + ".pdf";
        VSILFILE* file = VSIFOpenL(m_name.c_str(), "wb");
        VSIFWriteL(bytes.data(), 1, bytes.size(), file);
        VSIFCloseL(file);
    }
    ~MemoryFile() { VSIUnlink(m_name.c_str()); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    const std::string& name() const { return m_name; }
    std::string bytes() const {
        vsi_l_offset size = 0;
        const GByte* data = VSIGetMemFileBuffer(m_name.c_str(), &size, FALSE);
        return {reinterpret_cast<const char*>(data), static_cast<std::size_t>(size)};
    }

private:
    std::string m_name;
};

/// GDAL's messages go into our errors, not to the terminal.
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

void check(bool good) {
    if (!good) {
        throw base::internal_error("map.geo_pdf", CPLGetLastErrorMsg());
    }
}

std::string neatline(const geo::Box& ground) {
    return fmt::format("POLYGON (({0} {1},{2} {1},{2} {3},{0} {3},{0} {1}))", ground.min_x,
                       ground.min_y, ground.max_x, ground.max_y);
}

}  // namespace

std::string registered_pdf(const std::string& pdf, const View& view, const geo::Crs& crs,
                           double page_height_mm) {
    static std::once_flag once;
    std::call_once(once, GDALAllRegister);
    const QuietErrors quiet;
    const MemoryFile file(pdf);
    const std::string dpi = "DPI=" + std::to_string(kDpi);
    const std::array<const char*, 2> drivers{"PDF", nullptr}, options{dpi.c_str(), nullptr};
    {
        const DatasetPtr dataset(GDALOpenEx(file.name().c_str(), GDAL_OF_RASTER | GDAL_OF_UPDATE,
                                            drivers.data(), options.data(), nullptr));
        check(dataset != nullptr);
        const SrsPtr srs(OSRNewSpatialReference(crs.wkt().c_str()));
        check(srs != nullptr);
        OSRSetAxisMappingStrategy(srs.get(), OAMS_TRADITIONAL_GIS_ORDER);
        check(GDALSetSpatialRef(dataset.get(), srs.get()) == CE_None);
        const double pixel_mm = 25.4 / kDpi, pixel = view.metres_per_mm() * pixel_mm;
        // the whole pixels are counted from the lower edge of the page
        const double top_mm = page_height_mm - GDALGetRasterYSize(dataset.get()) * pixel_mm;
        std::array<double, 6> transform{view.map_x(0), pixel, 0, view.map_y(top_mm), 0, -pixel};
        check(GDALSetGeoTransform(dataset.get(), transform.data()) == CE_None);
        check(GDALSetMetadataItem(dataset.get(), "NEATLINE", neatline(view.ground()).c_str(),
                                  nullptr) == CE_None);
    }
    check(CPLGetLastErrorType() < CE_Failure);  // the update is written while closing
    return file.bytes();
}

}  // namespace jt::map
