// Messages for people: an id into the one catalogue (messages/*.inc) and its arguments.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace jt::base {

enum class Lang { zh, en };

/// A message is kept as id + arguments until it is shown, so that one run can speak both languages.
struct Message {
    std::string id;
    std::vector<std::string> args;
    bool operator==(const Message&) const = default;
};

/// Makes a message; every argument is formatted with fmt's "{}" (doubles: shortest round trip).
template <class... Args>
Message msg(std::string_view id, const Args&... args) {
    return Message{std::string(id), {fmt::format("{}", args)...}};
}

/// The text in the language. An unknown id (a bug that the catalogue test catches) shows id and
/// arguments.
std::string render(const Message& message, Lang lang);

/// The hint that the catalogue keeps under "<id>.hint", filled with the same arguments; "" where
/// none.
std::string render_hint(const Message& message, Lang lang);

/// One text in both languages, for what is declared in code or manifests (titles, help).
struct Text {
    std::string zh;
    std::string en;
    const std::string& in(Lang lang) const { return lang == Lang::zh ? zh : en; }
};

/// Language from "zh"/"en" words or a locale name such as zh_CN.UTF-8; anything not Chinese is en.
Lang lang_of(std::string_view locale);

struct CatalogueEntry {
    std::string_view id, en, zh;
};
const std::vector<CatalogueEntry>& catalogue();

}  // namespace jt::base
