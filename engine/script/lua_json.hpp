// Lua values to JSON and back.
#pragma once

#include <lua.hpp>
#include <nlohmann/json.hpp>

namespace jt::script {

/// A table with keys 1..n alone is an array; an empty table is an empty object. Functions,
/// userdata, mixed keys, cycles (depth over 2000) and texts that are not UTF-8 are data errors.
/// Stack: 0.
nlohmann::json to_json(lua_State* L, int index);

/// null becomes nil. Stack: +1.
void push_json(lua_State* L, const nlohmann::json& value);

}  // namespace jt::script
