#include "script/lua_json.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <cmath>

namespace jt::script {
namespace {

// Twice the deepest column expression: a node of one is two tables.
constexpr int kMaxDepth = 2000;

nlohmann::json value_at(lua_State* L, int index, int depth);

std::string text_at(lua_State* L, int index) {
    std::size_t size = 0;
    const char* text = lua_tolstring(L, index, &size);
    std::string out(text, size);
    if (!base::is_utf8(out)) {
        throw base::data_error("script.value.utf8");
    }
    return out;
}

nlohmann::json table_at(lua_State* L, int index, int depth) {
    const auto length = static_cast<lua_Integer>(lua_rawlen(L, index));
    nlohmann::json out = length > 0 ? nlohmann::json::array() : nlohmann::json::object();
    for (lua_Integer i = 1; i <= length; ++i) {
        lua_rawgeti(L, index, i);
        out.push_back(value_at(L, lua_gettop(L), depth + 1));
        lua_pop(L, 1);
    }
    lua_pushnil(L);
    while (lua_next(L, index) != 0) {
        const bool in_array = lua_isinteger(L, -2) != 0 && lua_tointeger(L, -2) >= 1 &&
                              lua_tointeger(L, -2) <= length;
        if (!in_array) {
            if (length > 0 || lua_type(L, -2) != LUA_TSTRING) {
                throw base::data_error("script.table.mixed");
            }
            out[text_at(L, -2)] = value_at(L, lua_gettop(L), depth + 1);
        }
        lua_pop(L, 1);
    }
    return out;
}

nlohmann::json value_at(lua_State* L, int index, int depth) {
    if (depth > kMaxDepth) {
        throw base::data_error("script.table.deep");
    }
    switch (lua_type(L, index)) {
        case LUA_TNONE:
        case LUA_TNIL: return nullptr;
        case LUA_TBOOLEAN: return lua_toboolean(L, index) != 0;
        case LUA_TNUMBER:
            if (lua_isinteger(L, index) != 0) {
                return static_cast<std::int64_t>(lua_tointeger(L, index));
            }
            if (!std::isfinite(lua_tonumber(L, index))) {  // JSON has no word for it
                throw base::data_error("script.value.finite");
            }
            return lua_tonumber(L, index);
        case LUA_TSTRING: return text_at(L, index);
        case LUA_TTABLE: luaL_checkstack(L, 4, nullptr); return table_at(L, index, depth);
        default: throw base::data_error("script.value.type", luaL_typename(L, index));
    }
}

}  // namespace

nlohmann::json to_json(lua_State* L, int index) { return value_at(L, lua_absindex(L, index), 0); }

void push_json(lua_State* L, const nlohmann::json& value) {
    luaL_checkstack(L, 4, nullptr);
    switch (value.type()) {
        case nlohmann::json::value_t::boolean:
            lua_pushboolean(L, value.get<bool>() ? 1 : 0);
            return;
        case nlohmann::json::value_t::number_integer:
            lua_pushinteger(L, value.get<std::int64_t>());
            return;
        case nlohmann::json::value_t::number_unsigned:
            if (value.get<std::uint64_t>() >> 63 != 0) {  // beyond Lua's integers
                lua_pushnumber(L, value.get<double>());
            } else {
                lua_pushinteger(L, value.get<std::int64_t>());
            }
            return;
        case nlohmann::json::value_t::number_float: lua_pushnumber(L, value.get<double>()); return;
        case nlohmann::json::value_t::string: {
            const auto& text = value.get_ref<const std::string&>();
            lua_pushlstring(L, text.data(), text.size());
            return;
        }
        case nlohmann::json::value_t::array: {
            lua_createtable(L, static_cast<int>(value.size()), 0);
            lua_Integer i = 0;
            for (const auto& item : value) {
                push_json(L, item);
                lua_rawseti(L, -2, ++i);
            }
            return;
        }
        case nlohmann::json::value_t::object: {
            lua_createtable(L, 0, static_cast<int>(value.size()));
            for (const auto& [key, item] : value.items()) {
                lua_pushlstring(L, key.data(), key.size());
                push_json(L, item);
                lua_rawset(L, -3);
            }
            return;
        }
        default: lua_pushnil(L);
    }
}

}  // namespace jt::script
