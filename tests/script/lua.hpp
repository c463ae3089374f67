// Runs pieces of Lua with the rules of the engine, for the tests of script/.
#pragma once

#include "base/files.hpp"
#include "script/home.hpp"
#include "script/lua_json.hpp"
#include "script/lua_objects.hpp"
#include "script/lua_state.hpp"
#include "script/modules.hpp"
#include "support/errors.hpp"
#include "support/temp_folder.hpp"

#include <string>
#include <vector>

namespace jt::test {

inline script::Home source_home() {
    const std::filesystem::path root = JT_SOURCE_DIR;
    return {root / "lua", {root / "plugins"}};
}

/// A state as plugin bodies have it. Pieces run as the file "s.lua"; `list(column)` gives the
/// values of a column, "null" for null.
class Script {
public:
    Script() {
        lua_State* L = state.get();
        script::push_loaded(L);
        script::open_objects(L);
        lua_pop(L, 1);
        state.push_environment();
        script::add_require(state, source_home().lua, folder.path());
        m_environment = luaL_ref(L, LUA_REGISTRYINDEX);
        run("columns = require 'jiangtian.columns'\n"
            "function list(c) local out = {} for i = 1, #c do local v = c[i] "
            "if v == nil then v = 'null' end out[i] = v end return out end");
    }

    /// The piece's result; `...` in it are the objects.
    nlohmann::json run(const std::string& text,
                       const std::vector<registry::ObjectPtr>& objects = {}) {
        lua_State* L = state.get();
        base::write_file(folder / "s.lua", text);
        lua_rawgeti(L, LUA_REGISTRYINDEX, m_environment);
        state.load((folder / "s.lua").string(), "@s.lua");
        for (const auto& object : objects) {
            script::push_object(L, object);
        }
        state.call(static_cast<int>(objects.size()), 1);
        auto out = script::to_json(L, -1);
        lua_pop(L, 1);
        return out;
    }

    /// Puts a C function into the environment of the pieces.
    void set(const std::string& name, lua_CFunction function) {
        lua_State* L = state.get();
        lua_rawgeti(L, LUA_REGISTRYINDEX, m_environment);
        lua_pushcfunction(L, function);
        lua_setfield(L, -2, name.c_str());
        lua_pop(L, 1);
    }

    std::string error(const std::string& text,
                      const std::vector<registry::ObjectPtr>& objects = {}) {
        return error_text([&] { run(text, objects); });
    }

    TempFolder folder;
    script::State state;

private:
    int m_environment = 0;
};

}  // namespace jt::test
