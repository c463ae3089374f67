// "jiangtian.host": what the Lua library of scenarios may ask of the engine. Headers are read,
// features never.
#pragma once

#include "base/message.hpp"
#include "registry/registry.hpp"
#include "script/lua_state.hpp"

#include <map>
#include <string>

namespace jt::script {

struct HostContext {
    const registry::Registry* registry = nullptr;
    std::map<std::string, std::string> params;  ///< --param NAME=VALUE
    std::map<std::string, bool> asked;          ///< parameters that the scenario asked for
    std::string scenario_folder;
    base::Lang lang = base::Lang::zh;
};

/// Puts the module into the loaded table. The context must outlive the state.
void open_host(lua_State* L, HostContext& context);

}  // namespace jt::script
