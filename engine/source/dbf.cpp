#include "source/dbf.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/csv.hpp"

#include <array>
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

/// Calls with field, record and value (blanks at the end cut off) for every record not deleted.
template <class Call>
void for_each_value(const std::string& path, const DbfHeader& header, Call&& call) {
    std::ifstream in = open(path);
    in.seekg(static_cast<std::streamoff>(header.header_bytes));
    std::string record(header.record_bytes, '\0');
    for (std::int64_t row = 0; row < header.records; ++row) {
        if (!in.read(record.data(), static_cast<std::streamsize>(record.size()))) {
            return;
        }
        for (std::size_t i = 0; record[0] != '*' && i < header.fields.size(); ++i) {
            const std::string_view raw(record.data() + header.fields[i].offset,
                                       static_cast<std::size_t>(header.fields[i].width));
            call(i, row, trimmed(raw));
        }
    }
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
    return out;
}

void gather_dbf_names(const DbfHeader& header, TextStatistics& out) {
    for (const DbfField& field : header.fields) {
        out.add(field.name, field.name, -1);
    }
}

void gather_dbf_values(const std::string& path, const DbfHeader& header, TextStatistics& out) {
    for_each_value(path, header, [&](std::size_t index, std::int64_t row, std::string_view value) {
        if (header.fields[index].type == 'C') {
            out.add(value, header.fields[index].name, row);
        }
    });
}

std::vector<BadNumbers> find_bad_numbers(const std::string& path, const DbfHeader& header) {
    std::vector<BadNumbers> out(header.fields.size());
    const auto judge = [&](std::size_t index, std::int64_t row, std::string_view value) {
        const char type = header.fields[index].type;
        if ((type != 'N' && type != 'F') || base::trim(value).empty()) {
            return;
        }
        if (value.find('*') != std::string_view::npos) {
            out[index].stars.push_back(row);
        } else if (!parse_number(value)) {
            out[index].example = out[index].text.empty() ? base::trim(value) : out[index].example;
            out[index].text.push_back(row);
        }
    };
    for_each_value(path, header, judge);
    return out;
}

}  // namespace jt::source
