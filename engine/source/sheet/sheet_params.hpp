// Parameters of the reading operators: where a table lies in a sheet, and the field dictionary.
// Internal to source/.
#pragma once

#include "registry/spec.hpp"
#include "source/read.hpp"

#include <vector>

namespace jt::source {

std::vector<registry::ParamSpec> sheet_params();

/// Of source.read and source.read_table: a field dictionary (dictionary.hpp).
registry::ParamSpec dictionary_param();

/// Of validated parameters; those of a plain table where they are absent. Data errors: a part
/// without header_row, an entry of a list that is no text or no row.
SheetOptions sheet_of(const nlohmann::json& params);

}  // namespace jt::source
