// Fields found by what people call them.
#pragma once

#include "layer/column.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jt::layer {

/// The field with that title, in either language, where it is the title of one field alone. For
/// names that are no field's: a field dictionary may know them.
std::optional<std::size_t> index_of_title(const std::vector<Field>& fields, std::string_view title);

/// The title that is closest to a word, as base::did_you_mean() has it; "" for none.
std::string close_title(const std::vector<Field>& fields, std::string_view word);

}  // namespace jt::layer
