// Colours of land-use classes (国土空间调查、规划、用途管制用地用海分类, 2023).
#pragma once

#include "base/message.hpp"
#include "map/colour.hpp"

#include <string_view>

namespace jt::map {

struct LanduseClass {
    std::string_view code;
    std::string_view zh, en;
    Colour colour;
};

/// The class of a code, or of its closest parent ("100101" -> "1001" -> "10"); null where no
/// prefix is known. The colours follow the usage of the national legend and are a default: a
/// bureau overrides them with `colours` in the style.
const LanduseClass* find_landuse(std::string_view code);

/// Two, four or six digits.
bool is_landuse_code(std::string_view text);

/// The class of this Chinese name; null for none.
const LanduseClass* landuse_by_name(std::string_view zh);

}  // namespace jt::map
