#include "source/sheet/sheet.hpp"

#include "base/error.hpp"
#include "base/fold.hpp"
#include "base/text.hpp"
#include "base/units.hpp"
#include "source/text/csv.hpp"
#include "source/text/field_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace jt::source {
namespace {

/// How notes below a table begin.
constexpr std::array<std::string_view, 12> kNotes = {"注",       "备注",   "说明", "资料来源",
                                                     "数据来源", "来源",   "Note", "NOTE",
                                                     "Source",   "SOURCE", "*",    "＊"};

bool contains(const std::vector<std::string>& list, const std::string& text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

/// First and last row of the data, from 0; "5-26", "5-", "-26" as people count them, from 1.
struct Span {
    std::size_t first, last;
};
Span span_of(const std::string& text, std::size_t first, std::size_t last) {
    Span out{first, last};
    const auto dash = text.find('-');
    const auto number = [&](const std::string& part, std::size_t& to) {
        const std::string word = base::trim(part);
        std::size_t value = 0;
        const auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), value);
        if (!word.empty() && (code != std::errc() || end != word.data() + word.size())) {
            throw base::data_error("source.sheet.rows", text);
        }
        to = word.empty() ? to : value - 1;
        return value > 0 || word.empty();
    };
    if (dash == std::string::npos || !number(text.substr(0, dash), out.first) ||
        !number(text.substr(dash + 1), out.last) || out.first > out.last) {
        throw base::data_error("source.sheet.rows", text);
    }
    return out;
}

/// A row for people: "27 注：人口为常住人口".
std::string shown_row(const Grid& grid, std::size_t row) {
    std::vector<std::string> cells;
    for (std::size_t c = 0; c < grid.width; ++c) {
        if (const std::string cell = grid.cell(row, c); !cell.empty()) {
            cells.push_back(cell);
        }
    }
    return fmt::format("{} {}", row + 1, fmt::join(cells, " | "));
}

/// Finds the table in a sheet.
class SheetReader {
public:
    SheetReader(Grid grid, const SheetOptions& options, base::Diagnostics& diagnostics,
                std::string where)
        : m_grid(std::move(grid)),
          m_options(options),
          m_diagnostics(diagnostics),
          m_where(std::move(where)),
          m_first(static_cast<std::size_t>(options.header_row) - 1),
          m_below(m_first + static_cast<std::size_t>(options.header_rows)) {}

    void read(Loaded& out) {
        check_rows();
        find_names();
        find_data();
        find_units();
        fill_down();
        Csv csv;
        csv.header = m_names;
        for (const std::size_t row : m_rows) {
            csv.rows.emplace_back();
            for (const std::size_t c : m_columns) {
                csv.rows.back().push_back(m_grid.cell(row, c));
            }
            out.ids.push_back(static_cast<std::int64_t>(row) + 1);
        }
        for (std::size_t c = 0; c < m_names.size(); ++c) {
            if (!contains(m_options.text, m_names[c])) {
                clean_numbers(csv, c);
            }
        }
        out.table = typed_table(csv, m_names, m_options.text, m_diagnostics, m_where);
        set_units(out.table);
        out.source_types.assign(m_names.size(), "text");
    }

private:
    void check_rows() const {
        const std::size_t last =
            std::max<std::size_t>(m_below, static_cast<std::size_t>(m_options.unit_row));
        if (last > m_grid.rows.size()) {
            throw base::data_error("source.sheet.no_row", last, m_grid.rows.size());
        }
        if (m_grid.filled(m_first) == 0) {
            throw base::data_error("source.sheet.no_names", m_options.header_row);
        }
    }

    /// The columns that have a name or a value, and their names.
    void find_names() {
        std::vector<std::string> carried;
        const auto names =
            sheet_names(m_grid, m_first, static_cast<std::size_t>(m_options.header_rows), carried);
        for (std::size_t c = 0; c < names.size(); ++c) {
            bool used = !names[c].empty();
            for (std::size_t row = m_below; row < m_grid.rows.size() && !used; ++row) {
                used = !m_grid.cell(row, c).empty();
            }
            if (used) {
                m_columns.push_back(c);
                m_names.push_back(names[c]);
            }
        }
        make_unique_names(m_names, m_diagnostics, m_where);
        if (!carried.empty()) {
            m_diagnostics.info(base::msg("source.sheet.carried", base::join_some(carried)),
                               m_where);
        }
        for (const auto* list : {&m_options.fill_down, &m_options.text}) {
            for (const std::string& name : *list) {
                if (!contains(m_names, name)) {
                    throw base::unknown_name_error("source.sheet.column", name, m_names);
                }
            }
        }
    }

    bool is_note(std::size_t row) const {
        for (std::size_t c = 0; c < m_grid.width; ++c) {
            const std::string cell = m_grid.cell(row, c);
            if (!cell.empty()) {
                return std::any_of(kNotes.begin(), kNotes.end(),
                                   [&](std::string_view note) { return cell.starts_with(note); });
            }
        }
        return true;  // an empty row among the notes
    }

    /// The rows of data: inside the span, not skipped, not empty, and no notes at the end.
    void find_data() {
        Span span{m_below, m_grid.rows.size() - 1};
        if (!m_options.rows.empty()) {
            span = span_of(m_options.rows, span.first, span.last);
        }
        if (span.first < m_below || span.last >= m_grid.rows.size()) {
            throw base::data_error("source.sheet.outside", m_options.rows, m_below + 1,
                                   m_grid.rows.size());
        }
        std::set<std::size_t> skipped;
        for (const std::int64_t row : m_options.skip_rows) {
            if (row < 1 || row > static_cast<std::int64_t>(m_grid.rows.size())) {
                throw base::data_error("source.sheet.no_row", row, m_grid.rows.size());
            }
            skipped.insert(static_cast<std::size_t>(row) - 1);
        }
        std::vector<std::string> left;
        std::vector<std::int64_t> empty;
        for (std::size_t row = 0; row < m_grid.rows.size(); ++row) {
            const bool head = row >= m_first && row < m_below;
            const bool unit = static_cast<std::int64_t>(row) + 1 == m_options.unit_row;
            if (m_grid.filled(row) == 0) {
                empty.push_back(static_cast<std::int64_t>(row) + 1);
            } else if (!head && !unit &&
                       (row < span.first || row > span.last || skipped.count(row) > 0)) {
                left.push_back(shown_row(m_grid, row));
            } else if (!head && !unit) {
                m_rows.push_back(row);
            }
        }
        for (const std::string& row : left) {
            m_diagnostics.info(base::msg("source.sheet.left", row), m_where);
        }
        if (m_options.rows.empty()) {
            drop_notes();
        }
        if (!empty.empty()) {
            m_diagnostics.features(base::Severity::info, base::msg("source.sheet.empty"), m_where,
                                   empty);
        }
    }

    /// Notes at the end are known by how they begin.
    void drop_notes() {
        std::size_t end = m_rows.size();
        while (end > 0 && is_note(m_rows[end - 1])) {
            --end;
        }
        for (std::size_t i = end; i < m_rows.size(); ++i) {
            m_diagnostics.warn(base::msg("source.sheet.note", shown_row(m_grid, m_rows[i])),
                               m_where);
        }
        m_rows.resize(end);
    }

    void find_units() {
        m_units.assign(m_names.size(), "");
        for (std::size_t i = 0; i < m_columns.size() && m_options.unit_row > 0; ++i) {
            std::string unit =
                m_grid.cell(static_cast<std::size_t>(m_options.unit_row) - 1, m_columns[i]);
            for (const auto& [open, close] : {std::pair("（", "）"), std::pair("(", ")")}) {
                if (unit.starts_with(open) && unit.ends_with(close)) {
                    unit = unit.substr(std::string_view(open).size(),
                                       unit.size() - 2 * std::string_view(open).size());
                }
            }
            m_units[i] = unit;
        }
    }

    void fill_down() {
        for (const std::string& name : m_options.fill_down) {
            const auto at = std::find(m_names.begin(), m_names.end(), name) - m_names.begin();
            const std::size_t c = m_columns[static_cast<std::size_t>(at)];
            std::vector<std::int64_t> filled;
            std::string above;
            for (const std::size_t row : m_rows) {
                const std::string cell = m_grid.cell(row, c);
                if (cell.empty() && !above.empty()) {
                    m_grid.rows[row].resize(std::max(m_grid.rows[row].size(), c + 1));
                    m_grid.rows[row][c] = above;
                    filled.push_back(static_cast<std::int64_t>(row) + 1);
                } else {
                    above = cell;
                }
            }
            if (!filled.empty()) {
                m_diagnostics.features(base::Severity::info, base::msg("source.sheet.filled", name),
                                       m_where, filled);
            }
        }
    }

    /// Where all cells of a column are numbers as people write them, or stand for none: as numbers.
    void clean_numbers(Csv& csv, std::size_t c) {
        std::vector<std::string> cells;
        std::vector<std::int64_t> missing, changed, words;
        std::string word;
        std::size_t numbers = 0;
        for (std::size_t r = 0; r < csv.rows.size(); ++r) {
            const std::string& cell = csv.rows[r][c];
            const auto id = static_cast<std::int64_t>(m_rows[r]) + 1;
            const std::string number = plain_number(cell);
            cells.push_back(number);
            numbers += number.empty() ? 0 : 1;
            if (!number.empty()) {
                if (number != cell) {
                    changed.push_back(id);
                }
            } else if (contains(m_options.missing, cell)) {
                missing.push_back(id);
            } else if (!cell.empty()) {
                words.push_back(id);
                word = word.empty() ? cell : word;
            }
        }
        if (!words.empty()) {
            if (numbers > words.size()) {
                m_diagnostics.features(base::Severity::warning,
                                       base::msg("source.sheet.words", m_names[c], numbers, word),
                                       m_where, words);
            }
            return;
        }
        if (numbers == 0) {
            return;
        }
        for (std::size_t r = 0; r < csv.rows.size(); ++r) {
            csv.rows[r][c] = cells[r];
        }
        const auto tell = [&](base::Severity severity, const char* id,
                              const std::vector<std::int64_t>& rows) {
            if (!rows.empty()) {
                m_diagnostics.features(severity, base::msg(id, m_names[c]), m_where, rows);
            }
        };
        tell(base::Severity::info, "source.sheet.numbers", changed);
        tell(base::Severity::warning, "source.sheet.missing", missing);
    }

    /// Units that the engine knows go to the field, others into its title.
    void set_units(layer::Table& table) {
        for (std::size_t c = 0; c < m_names.size(); ++c) {
            layer::Field field = table.field(m_names[c]);
            const bool number =
                field.type == layer::Type::integer || field.type == layer::Type::real;
            if (m_units[c].empty()) {
                continue;
            }
            if (number && base::unit_factor(m_units[c]) != 0) {
                field.unit = m_units[c];
            } else {
                field.title = {field.name + "（" + m_units[c] + "）",
                               field.name + " (" + m_units[c] + ")"};
                m_diagnostics.info(base::msg("source.sheet.unit", m_units[c], field.name), m_where);
            }
            table.set(field, table.shared_column(field.name));
        }
    }

    Grid m_grid;
    const SheetOptions& m_options;
    base::Diagnostics& m_diagnostics;
    std::string m_where;
    std::size_t m_first, m_below;  ///< row of the names, and the first one below them
    std::vector<std::size_t> m_columns, m_rows;
    std::vector<std::string> m_names, m_units;
};

}  // namespace

Loaded load_sheet(const LoadOptions& options, Format format, base::Diagnostics& diagnostics) {
    Loaded out;
    Grid grid = read_grid(options, format, out, diagnostics);
    SheetReader(std::move(grid), options.sheet, diagnostics, out.where).read(out);
    return out;
}

}  // namespace jt::source
