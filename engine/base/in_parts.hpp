// Bytes taken part by part, so that files larger than memory can be hashed and copied.
#pragma once

#include <functional>
#include <string_view>

namespace jt::base {

/// All bytes in order. Where they are those of a MappedFile, the pages of a part leave memory once
/// it is taken; they come again from the disk when they are read again.
void in_parts(std::string_view bytes, const std::function<void(std::string_view)>& take);

}  // namespace jt::base
