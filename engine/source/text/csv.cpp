#include "source/text/csv.hpp"

#include "base/error.hpp"
#include "base/progress.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace jt::source {
namespace {

/// Cuts the text into rows of cells.
class CsvParser {
public:
    CsvParser(std::string_view text, char separator) : m_text(text), m_separator(separator) {}
    bool more() const { return m_at < m_text.size(); }
    std::size_t line() const { return m_line; }
    bool quoted_row() const { return m_quoted; }  ///< the last row had a quoted cell

    std::vector<std::string> row() {
        std::vector<std::string> cells;
        m_quoted = false;
        while (true) {
            cells.push_back(cell());
            if (!more()) {
                return cells;
            }
            const char c = m_text[m_at++];
            if (c == m_separator) {
                continue;
            }
            if (c == '\r' && more() && m_text[m_at] == '\n') {
                ++m_at;
            }
            ++m_line;
            return cells;
        }
    }

private:
    bool ends_cell(char c) const { return c == m_separator || c == '\n' || c == '\r'; }

    std::string cell() {
        if (more() && m_text[m_at] == '"') {
            return quoted();
        }
        const std::size_t start = m_at;
        while (more() && !ends_cell(m_text[m_at])) {
            ++m_at;
        }
        return std::string(m_text.substr(start, m_at - start));
    }

    std::string quoted() {
        const std::size_t first_line = m_line;
        m_quoted = true;
        std::string out;
        for (++m_at; more(); ++m_at) {
            const char c = m_text[m_at];
            m_line += c == '\n' ? 1 : 0;
            if (c != '"') {
                out += c;
            } else if (m_at + 1 < m_text.size() && m_text[m_at + 1] == '"') {
                out += m_text[++m_at];
            } else {
                ++m_at;
                while (more() && !ends_cell(m_text[m_at])) {  // text after the closing quote
                    out += m_text[m_at++];
                }
                return out;
            }
        }
        throw base::data_error("source.csv.quote", first_line);
    }

    std::string_view m_text;
    char m_separator;
    std::size_t m_at = 0, m_line = 1;
    bool m_quoted = false;
};

char most_frequent_separator(std::string_view line) {
    char best = ',';
    for (const char c : {',', ';', '\t'}) {
        if (std::count(line.begin(), line.end(), c) > std::count(line.begin(), line.end(), best)) {
            best = c;
        }
    }
    return best;
}

char separator_of(std::string_view text) {
    return most_frequent_separator(text.substr(0, text.find('\n')));
}

bool is_integer(std::string_view text) {
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
        text.remove_prefix(1);
    }
    const bool digits = !text.empty() && std::all_of(text.begin(), text.end(),
                                                     [](char c) { return c >= '0' && c <= '9'; });
    return digits && text.size() <= 18 && (text.size() == 1 || text[0] != '0');
}

/// A code such as "0701" or a 19-digit number: digits, but no number to compute with.
bool is_code(std::string_view text) {
    const bool digits =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits && !is_integer(text);
}

bool is_not_finite_word(std::string_view text) {
    const auto number = parse_number(text);
    return number && !std::isfinite(*number);
}

/// The type that all values of a column have.
layer::Type type_of(const Csv& csv, std::size_t column) {
    bool integers = true, reals = true, booleans = true, any = false;
    for (const auto& row : csv.rows) {
        const std::string value = base::trim(row[column]);
        if (value.empty()) {
            continue;
        }
        const std::string word = base::lower(value);
        any = any || !is_not_finite_word(value);
        integers = integers && is_integer(value);
        reals = reals && parse_number(value) && !is_code(value);
        booleans = booleans && (word == "true" || word == "false");
    }
    if (!any) {
        return layer::Type::text;
    }
    return integers   ? layer::Type::integer
           : reals    ? layer::Type::real
           : booleans ? layer::Type::boolean
                      : layer::Type::text;
}

/// Appends one cell; false where a number was not finite.
bool add_cell(layer::ColumnBuilder& builder, const std::string& cell) {
    if (builder.type() == layer::Type::text) {
        cell.empty() ? builder.null() : builder.text(cell);
        return true;
    }
    const std::string value = base::trim(cell);
    if (value.empty()) {
        builder.null();
        return true;
    }
    if (builder.type() == layer::Type::boolean) {
        builder.integer(base::lower(value) == "true" ? 1 : 0);
        return true;
    }
    if (builder.type() == layer::Type::integer) {
        std::int64_t number = 0;
        const char* first = value.data() + (value[0] == '+' ? 1 : 0);
        std::from_chars(first, value.data() + value.size(), number);
        builder.integer(number);
        return true;
    }
    const double number = *parse_number(value);
    std::isfinite(number) ? builder.real(number) : builder.null();
    return std::isfinite(number);
}

void add_csv_cell(std::string& out, std::string_view cell) {
    if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
        out += cell;
        return;
    }
    out += '"';
    for (const char c : cell) {
        out += c;
        out += c == '"' ? "\"" : "";
    }
    out += '"';
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
    const std::string value = base::trim(text);
    const char* first = value.data() + (!value.empty() && value[0] == '+' ? 1 : 0);
    const char* last = value.data() + value.size();
    double number = 0;
    const auto [end, failure] = std::from_chars(first, last, number);
    return failure == std::errc() && end == last && first != last ? std::optional(number)
                                                                  : std::nullopt;
}

char each_csv_row(
    std::string_view text, bool lenient, base::Diagnostics& diagnostics, const std::string& where,
    const std::function<void(std::vector<std::string>& header)>& header,
    const std::function<void(std::vector<std::string>& cells, std::size_t line)>& row) {
    const char separator = separator_of(text);
    CsvParser parser(text, separator);
    constexpr std::size_t kTold = 20;  // of the rows that do not fit the header one by one
    std::vector<std::int64_t> ragged;
    std::size_t rows = 0, columns = 0;
    while (parser.more()) {
        if (rows % 4096 == 0) {
            base::check_cancel();
        }
        const std::size_t line = parser.line();
        std::vector<std::string> cells = parser.row();
        if (cells.size() == 1 && base::trim(cells[0]).empty() && !parser.quoted_row()) {
            continue;
        }
        if (columns == 0) {
            columns = cells.size();
            std::transform(cells.begin(), cells.end(), cells.begin(),
                           [](const std::string& name) { return base::trim(name); });
            header(cells);
            continue;
        }
        if (cells.size() != columns) {
            const base::Error error =
                base::data_error("source.csv.row", line, cells.size(), columns);
            if (!lenient) {
                throw error;
            }
            if (ragged.size() < kTold) {
                diagnostics.add({base::Severity::error, error.message(), where, {}, 0});
            }
            ragged.push_back(static_cast<std::int64_t>(rows) + 1);
            cells.resize(columns);
        }
        ++rows;
        row(cells, line);
    }
    if (columns == 0) {
        throw base::data_error("source.csv.empty");
    }
    if (ragged.size() > kTold) {
        diagnostics.features(base::Severity::error, base::msg("source.csv.rows", ragged.size()),
                             where, ragged);
    }
    return separator;
}

Csv parse_csv(std::string_view text, bool lenient, base::Diagnostics& diagnostics,
              const std::string& where) {
    Csv out;
    out.separator = each_csv_row(
        text, lenient, diagnostics, where,
        [&](std::vector<std::string>& header) { out.header = std::move(header); },
        [&](std::vector<std::string>& cells, std::size_t line) {
            out.rows.push_back(std::move(cells));
            out.lines.push_back(line);
        });
    return out;
}

std::vector<std::vector<std::string>> csv_cells(std::string_view text) {
    CsvParser parser(text, most_frequent_separator(text));
    std::vector<std::vector<std::string>> out;
    while (parser.more()) {
        if (out.size() % 4096 == 0) {
            base::check_cancel();
        }
        out.push_back(parser.row());
    }
    return out;
}

layer::Table typed_table(const Csv& csv, const std::vector<std::string>& names,
                         const std::vector<std::string>& text_fields,
                         base::Diagnostics& diagnostics, const std::string& where) {
    layer::Table out(csv.rows.size());
    for (std::size_t c = 0; c < names.size(); ++c) {
        const bool as_text =
            std::find(text_fields.begin(), text_fields.end(), names[c]) != text_fields.end();
        layer::ColumnBuilder builder(as_text ? layer::Type::text : type_of(csv, c));
        std::vector<std::int64_t> bad;
        for (std::size_t r = 0; r < csv.rows.size(); ++r) {
            if (!add_cell(builder, csv.rows[r][c])) {
                bad.push_back(static_cast<std::int64_t>(r) + 1);
            }
        }
        if (!bad.empty()) {
            diagnostics.features(base::Severity::warning,
                                 base::msg("source.value.not_finite", names[c]), where, bad);
        }
        const layer::Type type = builder.type();
        out.set(layer::Field{names[c], type, "", {}}, builder.build());
    }
    return out;
}

std::string csv_text(const layer::Table& table) {
    std::string out = "\xEF\xBB\xBF";
    const auto& fields = table.fields();
    for (std::size_t c = 0; c < fields.size(); ++c) {
        out += c == 0 ? "" : ",";
        add_csv_cell(out, fields[c].name);
    }
    out += "\r\n";
    for (std::size_t r = 0; r < table.rows(); ++r) {
        for (std::size_t c = 0; c < fields.size(); ++c) {
            out += c == 0 ? "" : ",";
            const std::string cell = table.column(c).show(r);
            if (cell.empty() && fields.size() == 1) {
                out += "\"\"";  // an empty line would be no row
            }
            add_csv_cell(out, cell);
        }
        out += "\r\n";
    }
    return out;
}

}  // namespace jt::source
