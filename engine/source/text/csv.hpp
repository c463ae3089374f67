// Comma separated text (RFC 4180), read strictly and written so that spreadsheets open it. GDAL's
// reader fills short rows and drops long ones without a word, so this one is our own.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/table.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jt::source {

struct Csv {
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;  ///< each as long as the header
    std::vector<std::size_t> lines;              ///< line of the file where a row begins, from 1
    char separator = ',';                        ///< comma, semicolon or tab, by the header line
};

/// Parses UTF-8 text without a byte order mark; empty lines are left out. Data errors name the
/// line: a row with more or fewer cells than the header, a quote that never ends. Lenient: such
/// rows are cut or filled, and reported.
Csv parse_csv(std::string_view text, bool lenient, base::Diagnostics& diagnostics,
              const std::string& where);

/// The same row by row, for files that are too large to keep: the header first, then each row with
/// the line where it begins. Gives the separator.
char each_csv_row(
    std::string_view text, bool lenient, base::Diagnostics& diagnostics, const std::string& where,
    const std::function<void(std::vector<std::string>& header)>& header,
    const std::function<void(std::vector<std::string>& cells, std::size_t line)>& row);

/// The cells of every line, empty lines too, whatever their number; the separator is the one that
/// occurs most. Data error for a quote that never ends.
std::vector<std::vector<std::string>> csv_cells(std::string_view text);

/// Columns typed by all their values: integer, real or boolean (true/false) where every value that
/// is not empty is one, else text. Whole numbers with a leading zero (codes) and of more than 18
/// digits stay text, as do the columns named in `text_fields`. Empty cells are null, and "nan" in a
/// column of numbers is null and reported.
layer::Table typed_table(const Csv& csv, const std::vector<std::string>& names,
                         const std::vector<std::string>& text_fields,
                         base::Diagnostics& diagnostics, const std::string& where);

/// The whole text as a number ("12", "-3.5e2", "nan", "inf"); nothing where it is none.
std::optional<double> parse_number(std::string_view text);

/// The table as CSV: UTF-8 with byte order mark (Excel needs it for Chinese), CRLF, quotes where
/// needed. Nulls are empty cells, reals in their shortest exact form.
std::string csv_text(const layer::Table& table);

}  // namespace jt::source
