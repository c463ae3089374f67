// The engine's version, set once in the top CMakeLists.txt.
#pragma once

#include <string>

namespace jt::base {

std::string version();

}  // namespace jt::base
