#include "script/lua_state.hpp"

#include "base/files.hpp"
#include "base/progress.hpp"
#include "base/text.hpp"

#include <array>
#include <cstdlib>
#include <new>

namespace jt::script {
namespace {

constexpr const char* kErrorType = "jt.error";
constexpr std::size_t kMemoryCap = std::size_t{2} << 30;
constexpr int kHookInstructions = 100'000;

void* allocate(void* used_total, void* block, std::size_t old_size, std::size_t new_size) {
    auto& used = *static_cast<std::size_t*>(used_total);
    const std::size_t had = block == nullptr ? 0 : old_size;
    if (new_size == 0) {
        std::free(block);
        used -= had;
        return nullptr;
    }
    if (used - had + new_size > kMemoryCap) {
        return nullptr;  // Lua raises "not enough memory"
    }
    void* out = std::realloc(block, new_size);
    if (out != nullptr) {
        used = used - had + new_size;
    }
    return out;
}

int collect_error(lua_State* L) {
    static_cast<base::Error*>(lua_touserdata(L, 1))->~Error();
    return 0;
}

/// So that a scenario that prints or concatenates a caught error sees its text.
int error_text(lua_State* L) {
    const auto* error = to_error(L, 1);
    lua_pushstring(L, error == nullptr ? "error" : error->what());
    return 1;
}

void cancel_hook(lua_State* L, lua_Debug*) {
    std::optional<base::Error> error;
    try {
        base::check_cancel();
    } catch (const base::Error& caught) {
        error = caught;
    }
    if (error) {
        push_error(L, *error);
        error.reset();
        lua_error(L);
    }
}

/// Message handler: keeps our errors, adds the traceback to all others.
int on_error(lua_State* L) {
    if (to_error(L, 1) != nullptr) {
        return 1;
    }
    const char* text = luaL_tolstring(L, 1, nullptr);
    luaL_traceback(L, L, text, 1);
    return 1;
}

/// From text with a traceback: the frames of users' files become notes.
base::Error runtime_error(const std::string& text) {
    const std::size_t end = text.find("\nstack traceback:\n");
    base::Error error = base::data_error("script.runtime", text.substr(0, end));
    if (end == std::string::npos) {
        return error;
    }
    for (const auto& frame : base::split(text.substr(end + 1), '\n')) {
        const std::string line = base::trim(frame);
        if (line != "stack traceback:" && line.rfind("[C]", 0) != 0 && line.rfind("(...", 0) != 0 &&
            line.rfind("jiangtian", 0) != 0) {
            error.add_note(base::msg("script.frame", line));
        }
    }
    return error;
}

/// Source text as Lua takes it: UTF-8, without the mark that some editors put at its start.
std::string source_text(const std::string& path) {
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    const std::string bytes = base::read_file(path);
    if (!base::is_utf8(bytes)) {
        throw base::data_error("script.text.utf8", path);
    }
    return bytes.rfind(kMark, 0) == 0 ? bytes.substr(kMark.size()) : bytes;
}

}  // namespace

int detail::fail_with(lua_State* L, const std::optional<base::Error>& error,
                      const std::string& text) {
    base::Error told = error ? *error : base::internal_error("script.exception", text);
    const std::string line = user_line(L);
    if (!line.empty() && told.kind() != base::ErrorKind::interrupted) {
        told.add_context(base::msg("script.place", line));
    }
    push_error(L, told);
    // Raised here, where no destructor of ours is left to run but those that the C++ build of Lua
    // unwinds.
    return lua_error(L);
}

void push_error(lua_State* L, const base::Error& error) {
    void* place = lua_newuserdatauv(L, sizeof(base::Error), 0);
    new (place) base::Error(error);
    if (luaL_newmetatable(L, kErrorType) != 0) {
        lua_pushcfunction(L, collect_error);
        lua_setfield(L, -2, "__gc");
        lua_pushcfunction(L, error_text);
        lua_setfield(L, -2, "__tostring");
    }
    lua_setmetatable(L, -2);
}

const base::Error* to_error(lua_State* L, int index) {
    return static_cast<const base::Error*>(luaL_testudata(L, index, kErrorType));
}

State::State() : m_state(lua_newstate(allocate, &m_used)) {
    if (m_state == nullptr) {
        throw base::machine_error("script.memory");
    }
    static constexpr std::array<luaL_Reg, 5> kLibraries = {{{LUA_GNAME, luaopen_base},
                                                            {LUA_TABLIBNAME, luaopen_table},
                                                            {LUA_STRLIBNAME, luaopen_string},
                                                            {LUA_MATHLIBNAME, luaopen_math},
                                                            {LUA_UTF8LIBNAME, luaopen_utf8}}};
    for (const auto& library : kLibraries) {
        luaL_requiref(m_state, library.name, library.func, 1);
        lua_pop(m_state, 1);
    }
    remove_unsafe();
    lua_sethook(m_state, cancel_hook, LUA_MASKCOUNT, kHookInstructions);
}

State::~State() { lua_close(m_state); }

void State::call(int args, int results) {
    lua_State* L = m_state;
    const int handler = lua_gettop(L) - args;
    lua_pushcfunction(L, on_error);
    lua_insert(L, handler);
    const int status = lua_pcall(L, args, results, handler);
    lua_remove(L, handler);
    if (status == LUA_OK) {
        return;
    }
    if (const auto* error = to_error(L, -1)) {
        const base::Error copy = *error;
        lua_pop(L, 1);
        throw copy;
    }
    if (status == LUA_ERRMEM) {
        lua_pop(L, 1);
        throw base::data_error("script.memory.cap", kMemoryCap >> 20);
    }
    const std::string text = luaL_tolstring(L, -1, nullptr);
    lua_pop(L, 2);
    throw runtime_error(text);
}

void State::load(const std::string& path, const std::string& name) {
    lua_State* L = m_state;
    const std::string source = source_text(path);
    const int status = luaL_loadbufferx(L, source.data(), source.size(), name.c_str(), "t");
    if (status != LUA_OK) {
        const std::string text = lua_tostring(L, -1);
        lua_pop(L, 2);
        throw base::data_error("script.syntax", text);
    }
    lua_insert(L, -2);         // chunk below the environment
    lua_setupvalue(L, -2, 1);  // its _ENV; pops the environment
}

std::string user_line(lua_State* L) {
    lua_Debug frame;
    for (int level = 0; lua_getstack(L, level, &frame) != 0; ++level) {
        lua_getinfo(L, "Sl", &frame);
        if (frame.source != nullptr && frame.source[0] == '@') {
            return fmt::format("{}:{}", frame.source + 1, frame.currentline);
        }
    }
    return "";
}

}  // namespace jt::script
