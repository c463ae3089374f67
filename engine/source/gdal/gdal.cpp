#include "source/gdal/gdal.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/database/connection.hpp"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>

namespace jt::source {
namespace {

void register_drivers() {
    static std::once_flag once;
    std::call_once(once, [] { GDALAllRegister(); });
}

void remember(std::vector<std::string>& list, std::string text) {
    if (std::find(list.begin(), list.end(), text) == list.end() && list.size() < 100) {
        list.push_back(std::move(text));
    }
}

}  // namespace

GdalSession::GdalSession() {
    CPLPushErrorHandlerEx(&GdalSession::handle, this);
    register_drivers();
    clear();  // a plug-in driver that does not load is no matter of ours
}

GdalSession::~GdalSession() {
    CPLPopErrorHandler();
    CPLErrorReset();
}

void GdalSession::clear() {
    m_warnings.clear();
    m_errors.clear();
}

void CPL_STDCALL GdalSession::handle(CPLErr level, CPLErrorNum, const char* text) {
    auto* self = static_cast<GdalSession*>(CPLGetErrorHandlerUserData());
    const std::string clean =
        base::is_utf8(text) ? masked(base::trim(text)) : "(text is not UTF-8)";
    if (level == CE_Warning) {
        remember(self->m_warnings, clean);
    } else if (level == CE_Failure || level == CE_Fatal) {
        remember(self->m_errors, clean);
    }
}

GdalOption::GdalOption(const char* name, const char* value) : m_name(name) {
    const char* before = CPLGetThreadLocalConfigOption(name, nullptr);
    m_had = before != nullptr;
    m_before = m_had ? before : "";
    CPLSetThreadLocalConfigOption(name, value);
}

GdalOption::~GdalOption() {
    CPLSetThreadLocalConfigOption(m_name.c_str(), m_had ? m_before.c_str() : nullptr);
}

MemoryFolder::MemoryFolder() {
    static std::atomic<int> counter{0};
    m_path = fmt::format("/vsimem/jt_source_{}", ++counter);
    VSIMkdir(m_path.c_str(), 0700);
}

MemoryFolder::~MemoryFolder() { VSIRmdirRecursive(m_path.c_str()); }

std::string MemoryFolder::add(const std::string& name, const std::string& bytes) const {
    std::string file_path = path(name);
    VSILFILE* file = VSIFOpenL(file_path.c_str(), "wb");
    const bool whole =
        file != nullptr && VSIFWriteL(bytes.data(), 1, bytes.size(), file) == bytes.size();
    if (file != nullptr) {
        VSIFCloseL(file);
    }
    if (!whole) {
        throw base::machine_error("source.memory", name);
    }
    return file_path;
}

std::vector<std::string> MemoryFolder::names() const {
    char** list = VSIReadDir(m_path.c_str());
    std::vector<std::string> out;
    for (char** name = list; name != nullptr && *name != nullptr; ++name) {
        out.emplace_back(*name);
    }
    CSLDestroy(list);
    std::sort(out.begin(), out.end());
    return out;
}

std::string MemoryFolder::bytes(const std::string& name) const {
    vsi_l_offset size = 0;
    const GByte* data = VSIGetMemFileBuffer(path(name).c_str(), &size, FALSE);
    VSIStatBufL status;
    if (data == nullptr && VSIStatL(path(name).c_str(), &status) == 0) {
        return "";  // an empty file has no buffer
    }
    if (data == nullptr) {
        throw base::machine_error("source.memory", name);
    }
    return std::string(reinterpret_cast<const char*>(data), static_cast<std::size_t>(size));
}

const std::vector<const char*>& allowed_drivers() {
    static const std::vector<const char*> drivers = {
        "ESRI Shapefile", "GPKG",         "GeoJSON", "FlatGeobuf", "KML",
        "OpenFileGDB",    "MapInfo File", "DXF",     "XLSX",       nullptr};
    return drivers;
}

OwnedDataset open_dataset(const std::string& path, const std::vector<std::string>& options,
                          bool virtual_format) {
    register_drivers();
    std::vector<const char*> list;
    for (const std::string& option : options) {
        list.push_back(option.c_str());
    }
    list.push_back(nullptr);
    constexpr std::array<const char*, 2> kVirtual = {"OGR_VRT", nullptr};
    const char* const* drivers = virtual_format ? kVirtual.data() : allowed_drivers().data();
    return OwnedDataset(
        GDALOpenEx(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, list.data(), nullptr));
}

}  // namespace jt::source
