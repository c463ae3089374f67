// Texts that a filter names and the data spell otherwise.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/table.hpp"

#include <nlohmann/json.hpp>
#include <string>

namespace jt::layer {

/// Tells the text literals of `eq` and `in` that no value of their column is, where a value differs
/// from them in spelling alone (traditional or simplified characters, width, white space). Nothing
/// is replaced. The expression is one that evaluates over the table.
void tell_spellings(const nlohmann::json& expression, const Table& table,
                    base::Diagnostics& diagnostics, const std::string& where);

}  // namespace jt::layer
