// The one exception type: a message of the catalogue, its kind (which decides the exit code), and a
// context chain.
#pragma once

#include "base/message.hpp"

#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace jt::base {

/// usage: wrong command line (exit 1). data: bad data or scenario (2). internal: our bug (3).
/// machine: disk, permission, a missing program (4). interrupted: Ctrl-C (130).
enum class ErrorKind { usage, data, internal, machine, interrupted };

int exit_code(ErrorKind kind);

class Error : public std::exception {
public:
    Error(ErrorKind kind, Message message);

    ErrorKind kind() const { return m_kind; }
    const Message& message() const { return m_message; }
    const std::vector<Message>& notes() const { return m_notes; }
    const std::vector<Message>& context() const { return m_context; }  ///< innermost first

    /// Adds what speaks for the message, evidence or a line of a traceback: a line of its own below
    /// it.
    void add_note(Message fact);

    /// Adds where it happened (file, layer, feature, step); called while the error travels
    /// outwards.
    void add_context(Message where);

    /// The whole text: message, one line per note and context, and the hint, in the language.
    std::string text(Lang lang) const;
    const char* what() const noexcept override { return m_what.c_str(); }  ///< English text()

private:
    ErrorKind m_kind;
    Message m_message;
    std::vector<Message> m_notes, m_context;
    std::string m_what;
};

template <class... Args>
Error data_error(std::string_view id, const Args&... args) {
    return Error(ErrorKind::data, msg(id, args...));
}
template <class... Args>
Error usage_error(std::string_view id, const Args&... args) {
    return Error(ErrorKind::usage, msg(id, args...));
}
template <class... Args>
Error internal_error(std::string_view id, const Args&... args) {
    return Error(ErrorKind::internal, msg(id, args...));
}
template <class... Args>
Error machine_error(std::string_view id, const Args&... args) {
    return Error(ErrorKind::machine, msg(id, args...));
}

/// Data error about a name that is not among the known ones. A close name: message "<id>.near" with
/// arguments (word, close name, place); none: "<id>" with (word, list of the names, place).
Error unknown_name_error(std::string_view id, std::string_view word,
                         const std::vector<std::string>& names, std::string_view place = "");

/// Runs the body; an Error that leaves it carries `where` as one more context line.
template <class Body>
decltype(auto) within(const Message& where, Body&& body) {
    try {
        return std::forward<Body>(body)();
    } catch (Error& error) {
        error.add_context(where);
        throw;
    }
}

}  // namespace jt::base
