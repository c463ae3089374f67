// GDAL behind RAII: handles, the drivers the engine opens, and its errors as ours. Internal to
// source/.
#pragma once

#include "base/message.hpp"

#include <cpl_error.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace jt::source {

/// Catches what GDAL says on this thread for as long as it lives: nothing reaches stderr.
class GdalSession {
public:
    GdalSession();
    ~GdalSession();
    GdalSession(const GdalSession&) = delete;
    GdalSession& operator=(const GdalSession&) = delete;

    /// Warnings and errors so far, each text once, in order.
    const std::vector<std::string>& warnings() const { return m_warnings; }
    const std::vector<std::string>& errors() const { return m_errors; }
    /// The first error: the others mostly follow from it. "" for none.
    std::string cause() const { return m_errors.empty() ? "" : m_errors.front(); }
    void clear();

private:
    static void CPL_STDCALL handle(CPLErr level, CPLErrorNum number, const char* text);
    std::vector<std::string> m_warnings, m_errors;
};

/// A GDAL configuration option for this thread and scope.
class GdalOption {
public:
    GdalOption(const char* name, const char* value);
    ~GdalOption();
    GdalOption(const GdalOption&) = delete;
    GdalOption& operator=(const GdalOption&) = delete;

private:
    std::string m_name, m_before;
    bool m_had = false;
};

struct DatasetCloser {
    void operator()(void* dataset) const { GDALClose(dataset); }
};
struct FeatureCloser {
    void operator()(OGRFeatureH feature) const { OGR_F_Destroy(feature); }
};
struct GeometryCloser {
    void operator()(OGRGeometryH geometry) const { OGR_G_DestroyGeometry(geometry); }
};
struct SrsCloser {
    void operator()(void* srs) const { OSRRelease(srs); }
};
struct FieldCloser {
    void operator()(OGRFieldDefnH field) const { OGR_Fld_Destroy(field); }
};
template <class Handle, class Closer>
using Owned = std::unique_ptr<std::remove_pointer_t<Handle>, Closer>;
using OwnedDataset = Owned<GDALDatasetH, DatasetCloser>;
using OwnedFeature = Owned<OGRFeatureH, FeatureCloser>;
using OwnedGeometry = Owned<OGRGeometryH, GeometryCloser>;
using OwnedSrs = Owned<OGRSpatialReferenceH, SrsCloser>;
using OwnedField = Owned<OGRFieldDefnH, FieldCloser>;

/// A folder in GDAL's memory file system, gone with the object.
class MemoryFolder {
public:
    MemoryFolder();
    ~MemoryFolder();
    MemoryFolder(const MemoryFolder&) = delete;
    MemoryFolder& operator=(const MemoryFolder&) = delete;
    /// Adds a file and returns its path.
    std::string add(const std::string& name, const std::string& bytes) const;
    /// The path a file of that name has or would have.
    std::string path(const std::string& name) const { return m_path + "/" + name; }
    /// Names of the files in it, sorted.
    std::vector<std::string> names() const;
    /// The bytes of a file in it.
    std::string bytes(const std::string& name) const;

private:
    std::string m_path;
};

/// The vector drivers the engine reads with; nothing else of GDAL is ever opened.
const std::vector<const char*>& allowed_drivers();

/// Opens for reading with the allowed drivers, or as a .vrt; null where none takes it.
OwnedDataset open_dataset(const std::string& path, const std::vector<std::string>& options,
                          bool virtual_format = false);

}  // namespace jt::source
