// Reading the JSON of specs and styles with messages that name the member, the value and the
// choice.
#pragma once

#include "base/message.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace jt::map {

/// Throws "map.unknown" for a word that is not in the list ("map.unknown.near" with the closest
/// one).
[[noreturn]] void unknown_word(const std::string& what, const std::string& word,
                               const std::vector<std::string>& known);

/// Fails unless `object` is an object whose members are all listed.
void known_keys(const nlohmann::json& object, const std::string& what,
                const std::vector<std::string>& keys);

/// Typed members: the fallback where the member is absent or null; "map.value" where the type or
/// the range is wrong.
double number_of(const nlohmann::json& object, const char* key, double fallback, double min,
                 double max);
std::string text_of(const nlohmann::json& object, const char* key,
                    const std::string& fallback = "");
bool flag_of(const nlohmann::json& object, const char* key, bool fallback);
std::vector<double> numbers_of(const nlohmann::json& object, const char* key);
std::vector<std::string> texts_of(const nlohmann::json& object, const char* key);

/// A text for people: "text" (both languages) or {"zh": "...", "en": "..."}.
base::Text title_of(const nlohmann::json& object, const char* key);

/// The member, or an empty object where it is absent or null; "map.value" where it is no object.
const nlohmann::json& object_of(const nlohmann::json& object, const char* key);
/// The same for arrays.
const nlohmann::json& array_of(const nlohmann::json& object, const char* key);

}  // namespace jt::map
