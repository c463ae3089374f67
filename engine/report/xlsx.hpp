// The tables of a run as one workbook.
#pragma once

#include "report/table_view.hpp"

#include <string>
#include <vector>

namespace jt::report {

/// One sheet per table, in order: a frozen head, numbers as numbers in the digits of the view,
/// booleans as booleans, nulls as empty cells. No clock in the file: the same tables give the same
/// bytes. No tables: one empty sheet. Data error where a table has more rows than a sheet holds
/// (1 048 575), or a text more characters than a cell (32 767).
std::string to_xlsx(const std::vector<TableView>& tables, const std::string& title);

/// Names of the sheets: from the captions, without the characters a workbook forbids, at most 31
/// characters, no two the same (capital or not).
std::vector<std::string> sheet_names(const std::vector<TableView>& tables);

}  // namespace jt::report
