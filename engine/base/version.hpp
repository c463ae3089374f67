// Which engine this is: its version, set once in the top CMakeLists.txt, and its very bytes.
#pragma once

#include <string>

namespace jt::base {

std::string version();

/// SHA-256 of the running program's file: two builds of one version are two programs. "" where the
/// system does not show the file.
const std::string& program_hash();

}  // namespace jt::base
