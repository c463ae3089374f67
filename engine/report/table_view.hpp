// How a table of the run is shown: which columns, their titles, units and digits.
#pragma once

#include "layer/table.hpp"
#include "report/document.hpp"
#include "report/spec.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace jt::report {

struct ShownColumn {
    std::size_t index = 0;  ///< in the table
    std::string title;      ///< with its unit: "时间（min）"
    double factor = 1;      ///< from the unit of the field to the unit shown
    int digits = 0;         ///< after the point, for reals
    bool chosen = false;    ///< the digits were asked for, or the values have no more
    std::string unit;       ///< as in the title, "" for none
    bool sign = false;
    layer::Type type = layer::Type::text;
};

/// Borrows nothing: keeps the table alive. Without columns in the spec every column is shown. Where
/// no digits are asked, a column that was rounded to 0 to 3 keeps them; any other real column gets
/// so many (0 to 3) that its largest value shows four, and columns of one unit get the fewest of
/// them. Data errors: a column that is not there (did you mean), a unit that measures something
/// else.
class TableView {
public:
    TableView(TableSpec spec, std::shared_ptr<const layer::Table> table, base::Lang lang);

    const TableSpec& spec() const { return m_spec; }
    const layer::Table& table() const { return *m_table; }
    /// The same table in another place of the report.
    TableView as(Role role, std::string chapter) const;
    const std::vector<ShownColumn>& columns() const { return m_columns; }
    base::Lang lang() const { return m_lang; }

    /// Null and not-a-number print as an em dash.
    Cell cell(std::size_t row, const ShownColumn& column) const;
    /// The text of the row whose key column shows `key`; data error with the closest key.
    /// `digits` overrides those of the column.
    std::string value(const std::string& key, const std::string& column,
                      std::optional<int> digits) const;
    /// The table as printed. Of a long table the first `rows` of the spec, of a table with many
    /// columns and no choice in the spec the first two and the last ten, and none in milliseconds;
    /// the note says what is left to the workbook.
    Grid grid() const;

private:
    std::vector<const ShownColumn*> printed_columns(std::string& note) const;
    void level_digits();
    ShownColumn resolve(const ColumnView& view) const;
    const ShownColumn* shown(const std::string& name) const;

    TableSpec m_spec;
    std::shared_ptr<const layer::Table> m_table;
    base::Lang m_lang;
    std::vector<ShownColumn> m_columns;
};

/// A number with so many digits after the point, with a true minus sign (U+2212); never "−0.0".
std::string format_number(double value, int digits, bool sign = false);

/// A unit as people print it: "m2" -> "m²"; in Chinese "mu" -> "亩", "ha" -> "公顷".
std::string unit_symbol(const std::string& unit, base::Lang lang);

}  // namespace jt::report
