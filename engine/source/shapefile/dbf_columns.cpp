#include "source/shapefile/dbf_columns.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "base/text.hpp"
#include "source/shapefile/file_window.hpp"
#include "source/text/codec.hpp"
#include "source/text/csv.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace jt::source {
namespace {

constexpr std::size_t kBlock = 16384;  ///< records parsed at a time
constexpr int kMostDigits = 18;

bool is_number(const DbfField& field) { return field.type == 'N' || field.type == 'F'; }

/// Up to the first zero byte, without blanks at both ends.
std::string_view trimmed(std::string_view value) {
    value = value.substr(0, std::min(value.find('\0'), value.size()));
    const auto first = value.find_first_not_of(' ');
    if (first == std::string_view::npos) {
        return {};
    }
    return value.substr(first, value.find_last_not_of(' ') + 1 - first);
}

bool digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "20200525" as "2020-05-25"; "" for what is no date.
std::string iso_date(std::string_view text) {
    if (text.size() != 8 || !digits(text)) {
        return "";
    }
    const auto number = [&](std::size_t at) { return (text[at] - '0') * 10 + text[at + 1] - '0'; };
    const int month = number(4), day = number(6);
    if (month < 1 || month > 12 || day < 1 || day > 31) {
        return "";
    }
    return fmt::format("{}-{}-{}", text.substr(0, 4), text.substr(4, 2), text.substr(6, 2));
}

/// Reads one field of every record.
class ColumnReader {
public:
    ColumnReader(const DbfField& field, std::string name, const Codec& codec, bool lenient,
                 std::size_t records)
        : m_field(field),
          m_name(std::move(name)),
          m_lenient(lenient),
          m_codec(codec.name()),
          m_decode(m_codec, m_name, lenient),
          m_builder(column_type(field)) {
        m_builder.expect(records);
    }

    const DbfField& field() const { return m_field; }
    void null() { m_builder.null(); }

    void read(std::string_view raw, std::int64_t record) {
        const std::string_view value = trimmed(raw);
        if (is_number(m_field)) {
            number(value, record);
        } else if (value.empty()) {
            m_builder.null();
        } else if (m_field.type == 'L') {
            logical(value, record);
        } else if (m_field.type == 'D') {
            date(value, record);
        } else {
            text(value, record);
        }
    }

    /// The column, once every record is read; tells what was found.
    layer::Column finish(base::Diagnostics& diagnostics, const std::string& where) {
        const auto tell = [&](const char* id, const std::vector<std::int64_t>& records) {
            if (!records.empty()) {
                diagnostics.features(base::Severity::warning, base::msg(id, m_name), where,
                                     records);
            }
        };
        tell("source.value.stars", m_stars);
        tell("source.value.no_number_null", m_no_numbers);
        tell("source.value.not_finite", m_not_finite);
        tell("source.value.no_date", m_no_dates);
        tell("source.value.no_logical", m_no_logicals);
        tell("source.value.fraction", m_fractions);
        if (m_inexact) {
            diagnostics.warn(base::msg("source.value.inexact", m_name), where);
        }
        m_decode.report(diagnostics, where);
        return m_builder.build();
    }

private:
    void number(std::string_view value, std::int64_t record) {
        if (value.empty()) {
            m_builder.null();
            return;
        }
        if (m_builder.type() == layer::Type::integer && integer(value)) {
            return;
        }
        if (value.find('*') != std::string_view::npos) {
            m_stars.push_back(record);
            m_builder.null();
            return;
        }
        const auto parsed = parse_number(value);
        if (!parsed) {
            if (!m_lenient) {
                base::Error error = base::data_error("source.value.no_number", m_decode(value, -1));
                error.add_context(base::msg("source.place.value", record, m_name));
                throw error;
            }
            m_no_numbers.push_back(record);
            m_builder.null();
        } else if (!std::isfinite(*parsed)) {
            m_not_finite.push_back(record);
            m_builder.null();
        } else {
            real(*parsed, record);
        }
    }

    bool integer(std::string_view value) {
        std::int64_t parsed = 0;
        const std::size_t sign = value.front() == '+' ? 1 : 0;
        const char* const end = value.data() + value.size();
        const auto result = std::from_chars(value.data() + sign, end, parsed);
        if (result.ec != std::errc() || result.ptr != end) {
            return false;
        }
        m_builder.integer(parsed);
        return true;
    }

    /// A real number; in an integer column "12.0" is 12, and a fraction makes the column real.
    void real(double value, std::int64_t record) {
        constexpr double kExact = 9007199254740992.0, kLargest = 9.2e18;
        if (m_builder.type() == layer::Type::integer) {
            if (value == std::floor(value) && std::fabs(value) <= kLargest) {
                m_builder.integer(static_cast<std::int64_t>(value));
                return;
            }
            const layer::Column before = m_builder.build();
            m_builder = layer::ColumnBuilder(layer::Type::real);
            for (std::size_t row = 0; row < before.size(); ++row) {
                m_builder.real(before.number(row));
                if (before.valid(row) && std::fabs(before.number(row)) > kExact) {
                    m_inexact = true;
                }
            }
            m_was_integer = true;
        }
        if (m_was_integer && value != std::floor(value)) {
            m_fractions.push_back(record);
        }
        m_builder.real(value);
    }

    void logical(std::string_view value, std::int64_t record) {
        const bool known = value.size() == 1;
        const char letter = known ? value.front() : ' ';
        if (std::string_view("TtYy").find(letter) != std::string_view::npos) {
            m_builder.integer(1);
        } else if (std::string_view("FfNn").find(letter) != std::string_view::npos) {
            m_builder.integer(0);
        } else {
            if (letter != '?') {
                m_no_logicals.push_back(record);
            }
            m_builder.null();
        }
    }

    void date(std::string_view value, std::int64_t record) {
        const std::string iso = iso_date(value);
        if (iso.empty() && value.find_first_not_of('0') == std::string_view::npos) {
            m_builder.null();
            return;
        }
        if (iso.empty()) {
            m_no_dates.push_back(record);
            m_builder.text(m_decode(value, record));
            return;
        }
        m_builder.text(iso);
    }

    /// Planning data repeat the same words over and over: what was decoded last is kept.
    void text(std::string_view value, std::int64_t record) {
        if (is_ascii(value)) {
            m_builder.text(value);
            return;
        }
        Kept& kept = m_kept[std::hash<std::string_view>()(value) % m_kept.size()];
        if (kept.raw != value) {
            const std::string decoded = m_decode(value, record);
            if (!m_decode.clean(record)) {  // mended: told value by value
                m_builder.text(decoded);
                return;
            }
            kept = {std::string(value), decoded};
        }
        m_builder.text(kept.text);
    }

    struct Kept {
        std::string raw, text;
    };
    const DbfField& m_field;
    std::string m_name;
    bool m_lenient, m_was_integer = false, m_inexact = false;
    Codec m_codec;  ///< its own: a decoder holds a state, and columns are read side by side
    TextDecoder m_decode;
    layer::ColumnBuilder m_builder;
    std::array<Kept, 509> m_kept;
    std::vector<std::int64_t> m_stars, m_no_numbers, m_not_finite, m_no_dates, m_no_logicals,
        m_fractions;
};

/// Blocks of whole records, one after the other.
class Records {
public:
    Records(const std::string& path, const DbfHeader& header)
        : m_file(path), m_start(header.header_bytes), m_width(header.record_bytes) {}
    /// The records from `first` on, at most `count`; fewer where the file ends.
    std::string_view at(std::size_t first, std::size_t count) {
        const std::string_view bytes = m_file.bytes(m_start + first * m_width, count * m_width);
        return bytes.substr(0, bytes.size() / m_width * m_width);
    }

private:
    FileWindow m_file;
    std::size_t m_start, m_width;
};

}  // namespace

std::string source_type(const DbfField& field) {
    if (field.type == 'D' || field.type == 'L') {
        return field.type == 'D' ? "date" : "boolean";
    }
    if (!is_number(field)) {
        return fmt::format("text({})", field.width);
    }
    return column_type(field) == layer::Type::integer
               ? fmt::format("integer({})", field.width)
               : fmt::format("real({},{})", field.width, field.decimals);
}

bool readable(const DbfField& field) {
    return field.type == 'C' || field.type == 'N' || field.type == 'F' || field.type == 'D' ||
           field.type == 'L';
}

layer::Type column_type(const DbfField& field) {
    if (!is_number(field)) {
        return field.type == 'L' ? layer::Type::boolean : layer::Type::text;
    }
    return field.decimals == 0 && field.width <= kMostDigits ? layer::Type::integer
                                                             : layer::Type::real;
}

std::vector<layer::Column> read_dbf_columns(const std::string& path, const DbfHeader& header,
                                            const std::vector<std::string>& names,
                                            const std::vector<std::int64_t>& records,
                                            const Codec& codec, bool lenient,
                                            base::Diagnostics& diagnostics,
                                            const std::string& where) {
    std::vector<std::unique_ptr<ColumnReader>> readers;
    for (const DbfField& field : header.fields) {
        if (readable(field)) {
            readers.push_back(std::make_unique<ColumnReader>(field, names[readers.size()], codec,
                                                             lenient, records.size()));
        }
    }
    Records file(path, header);
    for (std::size_t from = 0; from < records.size();) {
        // The records that lie in one block of the file.
        const auto first = static_cast<std::size_t>(records[from]);
        std::size_t to = from;
        while (to < records.size() && static_cast<std::size_t>(records[to]) < first + kBlock) {
            ++to;
        }
        const std::string_view bytes =
            records[from] < header.held
                ? file.at(first, std::min(kBlock, static_cast<std::size_t>(header.held) - first))
                : std::string_view();
        base::parallel_blocks(readers.size(), 1, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                ColumnReader& reader = *readers[i];
                const DbfField& field = reader.field();
                for (std::size_t k = from; k < to; ++k) {
                    const std::size_t at =
                        (static_cast<std::size_t>(records[k]) - first) * header.record_bytes;
                    if (at >= bytes.size()) {
                        reader.null();
                        continue;
                    }
                    reader.read(
                        bytes.substr(at + field.offset, static_cast<std::size_t>(field.width)),
                        records[k]);
                }
            }
        });
        from = to;
    }
    std::vector<layer::Column> out;
    for (const auto& reader : readers) {
        out.push_back(reader->finish(diagnostics, where));
    }
    return out;
}

}  // namespace jt::source
