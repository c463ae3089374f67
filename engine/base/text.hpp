// Small text helpers. All text inside the engine is UTF-8.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jt::base {

bool is_utf8(std::string_view bytes);
std::string trim(std::string_view text);
std::string lower(std::string_view ascii);
std::vector<std::string> split(std::string_view text, char separator);
std::vector<char32_t> code_points(std::string_view utf8);  ///< invalid bytes become U+FFFD
std::string to_utf8(char32_t code_point);                  ///< U+FFFD for what is no character

/// Width in terminal columns: CJK and full-width characters count two, combining marks none.
std::size_t display_width(std::string_view utf8);
std::string pad_right(std::string_view utf8, std::size_t width);

/// The closest of the names (edits and swaps of neighbours, at most a third of the length, at least
/// 1 but never all of it); "" when none is close. ASCII case does not count.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& names);

/// A list for messages: at most `limit` items, then "...".
std::string join_some(const std::vector<std::string>& items, std::size_t limit = 12);

}  // namespace jt::base
