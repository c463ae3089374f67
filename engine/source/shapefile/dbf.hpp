// The header and the text bytes of a DBF file, as far as evidence about its encoding needs them.
#pragma once

#include "source/text/encoding.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace jt::source {

struct DbfField {
    std::string name;  ///< raw bytes, at most 11
    char type = 'C';   ///< C N F D L M ...
    int width = 0, decimals = 0;
    std::size_t offset = 0;  ///< inside a record
};

struct DbfHeader {
    int ldid = 0;              ///< byte 29, the language driver
    std::int64_t records = 0;  ///< as the header says
    std::int64_t held = 0;     ///< of these, the ones that the file has room for
    std::size_t header_bytes = 0, record_bytes = 0;
    std::vector<DbfField> fields;
};

/// Data error "source.dbf.broken" when the header is cut or makes no sense.
DbfHeader read_dbf_header(const std::string& path);

void gather_dbf_names(const DbfHeader& header, TextStatistics& out);

/// Adds every text value, but for those of records that are marked as deleted; these are returned,
/// ascending. A file that is shorter than its header says ends early.
std::vector<std::int64_t> scan_dbf(const std::string& path, const DbfHeader& header,
                                   TextStatistics& out);

/// Where the language byte stands, and its value for GBK.
constexpr std::size_t kDbfLanguageByte = 29;
constexpr char kDbfGbk = 0x4D;

}  // namespace jt::source
