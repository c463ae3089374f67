#include "source/gdal/gdal_files.hpp"

#include "base/error.hpp"
#include "source/shapefile/dbf.hpp"
#include "source/text/codec.hpp"
#include "source/text/field_names.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>

namespace fs = std::filesystem;

namespace jt::source {
namespace {

/// The .cpg says the encoding, and so does the language byte of the .dbf for GBK.
void mark_encoding(const fs::path& stem, const Target& target) {
    base::write_file(fs::path(stem).replace_extension(".cpg"), target.encoding);
    if (is_chinese_encoding(target.encoding)) {
        std::fstream dbf(fs::path(stem).replace_extension(".dbf"),
                         std::ios::in | std::ios::out | std::ios::binary);
        dbf.seekp(kDbfLanguageByte);
        if (!dbf.put(kDbfGbk).flush()) {
            throw base::machine_error("source.write.failed", std::strerror(errno));
        }
    }
}

/// Beside a shapefile, where names were cut.
void keep_field_names(fs::path stem, const std::string& list) {
    if (!list.empty()) {
        base::write_file(stem.replace_extension(kFieldNames), list);
    }
}

}  // namespace

// SQLite tells of full disks by itself, and wants to lock a file of its own kind.
GdalFiles::GdalFiles(const std::string& path, const WriteOptions& options,
                     base::Diagnostics& diagnostics)
    : FilesWriter(path, options, diagnostics),
      m_files(m_pending.path().string()),
      m_gdal(m_target.extension == ".gpkg" ? file().string() : m_files.path(name()), m_target,
             diagnostics) {}

void GdalFiles::begin(const std::string& name, const layer::Table& first, bool more) {
    check_next(name, first);
    m_gdal.begin(name, first, more);
}

void GdalFiles::end() {
    m_gdal.end(m_styles);
    m_styles.clear();
}

void GdalFiles::finish() {
    m_gdal.finish();
    m_files.check();
    if (m_target.extension == ".shp") {
        mark_encoding(file(), m_target);
        keep_field_names(file(), m_gdal.field_names());
    }
    FilesWriter::finish();
}

}  // namespace jt::source
