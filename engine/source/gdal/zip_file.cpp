#include "source/gdal/zip_file.hpp"

#include "base/error.hpp"
#include "base/progress.hpp"
#include "base/text.hpp"
#include "source/shapefile/file_window.hpp"
#include "source/text/codec.hpp"

#include <zlib.h>
#include <algorithm>
#include <fstream>

namespace jt::source {
namespace {

constexpr std::size_t kEndRecord = 22, kCentralRecord = 46, kLocalRecord = 30, kBlock = 1 << 18;

[[noreturn]] void broken() { throw base::data_error("source.zip.broken"); }

std::uint32_t little16(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]) |
           static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + 1])) << 8;
}

/// Where the directory begins and how many bytes it has.
std::pair<std::uint32_t, std::uint32_t> directory_of(FileWindow& file) {
    const std::uint64_t tail = std::min<std::uint64_t>(file.size(), kEndRecord + 65535);
    const std::string_view end = file.bytes(file.size() - tail, static_cast<std::size_t>(tail));
    const auto at = end.rfind("PK\x05\x06");
    if (at == std::string_view::npos || at + kEndRecord > end.size()) {
        broken();
    }
    return {little32(end, at + 16), little32(end, at + 12)};
}

std::string name_of(std::string_view raw, bool utf8) {
    const std::string name(raw);
    return base::is_utf8(name) ? name : Codec(utf8 ? "UTF-8" : "GBK").decode_lossy(name);
}

/// Takes what was unpacked; stops an entry that is longer than it says.
class Sink {
public:
    Sink(const ZipEntry& entry, const std::filesystem::path& to)
        : m_entry(entry), m_path(to), m_out(to, std::ios::binary) {}
    void take(const char* bytes, std::size_t count) {
        m_written += count;
        if (m_written > m_entry.bytes) {
            broken();
        }
        m_crc = ::crc32(m_crc, reinterpret_cast<const Bytef*>(bytes), static_cast<uInt>(count));
        m_out.write(bytes, static_cast<std::streamsize>(count));
        base::check_cancel();
    }
    void finish() {
        m_out.close();
        if (!m_out) {
            throw base::machine_error("base.file.write", m_path.string(), "");
        }
        if (m_written != m_entry.bytes || m_crc != m_entry.crc) {
            broken();
        }
    }

private:
    const ZipEntry& m_entry;
    std::filesystem::path m_path;
    std::ofstream m_out;
    std::uint64_t m_written = 0;
    uLong m_crc = ::crc32(0, nullptr, 0);
};

struct Inflater {
    z_stream stream{};
    Inflater() {
        if (::inflateInit2(&stream, -MAX_WBITS) != Z_OK) {
            broken();
        }
    }
    ~Inflater() { ::inflateEnd(&stream); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
};

void inflate_into(FileWindow& file, std::uint64_t start, const ZipEntry& entry, Sink& sink) {
    Inflater inflater;
    z_stream& stream = inflater.stream;
    std::string in, out(kBlock, '\0');
    int state = Z_OK;
    for (std::uint64_t done = 0; state != Z_STREAM_END;) {
        if (stream.avail_in == 0) {
            in = std::string(file.bytes(
                start + done,
                std::min<std::size_t>(kBlock, entry.packed - static_cast<std::size_t>(done))));
            if (in.empty()) {
                broken();  // the content ends before its end mark
            }
            done += in.size();
            stream.next_in = reinterpret_cast<Bytef*>(in.data());
            stream.avail_in = static_cast<uInt>(in.size());
        }
        do {
            stream.next_out = reinterpret_cast<Bytef*>(out.data());
            stream.avail_out = static_cast<uInt>(out.size());
            state = ::inflate(&stream, Z_NO_FLUSH);
            if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR) {
                broken();
            }
            sink.take(out.data(), out.size() - stream.avail_out);
        } while (state != Z_STREAM_END && (stream.avail_in > 0 || stream.avail_out == 0));
    }
}

}  // namespace

std::vector<ZipEntry> zip_entries(const std::string& zip) {
    FileWindow file(zip);
    const auto [start, size] = directory_of(file);
    const std::string directory(file.bytes(start, size));
    std::vector<ZipEntry> out;
    for (std::size_t at = 0; at + kCentralRecord <= directory.size();) {
        const std::string_view record = std::string_view(directory).substr(at);
        const std::size_t name = little16(record, 28);
        const std::size_t length =
            kCentralRecord + name + little16(record, 30) + little16(record, 32);
        if (record.substr(0, 4) != "PK\x01\x02" || length > record.size()) {
            broken();
        }
        const std::uint32_t flags = little16(record, 8);
        ZipEntry entry;
        entry.name = name_of(record.substr(kCentralRecord, name), (flags & 0x800) != 0);
        entry.method = static_cast<int>(little16(record, 10));
        entry.crc = little32(record, 16);
        entry.packed = little32(record, 20);
        entry.bytes = little32(record, 24);
        entry.header = little32(record, 42);
        entry.locked = (flags & 1) != 0;
        at += length;
        if (!entry.name.empty() && entry.name.back() != '/' && entry.name.back() != '\\') {
            out.push_back(std::move(entry));
        }
    }
    return out;
}

void unpack_entry(const std::string& zip, const ZipEntry& entry, const std::filesystem::path& to) {
    FileWindow file(zip);
    const std::string local(file.bytes(entry.header, kLocalRecord));
    if (entry.locked || local.size() < kLocalRecord || local.compare(0, 4, "PK\x03\x04") != 0) {
        broken();
    }
    const std::uint64_t start =
        std::uint64_t{entry.header} + kLocalRecord + little16(local, 26) + little16(local, 28);
    std::filesystem::create_directories(to.parent_path());
    Sink sink(entry, to);
    if (entry.method == 8) {
        inflate_into(file, start, entry, sink);
    } else if (entry.method == 0) {
        for (std::uint64_t done = 0; done < entry.packed;) {
            const std::string_view block = file.bytes(
                start + done,
                std::min<std::size_t>(kBlock, entry.packed - static_cast<std::size_t>(done)));
            if (block.empty()) {
                broken();
            }
            sink.take(block.data(), block.size());
            done += block.size();
        }
    } else {
        broken();
    }
    sink.finish();
}

}  // namespace jt::source
