#include "script/spec_json.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/units.hpp"

#include <algorithm>
#include <array>

namespace jt::script {
namespace {

using Json = nlohmann::json;

constexpr std::array<registry::ParamType, 7> kParamTypes = {
    registry::ParamType::number,  registry::ParamType::integer, registry::ParamType::text,
    registry::ParamType::boolean, registry::ParamType::choice,  registry::ParamType::list,
    registry::ParamType::object};

Json text_json(const base::Text& text) { return {{"zh", text.zh}, {"en", text.en}}; }

template <class T>
T field(const Json& object, const std::string& what, const char* key, const T& fallback) {
    if (!object.contains(key)) {
        return fallback;
    }
    try {
        return object.at(key).get<T>();
    } catch (const Json::exception&) {
        throw base::data_error("script.manifest.type", what, key, object.at(key).dump());
    }
}

/// The name of an entry, which must be a table.
std::string name_of(const Json& object, const std::string& what) {
    if (!object.is_object()) {
        throw base::data_error("script.manifest.table", what);
    }
    const auto name = field<std::string>(object, what, "name", "");
    if (name.empty()) {
        throw base::data_error("script.manifest.name", what);
    }
    return name;
}

/// Unit of numbers: "" or a known one.
std::string unit_of(const Json& object, const std::string& what) {
    const auto unit = field<std::string>(object, what, "unit", "");
    if (!unit.empty() && base::unit_factor(unit) == 0) {
        throw base::data_error("script.manifest.unit", what, unit);
    }
    return unit;
}

registry::Kind kind_of(const Json& object, const std::string& what) {
    const auto name = field<std::string>(object, what, "kind", "layer");
    for (const auto kind :
         {registry::Kind::layer, registry::Kind::table, registry::Kind::matrix,
          registry::Kind::network, registry::Kind::surface, registry::Kind::files}) {
        if (registry::kind_name(kind) == name) {
            return kind;
        }
    }
    throw base::data_error("script.manifest.kind", what, name);
}

registry::ParamType param_type_of(const Json& object, const std::string& what) {
    const auto name = field<std::string>(object, what, "type", "number");
    for (const auto type : kParamTypes) {
        if (registry::param_type_name(type) == name) {
            return type;
        }
    }
    throw base::data_error("script.manifest.param_type", what, name);
}

registry::PortSpec port_of(const Json& json) {
    const std::string what = "ports." + name_of(json, "ports");
    allow_keys(json, what, {"name", "kind", "required", "many", "help"});
    return {name_of(json, what), kind_of(json, what), field(json, what, "required", true),
            field(json, what, "many", false), text_from_json(json, what, "help")};
}

registry::ParamSpec param_of(const Json& json) {
    const std::string what = "params." + name_of(json, "params");
    allow_keys(json, what,
               {"name", "type", "unit", "default", "required", "min", "max", "choices", "help"});
    registry::ParamSpec out;
    out.name = name_of(json, what);
    out.type = param_type_of(json, what);
    out.unit = unit_of(json, what);
    out.fallback = json.value("default", nlohmann::json());
    out.required = field(json, what, "required", false);
    if (json.contains("min")) {
        out.min = field(json, what, "min", 0.0);
    }
    if (json.contains("max")) {
        out.max = field(json, what, "max", 0.0);
    }
    out.choices = field(json, what, "choices", std::vector<std::string>());
    out.help = text_from_json(json, what, "help");
    return out;
}

registry::ColumnSpec column_of(const Json& json, const std::string& output) {
    const std::string what = output + ".columns." + name_of(json, output + ".columns");
    allow_keys(json, what, {"name", "type", "unit", "title"});
    const auto type = field<std::string>(json, what, "type", "real");
    return {name_of(json, what),
            base::within(base::msg("script.manifest.entry", what),
                         [&] { return registry::column_type_from_name(type); }),
            field<std::string>(json, what, "unit", ""), text_from_json(json, what, "title")};
}

registry::KeptColumns kept_of(const Json& json, const std::string& output) {
    const std::string what = output + ".keeps";
    allow_keys(json, what, {"port", "suffix", "params"});
    return {field<std::string>(json, what, "port", ""),
            field<std::string>(json, what, "suffix", ""),
            field(json, what, "params", std::vector<std::string>())};
}

registry::OutputSpec output_of(const Json& json) {
    const std::string what = "outputs." + name_of(json, "outputs");
    allow_keys(json, what, {"name", "kind", "help", "columns", "keeps"});
    registry::OutputSpec out{
        name_of(json, what), kind_of(json, what), text_from_json(json, what, "help"), {}};
    for (const auto& column : entries_from_json(json, what, "columns")) {
        out.columns.push_back(column_of(column, what));
    }
    for (const auto& kept : entries_from_json(json, what, "keeps")) {
        out.keeps.push_back(kept_of(kept, what));
    }
    return out;
}

registry::FormulaSpec formula_of(const Json& json, const std::string& operation) {
    const std::string what = operation + ".formulas";
    allow_keys(json, what, {"title", "tex", "where", "source"});
    registry::FormulaSpec out{
        text_from_json(json, what, "title"), field<std::string>(json, what, "tex", ""),
        text_from_json(json, what, "where"), field<std::string>(json, what, "source", "")};
    if (out.tex.empty()) {
        throw base::data_error("script.manifest.formula", what);
    }
    return out;
}

}  // namespace

void allow_keys(const nlohmann::json& object, const std::string& what,
                const std::vector<std::string>& keys) {
    if (!object.is_object()) {
        throw base::data_error("script.manifest.table", what);
    }
    for (const auto& [key, value] : object.items()) {
        if (std::ranges::find(keys, key) == keys.end()) {
            throw base::data_error("script.manifest.key", what, key, base::join_some(keys, 20));
        }
    }
}

base::Text text_from_json(const nlohmann::json& object, const std::string& what, const char* key) {
    if (!object.contains(key)) {
        return {};
    }
    const std::string here = what + "." + key;
    allow_keys(object.at(key), here, {"zh", "en"});
    return {field<std::string>(object.at(key), here, "zh", ""),
            field<std::string>(object.at(key), here, "en", "")};
}

nlohmann::json entries_from_json(const nlohmann::json& object, const std::string& what,
                                 const char* key) {
    const auto entries = object.value(key, Json::array());
    if (!entries.is_array() && !(entries.is_object() && entries.empty())) {
        throw base::data_error("script.manifest.list", what + "." + key);
    }
    return entries;
}

nlohmann::json spec_to_json(const registry::OperatorSpec& spec) {
    Json out = {{"name", spec.name},
                {"version", spec.version},
                {"origin", spec.origin},
                {"title", text_json(spec.title)},
                {"help", text_json(spec.help)},
                {"ports", Json::array()},
                {"params", Json::array()},
                {"outputs", Json::array()}};
    for (const auto& port : spec.ports) {
        out["ports"].push_back({{"name", port.name},
                                {"kind", registry::kind_name(port.kind)},
                                {"required", port.required},
                                {"many", port.many},
                                {"help", text_json(port.help)}});
    }
    for (const auto& param : spec.params) {
        out["params"].push_back({{"name", param.name},
                                 {"type", registry::param_type_name(param.type)},
                                 {"unit", param.unit},
                                 {"required", param.required},
                                 {"help", text_json(param.help)}});
    }
    for (const auto& output : spec.outputs) {
        Json columns = Json::array();
        for (const auto& column : output.columns) {
            columns.push_back({{"name", column.name},
                               {"type", registry::column_type_name(column.type)},
                               {"unit", column.unit},
                               {"title", text_json(column.title)}});
        }
        Json keeps = Json::array();
        for (const auto& kept : output.keeps) {
            keeps.push_back(
                {{"port", kept.port}, {"suffix", kept.suffix}, {"params", kept.params}});
        }
        out["outputs"].push_back({{"name", output.name},
                                  {"kind", registry::kind_name(output.kind)},
                                  {"help", text_json(output.help)},
                                  {"columns", columns},
                                  {"keeps", keeps}});
    }
    return out;
}

registry::OperatorSpec spec_from_json(const nlohmann::json& json) {
    const std::string what = "operators." + name_of(json, "operators");
    allow_keys(json, what,
               {"name", "version", "title", "help", "ports", "params", "outputs", "formulas"});
    registry::OperatorSpec spec;
    spec.name = name_of(json, what);
    spec.version = field(json, what, "version", 1);
    spec.title = text_from_json(json, what, "title");
    spec.help = text_from_json(json, what, "help");
    for (const auto& port : entries_from_json(json, what, "ports")) {
        spec.ports.push_back(port_of(port));
    }
    for (const auto& param : entries_from_json(json, what, "params")) {
        spec.params.push_back(param_of(param));
    }
    for (const auto& output : entries_from_json(json, what, "outputs")) {
        spec.outputs.push_back(output_of(output));
    }
    for (const auto& formula : entries_from_json(json, what, "formulas")) {
        spec.formulas.push_back(formula_of(formula, what));
    }
    if (spec.outputs.empty()) {
        throw base::data_error("script.manifest.outputs", what);
    }
    return spec;
}

}  // namespace jt::script
