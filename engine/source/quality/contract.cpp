#include "source/quality/contract.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "base/units.hpp"
#include "source/loaded.hpp"
#include "source/quality/contracts_brought.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

namespace jt::source {
namespace {

using nlohmann::json;

const std::array<std::string, 8> kTypes = {"",      "text",   "key",  "integer",
                                           "whole", "number", "flag", "date"};

void known_keys(const json& value, const std::string& place, const std::vector<std::string>& keys) {
    if (!value.is_object()) {
        throw base::data_error("source.standard.object", place);
    }
    for (const auto& [key, unused] : value.items()) {
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
            throw base::unknown_name_error("source.standard.key", key, keys, place);
        }
    }
}

/// A value of the wanted kind, or the fallback where there is none.
template <class Value>
Value get(const json& from, const char* key, Value fallback) {
    const auto found = from.find(key);
    if (found == from.end()) {
        return fallback;
    }
    try {
        return found->get<Value>();
    } catch (const json::exception&) {
        throw base::data_error("source.standard.value", key, found->dump());
    }
}

base::Text text_of(const json& from, const char* key, const std::string& fallback) {
    const json value = get(from, key, json::object());
    return {get<std::string>(value, "zh", fallback), get<std::string>(value, "en", fallback)};
}

FieldType type_of(const std::string& name, const std::string& field) {
    const auto found = std::find(kTypes.begin(), kTypes.end(), name);
    if (found == kTypes.end()) {
        throw base::unknown_name_error("source.standard.type", name,
                                       {kTypes.begin() + 1, kTypes.end()}, field);
    }
    return static_cast<FieldType>(found - kTypes.begin());
}

/// What no value can meet, or what would be passed over.
void check_rule(const FieldRule& rule) {
    if (rule.name.empty()) {
        throw base::data_error("source.standard.no_name");
    }
    if (base::unit_factor(rule.unit) == 0) {
        throw base::data_error("source.standard.unit", rule.name, rule.unit);
    }
    if (rule.width < 0) {
        throw base::data_error("source.standard.width", rule.name, rule.width);
    }
    if (rule.min && rule.max && *rule.min > *rule.max) {
        throw base::data_error("source.standard.range", rule.name, *rule.min, *rule.max);
    }
    try {
        (void)std::wregex(std::wstring(rule.pattern.begin(), rule.pattern.end()));
    } catch (const std::regex_error&) {
        throw base::data_error("source.standard.pattern", rule.name, rule.pattern);
    }
}

FieldRule rule_of(const json& value) {
    known_keys(value, "fields",
               {"name", "title", "type", "unit", "width", "required", "filled", "unique", "values",
                "pattern", "min", "max"});
    FieldRule out;
    out.name = get<std::string>(value, "name", "");
    out.title = text_of(value, "title", out.name);
    out.type = type_of(get<std::string>(value, "type", ""), out.name);
    out.unit = get<std::string>(value, "unit", "");
    out.width = get(value, "width", 0);
    out.required = get(value, "required", true);
    out.filled = get(value, "filled", false);
    out.unique = get(value, "unique", false);
    out.values = get(value, "values", std::vector<std::string>());
    out.pattern = get<std::string>(value, "pattern", "");
    if (value.contains("min")) {
        out.min = get(value, "min", 0.0);
    }
    if (value.contains("max")) {
        out.max = get(value, "max", 0.0);
    }
    check_rule(out);
    return out;
}

geo::Shape shape_of(const std::string& name) {
    for (const geo::Shape shape : {geo::Shape::point, geo::Shape::line, geo::Shape::polygon}) {
        if (name == geo::shape_name(shape)) {
            return shape;
        }
    }
    throw base::unknown_name_error("source.shape.unknown", name, {"point", "line", "polygon"});
}

void add_fields(const json& value, Contract& out) {
    std::set<std::string> names;
    for (const json& field : get(value, "fields", json::array())) {
        out.fields.push_back(rule_of(field));
        if (!names.insert(out.fields.back().name).second) {
            throw base::data_error("source.standard.twice", out.fields.back().name);
        }
    }
}

Contract contract_from(const std::string& text, const std::string& fallback_name) {
    json value;
    try {
        value = json::parse(text);
    } catch (const json::exception& error) {
        throw base::data_error("source.standard.json", error.what());
    }
    known_keys(value, "-",
               {"name", "title", "source", "geometry", "datum", "crs", "fields", "no_duplicates",
                "no_overlaps", "no_gaps"});
    Contract out;
    out.name = get<std::string>(value, "name", fallback_name);
    out.title = text_of(value, "title", out.name);
    out.source = get<std::string>(value, "source", "");
    for (const auto& name : get(value, "geometry", std::vector<std::string>())) {
        out.shapes.push_back(shape_of(name));
    }
    out.datum = get<std::string>(value, "datum", "");
    if (!out.datum.empty() && out.datum != "CGCS2000") {
        throw base::data_error("source.standard.datum", out.datum);
    }
    for (const auto& code : get(value, "crs", std::vector<std::string>())) {
        out.crs.push_back(geo::Crs::from(code));
    }
    add_fields(value, out);
    out.no_duplicates = get(value, "no_duplicates", false);
    out.no_overlaps = get(value, "no_overlaps", false);
    out.no_gaps = get(value, "no_gaps", false);
    return out;
}

/// Those that the engine brings, parsed once.
const std::vector<Contract>& brought() {
    static const std::vector<Contract> list = [] {
        std::vector<Contract> out;
        for (const BroughtContract& one : contracts_brought()) {
            out.push_back(contract_from(std::string(one.json), one.name));
            out.back().role = one.role;
        }
        return out;
    }();
    return list;
}

}  // namespace

const std::string& field_type_name(FieldType type) {
    return kTypes[static_cast<std::size_t>(type)];
}

const FieldRule* Contract::field(const std::string& field_name) const {
    for (const FieldRule& rule : fields) {
        if (rule.name == field_name) {
            return &rule;
        }
    }
    return nullptr;
}

Contract read_contract(const std::string& path) {
    return base::within(file_context(path), [&] {
        return contract_from(base::read_file(path), std::filesystem::path(path).stem().string());
    });
}

const std::vector<Contract>& roles() {
    static const std::vector<Contract> list = [] {
        std::vector<Contract> out;
        std::copy_if(brought().begin(), brought().end(), std::back_inserter(out),
                     [](const Contract& one) { return one.role; });
        return out;
    }();
    return list;
}

std::vector<std::string> role_names() {
    std::vector<std::string> names;
    for (const Contract& role : roles()) {
        names.push_back(role.name);
    }
    return names;
}

const Contract& role_of(const std::string& name) {
    for (const Contract& role : roles()) {
        if (role.name == name) {
            return role;
        }
    }
    throw base::unknown_name_error("source.role.unknown", name, role_names());
}

std::vector<std::string> contract_names() {
    std::vector<std::string> names;
    for (const Contract& one : brought()) {
        names.push_back(one.name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

bool is_brought_contract(const std::string& name) {
    const auto names = contract_names();
    return std::binary_search(names.begin(), names.end(), name) &&
           !std::filesystem::is_regular_file(name);
}

Contract find_contract(const std::string& name_or_path) {
    if (!is_brought_contract(name_or_path)) {
        if (std::filesystem::is_regular_file(name_or_path)) {
            return read_contract(name_or_path);
        }
        throw base::unknown_name_error("source.contract.unknown", name_or_path, contract_names());
    }
    return *std::find_if(brought().begin(), brought().end(),
                         [&](const Contract& one) { return one.name == name_or_path; });
}

}  // namespace jt::source
