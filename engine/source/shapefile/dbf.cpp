#include "source/shapefile/dbf.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "base/text.hpp"
#include "source/shapefile/file_window.hpp"
#include "source/text/codec.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace jt::source {
namespace {

std::uint32_t little(const std::string& bytes, std::size_t at, int count) {
    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i) {
        const auto byte = static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
        value |= static_cast<std::uint32_t>(byte) << (8 * i);
    }
    return value;
}

std::ifstream open(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        throw base::machine_error("base.file.open", path, std::strerror(errno));
    }
    return in;
}

DbfField read_field(const std::string& head, std::size_t at, std::size_t offset) {
    DbfField field;
    field.name = std::string(head.c_str() + at, ::strnlen(head.c_str() + at, 11));
    while (!field.name.empty() && field.name.back() == ' ') {
        field.name.pop_back();
    }
    field.type = head[at + 11];
    field.width = static_cast<unsigned char>(head[at + 16]);
    field.decimals = static_cast<unsigned char>(head[at + 17]);
    field.offset = offset;
    return field;
}

std::string_view trimmed(std::string_view value) {
    value = value.substr(0, std::min(value.find('\0'), value.size()));
    const auto last = value.find_last_not_of(' ');
    return last == std::string_view::npos ? std::string_view() : value.substr(0, last + 1);
}

}  // namespace

DbfHeader read_dbf_header(const std::string& path) {
    std::ifstream in = open(path);
    std::string head(32, '\0');
    in.read(head.data(), 32);
    DbfHeader out;
    if (in.gcount() == 32) {
        out.ldid = static_cast<unsigned char>(head[kDbfLanguageByte]);
        out.records = little(head, 4, 4);
        out.header_bytes = little(head, 8, 2);
        out.record_bytes = little(head, 10, 2);
    }
    if (out.header_bytes < 33 || out.record_bytes < 1) {
        throw base::data_error("source.dbf.broken", path);
    }
    head.resize(out.header_bytes);
    in.read(head.data() + 32, static_cast<std::streamsize>(out.header_bytes - 32));
    if (static_cast<std::size_t>(in.gcount()) + 32 < out.header_bytes) {
        throw base::data_error("source.dbf.broken", path);
    }
    std::size_t offset = 1;  // the deletion mark
    for (std::size_t at = 32; at + 32 <= head.size() && head[at] != '\r'; at += 32) {
        out.fields.push_back(read_field(head, at, offset));
        offset += static_cast<std::size_t>(out.fields.back().width);
    }
    if (offset > out.record_bytes) {
        throw base::data_error("source.dbf.broken", path);
    }
    in.clear();
    in.seekg(0, std::ios::end);
    const auto bytes = static_cast<std::int64_t>(in.tellg());
    const auto head_bytes = static_cast<std::int64_t>(out.header_bytes);
    const std::int64_t room =
        std::max<std::int64_t>(0, bytes - head_bytes) / static_cast<std::int64_t>(out.record_bytes);
    out.held = std::min(out.records, room);
    return out;
}

void gather_dbf_names(const DbfHeader& header, TextStatistics& out) {
    for (const DbfField& field : header.fields) {
        out.add(field.name, field.name, -1);
    }
}

std::vector<std::int64_t> scan_dbf(const std::string& path, const DbfHeader& header,
                                   TextStatistics& out) {
    constexpr std::size_t kBlock = 16384, kStep = 1024;
    std::vector<const DbfField*> texts;
    for (const DbfField& field : header.fields) {
        if (field.type == 'C') {
            texts.push_back(&field);
        }
    }
    struct Found {
        TextStatistics texts;
        std::vector<std::int64_t> deleted;
    };
    std::vector<Found> found(kBlock / kStep);
    FileWindow file(path);
    const auto records = static_cast<std::size_t>(header.held);
    for (std::size_t first = 0; first < records; first += kBlock) {
        const std::size_t count = std::min(kBlock, records - first);
        const std::string_view bytes = file.bytes(header.header_bytes + first * header.record_bytes,
                                                  count * header.record_bytes);
        const std::size_t there = bytes.size() / header.record_bytes;
        base::parallel_blocks(there, kStep, [&](std::size_t begin, std::size_t end) {
            Found& mine = found[begin / kStep];
            for (std::size_t row = begin; row < end; ++row) {
                const auto number = static_cast<std::int64_t>(first + row);
                const std::string_view record =
                    bytes.substr(row * header.record_bytes, header.record_bytes);
                if (record[0] == '*') {
                    mine.deleted.push_back(number);
                    continue;
                }
                for (const DbfField* field : texts) {
                    const std::string_view value =
                        record.substr(field->offset, static_cast<std::size_t>(field->width));
                    if (!is_ascii(value)) {  // ASCII says nothing
                        mine.texts.add(trimmed(value), field->name, number);
                    }
                }
            }
        });
        if (there < count) {
            break;
        }
    }
    std::vector<std::int64_t> deleted;
    for (const Found& one : found) {
        out.add(one.texts);
        deleted.insert(deleted.end(), one.deleted.begin(), one.deleted.end());
    }
    std::sort(deleted.begin(), deleted.end());
    return deleted;
}

}  // namespace jt::source
