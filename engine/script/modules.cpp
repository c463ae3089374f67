#include "script/modules.hpp"

#include <new>
#include <set>

namespace fs = std::filesystem;

namespace jt::script {
namespace {

constexpr const char* kLoaded = "jt.loaded";
constexpr const char* kLibraryEnvironment = "jt.library";

struct Places {
    State* state;
    fs::path library, folder;
    std::set<std::string> loading;  ///< modules whose files are running
};

/// Marks a module as loading, also when its file ends with an error.
class Loading {
public:
    Loading(std::set<std::string>& loading, const std::string& name)
        : m_loading(loading), m_name(name) {
        if (!loading.insert(name).second) {
            throw base::data_error("script.require.loop", name);
        }
    }
    ~Loading() { m_loading.erase(m_name); }
    Loading(const Loading&) = delete;
    Loading& operator=(const Loading&) = delete;

private:
    std::set<std::string>& m_loading;
    std::string m_name;
};

int collect(lua_State* L) {
    static_cast<Places*>(lua_touserdata(L, 1))->~Places();
    return 0;
}

bool in_library(const std::string& name) {
    return name == "jiangtian" || name.rfind("jiangtian.", 0) == 0;
}

fs::path file_of(const Places& places, const std::string& name) {
    std::string path = name;
    for (char& c : path) {
        c = c == '.' ? '/' : c;
    }
    if (in_library(name)) {
        const fs::path folder = places.library / path / "init.lua";
        return fs::exists(folder) ? folder : places.library / (path + ".lua");
    }
    return places.folder / (path + ".lua");
}

/// Upvalues: places (userdata), the environment that user modules share.
int require(lua_State* L) {
    const std::string name = luaL_checkstring(L, 1);
    auto& places = *static_cast<Places*>(lua_touserdata(L, lua_upvalueindex(1)));
    push_loaded(L);
    const int loaded = lua_gettop(L);
    if (lua_getfield(L, loaded, name.c_str()) != LUA_TNIL) {
        return 1;
    }
    lua_pop(L, 1);
    const Loading mark(places.loading, name);
    const fs::path file = file_of(places, name);
    if (name.empty() || name.find("..") != std::string::npos ||
        name.find('/') != std::string::npos || !fs::exists(file)) {
        throw base::data_error("script.require", name, file.string());
    }
    if (in_library(name)) {
        lua_getfield(L, LUA_REGISTRYINDEX, kLibraryEnvironment);
    } else {
        lua_pushvalue(L, lua_upvalueindex(2));
    }
    const std::string shown = in_library(name) ? "=" + name : "@" + file.string();
    places.state->load(file.string(), shown);
    lua_call(L, 0, 1);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushboolean(L, 1);
    }
    lua_pushvalue(L, -1);
    lua_setfield(L, loaded, name.c_str());
    return 1;
}

}  // namespace

void push_loaded(lua_State* L) { luaL_getsubtable(L, LUA_REGISTRYINDEX, kLoaded); }

void add_require(State& state, const fs::path& library, const fs::path& folder) {
    lua_State* L = state.get();
    const int environment = lua_gettop(L);
    void* place = lua_newuserdatauv(L, sizeof(Places), 0);
    new (place) Places{&state, library, folder, {}};
    lua_newtable(L);
    lua_pushcfunction(L, collect);
    lua_setfield(L, -2, "__gc");
    lua_setmetatable(L, -2);
    lua_pushvalue(L, environment);
    lua_pushcclosure(L, guarded<require>, 2);
    lua_pushvalue(L, -1);
    lua_setfield(L, environment, "require");
    // The library builds objects and so needs metatables; users' files do not, and do not get them.
    state.push_environment();
    for (const char* name : {"setmetatable", "getmetatable"}) {
        lua_getglobal(L, name);
        lua_setfield(L, -2, name);
    }
    lua_insert(L, -2);
    lua_setfield(L, -2, "require");
    lua_setfield(L, LUA_REGISTRYINDEX, kLibraryEnvironment);
}

}  // namespace jt::script
