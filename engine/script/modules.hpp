// `require` for scenarios and plugin bodies.
#pragma once

#include "script/lua_state.hpp"

#include <filesystem>

namespace jt::script {

/// Puts `require` into the environment table on top of the stack. It finds "jiangtian" and
/// "jiangtian.x" in the library folder, the host modules already in the registry's loaded table,
/// and other names as files of `folder` (loaded once, in the same environment). Paths with ".." and
/// absolute paths are refused. Stack: 0.
void add_require(State& state, const std::filesystem::path& library,
                 const std::filesystem::path& folder);

/// Pushes the table of loaded modules (name -> value), which host modules are put into. Stack: +1.
void push_loaded(lua_State* L);

}  // namespace jt::script
