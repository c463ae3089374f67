// How a column goes into a spreadsheet. Internal to source/.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/table.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jt::source {

enum class CellType { number, boolean, text, date, time };

/// "2020-05-25" or "2020-05-25T12:30:00" (also with a blank) as the days since 1899-12-30 that
/// spreadsheets count; nothing for another text, for a day that is not in the calendar, and before
/// 1900-03-01, where they count wrongly.
std::optional<double> serial_date(std::string_view text);

/// The type of the column's cells, told where it is not the column's own. Data errors name the
/// value that a cell cannot hold.
CellType cell_type(const layer::Column& column, const std::string& name,
                   const std::vector<std::int64_t>& ids, base::Diagnostics& diagnostics,
                   const std::string& where);

/// "_x0041_" would be read as "A": the text with such places escaped.
std::string escaped_cell(std::string_view text);

}  // namespace jt::source
