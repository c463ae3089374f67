#include "script/spec_json.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

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

/// Refuses keys that mean nothing: a misspelt key of a manifest must not pass in silence.
void allow_keys(const Json& object, const std::string& what, const std::vector<std::string>& keys) {
    if (!object.is_object()) {
        throw base::data_error("script.manifest.table", what);
    }
    for (const auto& [key, value] : object.items()) {
        if (std::ranges::find(keys, key) == keys.end()) {
            throw base::data_error("script.manifest.key", what, key, base::join_some(keys, 20));
        }
    }
}

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

std::string name_of(const Json& object, const std::string& what) {
    const auto name = field<std::string>(object, what, "name", "");
    if (name.empty()) {
        throw base::data_error("script.manifest.name", what);
    }
    return name;
}

base::Text text_of(const Json& object, const std::string& what, const char* key) {
    if (!object.contains(key)) {
        return {};
    }
    allow_keys(object.at(key), what + "." + key, {"zh", "en"});
    return {field<std::string>(object.at(key), what, "zh", ""),
            field<std::string>(object.at(key), what, "en", "")};
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
            field(json, what, "many", false), text_of(json, what, "help")};
}

registry::ParamSpec param_of(const Json& json) {
    const std::string what = "params." + name_of(json, "params");
    allow_keys(json, what,
               {"name", "type", "unit", "default", "required", "min", "max", "choices", "help"});
    registry::ParamSpec out;
    out.name = name_of(json, what);
    out.type = param_type_of(json, what);
    out.unit = field<std::string>(json, what, "unit", "");
    out.fallback = json.value("default", nlohmann::json());
    if (out.type == registry::ParamType::list && out.fallback.is_object() && out.fallback.empty()) {
        out.fallback = nlohmann::json::array();
    }
    out.required = field(json, what, "required", false);
    if (json.contains("min")) {
        out.min = field(json, what, "min", 0.0);
    }
    if (json.contains("max")) {
        out.max = field(json, what, "max", 0.0);
    }
    out.choices = field(json, what, "choices", std::vector<std::string>());
    out.help = text_of(json, what, "help");
    return out;
}

registry::ColumnSpec column_of(const Json& json, const std::string& output) {
    const std::string what = output + ".columns." + name_of(json, output + ".columns");
    allow_keys(json, what, {"name", "type", "unit", "title"});
    return {name_of(json, what),
            registry::column_type_from_name(field<std::string>(json, what, "type", "real")),
            field<std::string>(json, what, "unit", ""), text_of(json, what, "title")};
}

registry::OutputSpec output_of(const Json& json) {
    const std::string what = "outputs." + name_of(json, "outputs");
    allow_keys(json, what, {"name", "kind", "help", "columns"});
    registry::OutputSpec out{
        name_of(json, what), kind_of(json, what), text_of(json, what, "help"), {}};
    for (const auto& column : json.value("columns", nlohmann::json::array())) {
        out.columns.push_back(column_of(column, what));
    }
    return out;
}

}  // namespace

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
        out["outputs"].push_back({{"name", output.name},
                                  {"kind", registry::kind_name(output.kind)},
                                  {"help", text_json(output.help)},
                                  {"columns", columns}});
    }
    return out;
}

registry::OperatorSpec spec_from_json(const nlohmann::json& json) {
    const std::string what = "operators." + name_of(json, "operators");
    allow_keys(json, what, {"name", "version", "title", "help", "ports", "params", "outputs"});
    registry::OperatorSpec spec;
    spec.name = name_of(json, what);
    spec.version = field(json, what, "version", 1);
    spec.title = text_of(json, what, "title");
    spec.help = text_of(json, what, "help");
    for (const auto& port : json.value("ports", nlohmann::json::array())) {
        spec.ports.push_back(port_of(port));
    }
    for (const auto& param : json.value("params", nlohmann::json::array())) {
        spec.params.push_back(param_of(param));
    }
    for (const auto& output : json.value("outputs", nlohmann::json::array())) {
        spec.outputs.push_back(output_of(output));
    }
    if (spec.outputs.empty()) {
        throw base::data_error("script.manifest.outputs", what);
    }
    return spec;
}

nlohmann::json settle_params(const registry::OperatorSpec& spec, nlohmann::json params) {
    for (const auto& param : spec.params) {
        if (param.type == registry::ParamType::list && params.contains(param.name) &&
            params[param.name].is_object() && params[param.name].empty()) {
            params[param.name] = Json::array();
        }
    }
    return params;
}

}  // namespace jt::script
