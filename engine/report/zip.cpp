#include "report/zip.hpp"

#include "base/error.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>

namespace jt::report {
namespace {

constexpr std::array<std::uint32_t, 256> make_crc_table() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit) {
            value = (value & 1U) != 0 ? 0xEDB88320U ^ (value >> 1U) : value >> 1U;
        }
        table[i] = value;
    }
    return table;
}

std::uint32_t crc32(std::string_view bytes) {
    static constexpr auto kTable = make_crc_table();
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char c : bytes) {
        crc = kTable[(crc ^ static_cast<unsigned char>(c)) & 0xFFU] ^ (crc >> 8U);
    }
    return crc ^ 0xFFFFFFFFU;
}

void put(std::string& out, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) {
        out += static_cast<char>((value >> (8U * static_cast<unsigned>(i))) & 0xFFU);
    }
}

/// The fields that local and central headers share: version, flags (UTF-8 names), method "stored",
/// time, date, checksum, sizes, name length.
void put_common(std::string& out, std::uint32_t crc, std::size_t size, std::size_t name) {
    constexpr std::uint32_t kFirstDate = (1U << 5U) | 1U;  // 1980-01-01
    put(out, 20, 2);
    put(out, 0x0800, 2);
    put(out, 0, 2);
    put(out, 0, 2);
    put(out, kFirstDate, 2);
    put(out, crc, 4);
    put(out, static_cast<std::uint32_t>(size), 4);
    put(out, static_cast<std::uint32_t>(size), 4);
    put(out, static_cast<std::uint32_t>(name), 2);
    put(out, 0, 2);
}

}  // namespace

std::string zip_stored(const std::vector<std::pair<std::string, std::string>>& entries) {
    std::string out, directory;
    for (const auto& [name, bytes] : entries) {
        if (bytes.size() + out.size() >= std::numeric_limits<std::uint32_t>::max()) {
            throw base::internal_error("report.zip.large", name);
        }
        const auto offset = static_cast<std::uint32_t>(out.size());
        const std::uint32_t crc = crc32(bytes);
        put(out, 0x04034B50, 4);
        put_common(out, crc, bytes.size(), name.size());
        out += name + bytes;
        put(directory, 0x02014B50, 4);
        put(directory, 0x0314, 2);  // made on Unix: names are taken as they are
        put_common(directory, crc, bytes.size(), name.size());
        put(directory, 0, 2);  // comment
        put(directory, 0, 2);  // disk
        put(directory, 0, 2);  // internal attributes
        put(directory, 0, 4);  // external attributes
        put(directory, offset, 4);
        directory += name;
    }
    const auto start = static_cast<std::uint32_t>(out.size());
    out += directory;
    put(out, 0x06054B50, 4);
    put(out, 0, 4);
    put(out, static_cast<std::uint32_t>(entries.size()), 2);
    put(out, static_cast<std::uint32_t>(entries.size()), 2);
    put(out, static_cast<std::uint32_t>(directory.size()), 4);
    put(out, start, 4);
    put(out, 0, 2);
    return out;
}

}  // namespace jt::report
