// The entries of a zip file, unpacked with their checksums (PKWARE APPNOTE 6.3, without Zip64 and
// encryption). Internal to source/.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace jt::source {

struct ZipEntry {
    std::string name;  ///< UTF-8; bytes that are not are read as GBK
    std::uint32_t crc = 0, packed = 0, bytes = 0;
    std::uint32_t header = 0;  ///< where its local header stands
    int method = 0;            ///< 0 stored, 8 deflated
    bool locked = false;       ///< by a password
};

/// The directory, folders left out. Data error "source.zip.broken" where there is none.
std::vector<ZipEntry> zip_entries(const std::string& zip);

/// Writes the entry to a file. Data error "source.zip.broken" where its content is not what the
/// directory says: length, checksum, method; machine error where it cannot be written.
void unpack_entry(const std::string& zip, const ZipEntry& entry, const std::filesystem::path& to);

}  // namespace jt::source
