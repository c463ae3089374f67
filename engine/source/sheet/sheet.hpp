// Sheets that people made for people (statistical yearbooks): titles above the names of the
// columns, rows of units, merged cells, notes below, numbers written as text. Internal to source/.
#pragma once

#include "source/dataset.hpp"
#include "source/loaded.hpp"

#include <optional>
#include <string>
#include <vector>

namespace jt::source {

/// The cells of a sheet as they are written, row by row; row 1 of the sheet is rows[0].
struct Grid {
    std::vector<std::vector<std::string>> rows;
    std::size_t width = 0;  ///< columns of the widest row
    /// The cell without white space around it; "" beyond the end of its row. Both from 0.
    std::string cell(std::size_t row, std::size_t column) const;
    /// How many cells of a row say something.
    std::size_t filled(std::size_t row) const;
};

/// Reads a CSV or a sheet of an .xlsx whole; tells its encoding, fills name, driver and where of
/// `out`. Data error for another format.
Grid read_grid(const LoadOptions& options, Format format, Loaded& out,
               base::Diagnostics& diagnostics);

/// The table that `options.sheet` finds in the sheet. Ids are row numbers of the sheet. Rows and
/// cells that it leaves out or changes are told. Data errors: rows that are not there, rows of
/// names and of data that overlap, a column to fill or to keep as text that is not there.
Loaded load_sheet(const LoadOptions& options, Format format, base::Diagnostics& diagnostics);

/// Where the first row looks like a title and a later one like the names: what to say of it, with
/// the option that reads it so.
std::optional<base::Message> suggest_header(const Grid& grid);

/// The same for a layer of a spreadsheet that was opened as a plain table.
void suggest_header(OGRLayerH layer, const LoadOptions& options, base::Diagnostics& diagnostics,
                    const std::string& where);

/// A number as people write it, as parse_number() takes it: full-width digits, spaces, thousands
/// separators (1,234,567.8). "" for what is none.
std::string plain_number(const std::string& cell);

/// The names of the columns: of `count` rows from `first` (both from 0), those above merged cells
/// joined to those below by a space. `told`: names that an upper cell was carried to.
std::vector<std::string> sheet_names(const Grid& grid, std::size_t first, std::size_t count,
                                     std::vector<std::string>& told);

}  // namespace jt::source
