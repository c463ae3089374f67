// What a library declares, held against its manifest.
#pragma once

#include "native/manifest.hpp"
#include "sdk/jt_plugin.h"

#include <map>
#include <string>

namespace jt::native {

/// By the operator's name; pointers into the library.
using Operators = std::map<std::string, const jt_operator*>;

/// Data errors "native.abi", "native.size", "native.null" for what cannot be read, "native.differs"
/// naming library, field, wanted and found where the two differ: names, versions, ports (kind,
/// flags), parameters (type, unit, required), outputs (kind, columns with type and unit), each list
/// in its order.
Operators compare(const Manifest& manifest, const jt_plugin& found);

}  // namespace jt::native
