// One Lua state with the engine's rules: allow-listed libraries, a memory cap, cancellation, errors
// as base::Error.
#pragma once

#include "base/error.hpp"

#include <functional>
#include <lua.hpp>
#include <optional>
#include <string>

namespace jt::script {

// Every function that Lua calls is a Function behind the trampoline `guarded`: a std::exception
// becomes a Lua error after the catch block is left, with the user's line as context.
// `catch (...)` is banned here: Lua's own errors are C++ exceptions too.
using Function = int (*)(lua_State*);

namespace detail {
int fail_with(lua_State* L, const std::optional<base::Error>& error, const std::string& text);
}

template <Function body>
int guarded(lua_State* L) {
    std::optional<base::Error> error;
    std::string text;
    try {
        return body(L);
    } catch (const base::Error& caught) {
        error = caught;
    } catch (const std::exception& caught) {
        text = caught.what();
    }
    return detail::fail_with(L, error, text);
}

/// Pushes a base::Error as a Lua value (userdata "jt.error"). Stack: +1.
void push_error(lua_State* L, const base::Error& error);
/// The error behind a value, or null. Stack: 0.
const base::Error* to_error(lua_State* L, int index);

class State {
public:
    /// Opens base, table, string, math and utf8; nothing that reaches files, the system, the clock
    /// or chance.
    State();
    ~State();
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    lua_State* get() const { return m_state; }

    /// Calls the function below `args` arguments. An error leaves as base::Error: one of ours with
    /// its kind and message, anything else as "script.runtime" with file:line and the traceback as
    /// notes.
    void call(int args, int results);

    /// Loads a file as text; its _ENV is the table on top of the stack, which is popped; the chunk
    /// is pushed. `name` is what messages show: "@path" for files of users, "=name" for the
    /// library. A mark of UTF-8 at its start is skipped. Data errors: "script.syntax", and
    /// "script.text.utf8" for another encoding.
    void load(const std::string& path, const std::string& name);

    /// Pushes a fresh table with the allowed globals: no files, system, clock, chance or
    /// metatables; `pairs` goes in the order of the keys, `table.sort` is stable, and Ctrl-C passes
    /// through `pcall`. A name that is not there is an error, "script.global". Stack: +1.
    void push_environment();
    /// The same with no globals at all, for files that are data. Stack: +1.
    void push_empty_environment();

private:
    void remove_unsafe();
    std::size_t m_used = 0;  ///< bytes; before m_state, whose allocator counts in it from the start
    lua_State* m_state = nullptr;
};

/// "file.lua:12" of the innermost frame whose chunk is a user's file; "" where there is none.
std::string user_line(lua_State* L);

}  // namespace jt::script
