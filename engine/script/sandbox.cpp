// What files in Lua may use: the part of lua_state.hpp for environments. Whatever hangs on the hash
// seed, the clock or an address in memory is left out or replaced: the same run gives the same
// bytes.
#include "script/lua_state.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace jt::script {
namespace {

/// pcall(f, ...): as in Lua, but Ctrl-C passes through it.
int protected_call(lua_State* L) {
    luaL_checkany(L, 1);
    const int status = lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0);
    const auto* error = status == LUA_OK ? nullptr : to_error(L, -1);
    if (error != nullptr && error->kind() == base::ErrorKind::interrupted) {
        return lua_error(L);
    }
    lua_pushboolean(L, status == LUA_OK ? 1 : 0);
    lua_insert(L, 1);
    return lua_gettop(L);
}

std::string_view text_at(lua_State* L, int index) {
    std::size_t size = 0;
    const char* text = lua_tolstring(L, index, &size);
    return {text, size};
}

/// Numbers ascending, then texts by bytes, then false and true.
bool key_before(lua_State* L, int keys, lua_Integer a, lua_Integer b) {
    const int first = lua_rawgeti(L, keys, a);
    const int second = lua_rawgeti(L, keys, b);
    const auto rank = [](int type) {
        return type == LUA_TNUMBER ? 0 : type == LUA_TSTRING ? 1 : 2;
    };
    bool before = rank(first) < rank(second);
    if (first == LUA_TBOOLEAN && second == LUA_TBOOLEAN) {
        before = lua_toboolean(L, -2) < lua_toboolean(L, -1);
    }
    if (first == LUA_TNUMBER && second == LUA_TNUMBER) {
        before = lua_compare(L, -2, -1, LUA_OPLT) != 0;
    } else if (first == LUA_TSTRING && second == LUA_TSTRING) {
        before = text_at(L, -2) < text_at(L, -1);  // not Lua's <, which asks the locale
    }
    lua_pop(L, 2);
    return before;
}

/// Upvalues: the keys in order, the position reached. Keys that were removed meanwhile are skipped.
int next_pair(lua_State* L) {
    lua_Integer at = lua_tointeger(L, lua_upvalueindex(2));
    for (;;) {
        lua_pushinteger(L, ++at);
        lua_replace(L, lua_upvalueindex(2));
        if (lua_rawgeti(L, lua_upvalueindex(1), at) == LUA_TNIL) {
            return 1;
        }
        lua_pushvalue(L, -1);
        if (lua_rawget(L, 1) != LUA_TNIL) {
            return 2;
        }
        lua_pop(L, 2);
    }
}

/// pairs(table) in the order of the keys: that of Lua's own hangs on addresses and the clock.
int sorted_pairs(lua_State* L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_newtable(L);
    const int keys = lua_gettop(L);
    std::vector<lua_Integer> order;
    lua_pushnil(L);
    while (lua_next(L, 1) != 0) {
        lua_pop(L, 1);
        const int type = lua_type(L, -1);
        if (type != LUA_TNUMBER && type != LUA_TSTRING && type != LUA_TBOOLEAN) {
            return luaL_error(L, "pairs: a %s as a key has no order that is the same in every run",
                              lua_typename(L, type));
        }
        lua_pushvalue(L, -1);
        order.push_back(static_cast<lua_Integer>(order.size()) + 1);
        lua_rawseti(L, keys, order.back());
    }
    std::ranges::stable_sort(
        order, [&](lua_Integer a, lua_Integer b) { return key_before(L, keys, a, b); });
    lua_createtable(L, static_cast<int>(order.size()), 0);
    for (std::size_t i = 0; i < order.size(); ++i) {
        lua_rawgeti(L, keys, order[i]);
        lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
    }
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_pair, 2);
    lua_pushvalue(L, 1);
    return 2;
}

/// Whether item `a` stands before item `b` by the comparison at index 2, or by < where there is
/// none.
bool item_before(lua_State* L, lua_Integer a, lua_Integer b) {
    const bool own = lua_isnoneornil(L, 2);
    if (!own) {
        lua_pushvalue(L, 2);
    }
    lua_rawgeti(L, 1, a);
    lua_rawgeti(L, 1, b);
    if (!own) {
        lua_call(L, 2, 1);
    }
    const bool before = own ? lua_compare(L, -2, -1, LUA_OPLT) != 0 : lua_toboolean(L, -1) != 0;
    lua_pop(L, own ? 2 : 1);
    return before;
}

/// Merges the halves of order[first, last). A comparison that contradicts itself does no harm.
void merge_sort(lua_State* L, std::vector<lua_Integer>& order, std::size_t first,
                std::size_t last) {
    if (last - first < 2) {
        return;
    }
    const std::size_t middle = first + (last - first) / 2;
    merge_sort(L, order, first, middle);
    merge_sort(L, order, middle, last);
    std::vector<lua_Integer> merged;
    std::size_t left = first;
    std::size_t right = middle;
    while (left < middle && right < last) {
        merged.push_back(item_before(L, order[right], order[left]) ? order[right++]
                                                                   : order[left++]);
    }
    merged.insert(merged.end(), order.begin() + static_cast<std::ptrdiff_t>(left),
                  order.begin() + static_cast<std::ptrdiff_t>(middle));
    std::ranges::copy(merged, order.begin() + static_cast<std::ptrdiff_t>(first));
}

/// table.sort(list [, before]): stable, so that ties fall the same way in every run.
int stable_sort(lua_State* L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    if (!lua_isnoneornil(L, 2)) {
        luaL_checktype(L, 2, LUA_TFUNCTION);
    }
    std::vector<lua_Integer> order(lua_rawlen(L, 1));
    for (std::size_t i = 0; i < order.size(); ++i) {
        order[i] = static_cast<lua_Integer>(i + 1);
    }
    merge_sort(L, order, 0, order.size());
    lua_createtable(L, static_cast<int>(order.size()), 0);
    for (std::size_t i = 0; i < order.size(); ++i) {
        lua_rawgeti(L, 1, order[i]);
        lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
    }
    for (std::size_t i = 1; i <= order.size(); ++i) {
        lua_rawgeti(L, -1, static_cast<lua_Integer>(i));
        lua_rawseti(L, 1, static_cast<lua_Integer>(i));
    }
    return 0;
}

/// A name that nobody defined is a slip of the pen, not nil.
int undefined(lua_State* L) {
    throw base::data_error("script.global", luaL_tolstring(L, 2, nullptr));
}

/// A copy of a library: a file that changes its copy harms nobody.
void set_library(lua_State* L, const char* name) {
    lua_newtable(L);
    lua_getglobal(L, name);
    lua_pushnil(L);
    while (lua_next(L, -2) != 0) {
        const std::string key = lua_tostring(L, -2);
        lua_setfield(L, -4, key.c_str());
    }
    lua_pop(L, 1);
    lua_setfield(L, -2, name);
}

}  // namespace

void State::remove_unsafe() {
    static constexpr std::array<std::array<const char*, 2>, 3> kRefused = {
        {{LUA_MATHLIBNAME, "random"}, {LUA_MATHLIBNAME, "randomseed"}, {LUA_STRLIBNAME, "dump"}}};
    for (const auto& [library, name] : kRefused) {
        lua_getglobal(m_state, library);
        lua_pushnil(m_state);
        lua_setfield(m_state, -2, name);
        lua_pop(m_state, 1);
    }
}

void State::push_empty_environment() {
    lua_State* L = m_state;
    lua_newtable(L);
    lua_createtable(L, 0, 2);
    lua_pushcfunction(L, guarded<undefined>);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
}

void State::push_environment() {
    static constexpr std::array<const char*, 11> kAllowed = {
        "assert", "error",    "ipairs", "select", "tonumber", "tostring",
        "type",   "rawequal", "rawget", "rawlen", "_VERSION"};
    lua_State* L = m_state;
    push_empty_environment();
    for (const char* name : kAllowed) {
        lua_getglobal(L, name);
        lua_setfield(L, -2, name);
    }
    for (const char* name : {LUA_MATHLIBNAME, LUA_STRLIBNAME, LUA_TABLIBNAME, LUA_UTF8LIBNAME}) {
        set_library(L, name);
    }
    lua_pushcfunction(L, protected_call);
    lua_setfield(L, -2, "pcall");
    lua_pushcfunction(L, guarded<sorted_pairs>);
    lua_setfield(L, -2, "pairs");
    lua_getfield(L, -1, LUA_TABLIBNAME);
    lua_pushcfunction(L, guarded<stable_sort>);
    lua_setfield(L, -2, "sort");
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    lua_setfield(L, -2, "_G");
}

}  // namespace jt::script
