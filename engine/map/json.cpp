#include "map/json.hpp"

#include "base/error.hpp"

#include <algorithm>

namespace jt::map {
namespace {

using Json = nlohmann::json;

const Json* member(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

[[noreturn]] void wrong_value(const char* key, const Json& value, const std::string& wanted) {
    throw base::data_error("map.value", key, value.dump(), wanted);
}

}  // namespace

void unknown_word(const std::string& what, const std::string& word,
                  const std::vector<std::string>& known) {
    throw base::unknown_name_error("map.unknown", word, known, what);
}

void known_keys(const Json& object, const std::string& what, const std::vector<std::string>& keys) {
    if (!object.is_object()) {
        wrong_value(what.c_str(), object, "{...}");
    }
    for (const auto& [key, value] : object.items()) {
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
            unknown_word(what, key, keys);
        }
    }
}

double number_of(const Json& object, const char* key, double fallback, double min, double max) {
    const Json* value = member(object, key);
    if (value == nullptr) {
        return fallback;
    }
    if (!value->is_number() || value->get<double>() < min || value->get<double>() > max) {
        wrong_value(key, *value, fmt::format("{}..{}", min, max));
    }
    return value->get<double>();
}

std::string text_of(const Json& object, const char* key, const std::string& fallback) {
    const Json* value = member(object, key);
    if (value == nullptr) {
        return fallback;
    }
    if (!value->is_string()) {
        wrong_value(key, *value, "\"...\"");
    }
    return value->get<std::string>();
}

bool flag_of(const Json& object, const char* key, bool fallback) {
    const Json* value = member(object, key);
    if (value == nullptr) {
        return fallback;
    }
    if (!value->is_boolean()) {
        wrong_value(key, *value, "true, false");
    }
    return value->get<bool>();
}

std::vector<double> numbers_of(const Json& object, const char* key) {
    const Json& list = array_of(object, key);
    if (!std::all_of(list.begin(), list.end(), [](const Json& v) { return v.is_number(); })) {
        wrong_value(key, list, "[1, 2, ...]");
    }
    return list.get<std::vector<double>>();
}

std::vector<std::string> texts_of(const Json& object, const char* key) {
    const Json& list = array_of(object, key);
    if (!std::all_of(list.begin(), list.end(), [](const Json& v) { return v.is_string(); })) {
        wrong_value(key, list, "[\"...\", ...]");
    }
    return list.get<std::vector<std::string>>();
}

base::Text title_of(const Json& object, const char* key) {
    const Json* value = member(object, key);
    if (value == nullptr) {
        return {};
    }
    if (value->is_string()) {
        return {value->get<std::string>(), value->get<std::string>()};
    }
    if (!value->is_object()) {
        wrong_value(key, *value, "\"...\", {\"zh\": \"...\", \"en\": \"...\"}");
    }
    known_keys(*value, key, {"zh", "en"});
    base::Text text{text_of(*value, "zh"), text_of(*value, "en")};
    if (text.zh.empty()) {
        text.zh = text.en;
    }
    if (text.en.empty()) {
        text.en = text.zh;
    }
    return text;
}

const Json& object_of(const Json& object, const char* key) {
    static const Json kEmpty = Json::object();
    const Json* value = member(object, key);
    if (value != nullptr && !value->is_object()) {
        wrong_value(key, *value, "{...}");
    }
    return value == nullptr ? kEmpty : *value;
}

const Json& array_of(const Json& object, const char* key) {
    static const Json kEmpty = Json::array();
    const Json* value = member(object, key);
    // An empty Lua table arrives as an empty object.
    if (value == nullptr || (value->is_object() && value->empty())) {
        return kEmpty;
    }
    if (!value->is_array()) {
        wrong_value(key, *value, "[...]");
    }
    return *value;
}

}  // namespace jt::map
