// Parameters as given become parameters as bodies and cache keys see them.
#include "base/error.hpp"
#include "base/text.hpp"
#include "base/units.hpp"
#include "registry/spec.hpp"

#include <algorithm>
#include <cmath>

namespace jt::registry {
namespace {

using nlohmann::json;

/// What was found, for messages: the type and, cut short, the value.
std::string shown(const json& value) {
    constexpr std::size_t kLongest = 60;
    std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
    if (text.size() > kLongest) {
        std::size_t end = kLongest;
        while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
            --end;
        }
        text = text.substr(0, end) + "...";
    }
    return std::string(value.type_name()) + " " + text;
}

std::string wanted(const ParamSpec& spec) {
    std::string out(param_type_name(spec.type));
    return spec.unit.empty() ? out : out + " (" + spec.unit + ")";
}

base::Error type_error(const ParamSpec& spec, const json& value) {
    return base::data_error("registry.param.type", spec.name, wanted(spec), shown(value));
}

std::string with_unit(double value, const ParamSpec& spec) {
    return fmt::format("{}{}{}", value, spec.unit.empty() ? "" : " ", spec.unit);
}

void check_range(const ParamSpec& spec, double value) {
    if (!std::isfinite(value)) {
        throw base::data_error("registry.param.finite", spec.name);
    }
    if (spec.min && value < *spec.min) {
        throw base::data_error("registry.param.min", spec.name, with_unit(value, spec),
                               with_unit(*spec.min, spec));
    }
    if (spec.max && value > *spec.max) {
        throw base::data_error("registry.param.max", spec.name, with_unit(value, spec),
                               with_unit(*spec.max, spec));
    }
}

void check_texts(const ParamSpec& spec, const json& value) {
    if (value.is_string() && !base::is_utf8(value.get_ref<const std::string&>())) {
        throw base::data_error("registry.param.utf8", spec.name);
    }
    if (value.is_object()) {
        for (const auto& item : value.items()) {
            check_texts(spec, json(item.key()));
        }
    }
    if (value.is_structured()) {
        for (const auto& item : value) {
            check_texts(spec, item);
        }
    }
}

double number_of(const ParamSpec& spec, const json& value) {
    double number = 0;
    if (value.is_number()) {
        number = value.get<double>();
    } else if (value.is_string()) {
        number = base::within(base::msg("registry.param", spec.name), [&] {
            return base::parse_quantity(value.get_ref<const std::string&>(), spec.unit);
        });
    } else {
        throw type_error(spec, value);
    }
    check_range(spec, number);
    return number;
}

json integer_of(const ParamSpec& spec, const json& value) {
    constexpr double kBeyond = 9223372036854775808.0;  // 2^63
    const double number = number_of(spec, value);
    if (value.is_number_integer() &&
        !(value.is_number_unsigned() && value.get<std::uint64_t>() >> 63 != 0)) {
        return value.get<std::int64_t>();
    }
    if (number != std::trunc(number) || number >= kBeyond || number < -kBeyond) {
        throw base::data_error("registry.param.fraction", spec.name, shown(value));
    }
    return static_cast<std::int64_t>(number);
}

json choice_of(const ParamSpec& spec, const json& value) {
    if (!value.is_string()) {
        throw type_error(spec, value);
    }
    const auto& word = value.get_ref<const std::string&>();
    if (std::ranges::find(spec.choices, word) == spec.choices.end()) {
        throw base::unknown_name_error("registry.param.choice", word, spec.choices, spec.name);
    }
    return value;
}

/// A list is one of numbers where it has a unit or a range; then texts are quantities.
json list_item(const ParamSpec& spec, const json& value) {
    if (value.is_array()) {  // a matrix is a list of lists
        json out = json::array();
        for (const auto& item : value) {
            out.push_back(list_item(spec, item));
        }
        return out;
    }
    if (!spec.unit.empty() || spec.min || spec.max) {
        return number_of(spec, value);
    }
    if (value.is_number()) {
        check_range(spec, value.get<double>());
    }
    return spec.choices.empty() ? value : choice_of(spec, value);
}

json converted(const ParamSpec& spec, const json& value) {
    check_texts(spec, value);
    const bool empty_array = value.is_array() && value.empty();  // Lua's {} may be either
    const bool empty_object = value.is_object() && value.empty();
    switch (spec.type) {
        case ParamType::number: return number_of(spec, value);
        case ParamType::integer: return integer_of(spec, value);
        case ParamType::choice: return choice_of(spec, value);
        case ParamType::text:
            if (value.is_string()) {
                return value;
            }
            break;
        case ParamType::boolean:
            if (value.is_boolean()) {
                return value;
            }
            break;
        case ParamType::list:
            if (value.is_array() || empty_object) {
                return list_item(spec, empty_object ? json::array() : value);
            }
            break;
        case ParamType::object:
            if (value.is_object() || empty_array) {
                return empty_array ? json::object() : value;
            }
            break;
    }
    throw type_error(spec, value);
}

json validated(const OperatorSpec& spec, const json& given) {
    if (!given.is_object() && !given.is_null() && !(given.is_array() && given.empty())) {
        throw base::data_error("registry.params.form", shown(given));
    }
    std::vector<std::string> known;
    for (const auto& param : spec.params) {
        known.push_back(param.name);
    }
    for (const auto& item : given.items()) {
        if (spec.param(item.key()) == nullptr) {
            throw base::unknown_name_error("registry.param.unknown", item.key(), known);
        }
    }
    json out = json::object();
    for (const auto& param : spec.params) {
        const bool has = given.is_object() && given.contains(param.name);
        const json& value =
            has && !given[param.name].is_null() ? given[param.name] : param.fallback;
        if (value.is_null() && param.required) {
            throw base::data_error("registry.param.required", param.name, wanted(param));
        }
        out[param.name] = value.is_null() ? value : converted(param, value);
    }
    return out;
}

json boolean_from_text(const ParamSpec& spec, const std::string& text) {
    const std::string word = base::lower(text);
    for (const char* yes : {"true", "yes", "1", "是"}) {
        if (word == yes) {
            return true;
        }
    }
    for (const char* no : {"false", "no", "0", "否"}) {
        if (word == no) {
            return false;
        }
    }
    throw type_error(spec, text);
}

}  // namespace

json validate_params(const OperatorSpec& spec, const json& given) {
    return base::within(base::msg("registry.operator", spec.name),
                        [&] { return validated(spec, given); });
}

json param_from_text(const ParamSpec& spec, const std::string& text) {
    const std::string trimmed = base::trim(text);
    const bool structured = !trimmed.empty() && (trimmed[0] == '[' || trimmed[0] == '{');
    if (spec.type == ParamType::boolean) {
        return boolean_from_text(spec, trimmed);
    }
    if (spec.type == ParamType::object || (spec.type == ParamType::list && structured)) {
        json value = json::parse(trimmed, nullptr, false);
        if (value.is_discarded()) {
            throw type_error(spec, text);
        }
        return value;
    }
    if (spec.type != ParamType::list) {
        return text;
    }
    json out = json::array();
    for (const auto& item :
         trimmed.empty() ? std::vector<std::string>{} : base::split(trimmed, ',')) {
        out.push_back(base::trim(item));
    }
    return out;
}

}  // namespace jt::registry
