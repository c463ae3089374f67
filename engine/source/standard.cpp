#include "source/standard.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <filesystem>
#include <regex>

namespace jt::source {
namespace {

using nlohmann::json;

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

StandardField field_of(const json& value) {
    known_keys(value, "fields",
               {"name", "title", "type", "width", "required", "filled", "unique", "values",
                "pattern", "min", "max"});
    StandardField out;
    out.name = get<std::string>(value, "name", "");
    out.title = text_of(value, "title", out.name);
    out.type = get<std::string>(value, "type", "");
    const std::vector<std::string> types = {"", "text", "integer", "number", "date"};
    if (std::find(types.begin(), types.end(), out.type) == types.end()) {
        throw base::unknown_name_error("source.standard.type", out.type, types, out.name);
    }
    out.width = get(value, "width", 0);
    out.required = get(value, "required", true);
    out.filled = get(value, "filled", false);
    out.unique = get(value, "unique", false);
    out.values = get(value, "values", std::vector<std::string>());
    out.pattern = get<std::string>(value, "pattern", "");
    try {
        (void)std::wregex(std::wstring(out.pattern.begin(), out.pattern.end()));
    } catch (const std::regex_error&) {
        throw base::data_error("source.standard.pattern", out.name, out.pattern);
    }
    if (value.contains("min")) {
        out.min = get(value, "min", 0.0);
    }
    if (value.contains("max")) {
        out.max = get(value, "max", 0.0);
    }
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

}  // namespace

Standard read_standard(const std::string& path) {
    return base::within(file_context(path), [&] {
        json value;
        try {
            value = json::parse(base::read_file(path));
        } catch (const json::exception& error) {
            throw base::data_error("source.standard.json", error.what());
        }
        known_keys(value, "-",
                   {"name", "title", "source", "geometry", "datum", "fields", "no_duplicates",
                    "no_overlaps"});
        Standard out;
        out.name = get<std::string>(value, "name", std::filesystem::path(path).stem().string());
        out.title = text_of(value, "title", out.name);
        out.source = get<std::string>(value, "source", "");
        for (const auto& name : get(value, "geometry", std::vector<std::string>())) {
            out.shapes.push_back(shape_of(name));
        }
        out.datum = get<std::string>(value, "datum", "");
        if (!out.datum.empty() && out.datum != "CGCS2000") {
            throw base::data_error("source.standard.datum", out.datum);
        }
        for (const json& field : get(value, "fields", json::array())) {
            out.fields.push_back(field_of(field));
        }
        out.no_duplicates = get(value, "no_duplicates", false);
        out.no_overlaps = get(value, "no_overlaps", false);
        return out;
    });
}

}  // namespace jt::source
