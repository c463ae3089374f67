#include "base/fold.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <opencc/opencc.h>
#include <algorithm>
#include <memory>
#include <optional>
#include <unordered_map>

namespace jt::base {
namespace {

using CharacterMap = std::unordered_map<char32_t, std::string>;

/// A dictionary chain of OpenCC; nothing where it cannot be opened.
class Converter {
public:
    explicit Converter(const char* name)
        : m_handle(opencc_open((std::string(JT_OPENCC_DATA) + "/" + name).c_str())) {}
    ~Converter() {
        if (open()) {
            opencc_close(m_handle);
        }
    }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;
    bool open() const { return m_handle != reinterpret_cast<opencc_t>(-1); }
    std::string operator()(const std::string& text) const {
        const std::unique_ptr<char, void (*)(char*)> out(
            opencc_convert_utf8(m_handle, text.data(), text.size()), opencc_convert_utf8_free);
        return out ? out.get() : "";
    }

private:
    opencc_t m_handle;
};

/// The common ideographs and extension A, one a line, so that no two are taken for a word.
std::string all_ideographs() {
    std::string out;
    for (char32_t c = 0x3400; c <= 0x9FFF; ++c) {
        out += to_utf8(c) + "\n";
    }
    return out;
}

/// What each ideograph becomes, where that is another; nothing without dictionaries.
std::optional<CharacterMap> load_map() {
    const Converter variants("hk2t.json"), simplified("tw2s.json");
    if (!variants.open() || !simplified.open()) {
        return std::nullopt;
    }
    const std::string before = all_ideographs();
    const std::vector<std::string> from = split(before, '\n');
    const std::vector<std::string> to = split(simplified(variants(before)), '\n');
    if (from.size() != to.size()) {
        return std::nullopt;
    }
    CharacterMap out;
    for (std::size_t i = 0; i < from.size(); ++i) {
        if (from[i] != to[i]) {
            out.emplace(code_points(from[i]).front(), to[i]);
        }
    }
    return out;
}

const std::optional<CharacterMap>& character_map() {
    static const std::optional<CharacterMap> map = load_map();
    return map;
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string mapped(std::string_view utf8, const CharacterMap& map) {
    std::string out;
    for (const char32_t c : code_points(utf8)) {
        const auto it = map.find(c);
        out += it == map.end() ? to_utf8(c) : it->second;
    }
    return out;
}

bool is_space(char32_t c) {
    return c <= 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200F) ||
           c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x2060 || c == 0x3000 ||
           c == 0xFEFF;
}

}  // namespace

std::string fold_traditional(std::string_view utf8) {
    if (is_ascii(utf8)) {
        return std::string(utf8);
    }
    if (!character_map()) {
        throw machine_error("base.fold.data", JT_OPENCC_DATA);
    }
    return mapped(utf8, *character_map());
}

std::string fold_width(std::string_view utf8) {
    std::string out;
    for (const char32_t c : code_points(utf8)) {
        const bool wide = c >= 0xFF01 && c <= 0xFF5E;
        out += to_utf8(wide ? c - 0xFEE0 : c == 0x3000 ? U' ' : c);
    }
    return out;
}

std::string fold_spaces(std::string_view utf8) {
    std::string out;
    for (const char32_t c : code_points(utf8)) {
        out += is_space(c) ? "" : to_utf8(c);
    }
    return out;
}

std::string fold_spelling(std::string_view utf8) {
    if (is_ascii(utf8)) {
        return fold_spaces(utf8);
    }
    const std::string narrow = fold_spaces(fold_width(utf8));
    return character_map() ? mapped(narrow, *character_map()) : narrow;
}

}  // namespace jt::base
