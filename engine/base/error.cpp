#include "base/error.hpp"

#include "base/text.hpp"

namespace jt::base {

int exit_code(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::usage: return 1;
        case ErrorKind::data: return 2;
        case ErrorKind::internal: return 3;
        case ErrorKind::machine: return 4;
        case ErrorKind::interrupted: return 130;
    }
    return 3;
}

Error::Error(ErrorKind kind, Message message) : m_kind(kind), m_message(std::move(message)) {
    m_what = text(Lang::en);
}

void Error::add_note(Message fact) {
    m_notes.push_back(std::move(fact));
    m_what = text(Lang::en);
}

void Error::add_context(Message where) {
    if (!m_context.empty() && m_context.back() == where) {
        return;  // two callers that say the same say it once
    }
    m_context.push_back(std::move(where));
    m_what = text(Lang::en);
}

std::string Error::text(Lang lang) const {
    std::string out = render(m_message, lang);
    for (const auto& fact : m_notes) {
        out += "\n  " + render(fact, lang);
    }
    for (const auto& where : m_context) {
        out += "\n  " + render(msg("base.in", render(where, lang)), lang);
    }
    const std::string hint = render_hint(m_message, lang);
    if (!hint.empty()) {
        out += "\n  " + render(msg("base.hint", hint), lang);
    }
    return out;
}

Error unknown_name_error(std::string_view id, std::string_view word,
                         const std::vector<std::string>& names, std::string_view place) {
    const std::string close = did_you_mean(word, names);
    if (!close.empty()) {
        return data_error(std::string(id) + ".near", word, close, place);
    }
    return data_error(id, word, names.empty() ? "-" : join_some(names), place);
}

}  // namespace jt::base
