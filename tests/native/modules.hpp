// The manifests of the small plugins in modules/, as plugin.lua would give them.
#pragma once

#include "layer/layer.hpp"
#include "layer/matrix.hpp"
#include "native/plugin.hpp"
#include "sdk/jt_plugin.h"
#include "support/errors.hpp"

#include <filesystem>

namespace jt::test {

using registry::ColumnType;
using registry::Kind;
using registry::ObjectPtr;
using registry::ParamType;

inline std::string library_path(const std::string& file) {
    return std::string(JT_BINARY_DIR) + "/tests/native_modules/" + file;
}

inline registry::ParamSpec param(const std::string& name, ParamType type,
                                 const std::string& unit = "", bool required = false) {
    registry::ParamSpec out;
    out.name = name;
    out.type = type;
    out.unit = unit;
    out.required = required;
    return out;
}

inline registry::OperatorSpec spec(const std::string& name, int version) {
    registry::OperatorSpec out;
    out.name = name;
    out.version = version;
    out.origin = "native:test";
    return out;
}

inline native::Manifest manifest(const std::string& name) {
    return {name, "1.0", "plugin.lua", library_path(name + ".so"), {}};
}

inline native::Manifest sample_manifest() {
    auto out = manifest("sample");
    auto scale = spec("scale", 3);
    scale.ports = {{"features", Kind::layer, true, false, {}}};
    scale.params = {param("factor", ParamType::number, "m", true), param("note", ParamType::text)};
    scale.outputs = {{"scaled",
                      Kind::layer,
                      {},
                      {{"scaled", ColumnType::real, "m", {"放大值", "scaled value"}}}}};
    auto turn = spec("turn", 1);
    turn.ports = {{"costs", Kind::matrix, true, false, {}}};
    turn.outputs = {{"turned", Kind::matrix, {}, {}}};
    auto count = spec("count", 1);
    count.ports = {{"tables", Kind::table, false, true, {}}};
    count.params = {param("strict", ParamType::boolean)};
    count.outputs = {{"counts", Kind::table, {}, {}}};
    out.operators = {scale, turn, count};
    return out;
}

inline native::Manifest bad_manifest() {
    auto out = manifest("bad");
    auto bad = spec("bad", 1);
    bad.ports = {{"parts", Kind::table, false, false, {}}};
    bad.params = {param("how", ParamType::text, "", true), param("what", ParamType::text),
                  param("number", ParamType::number)};
    bad.outputs = {{"table", Kind::table, {}, {{"value", ColumnType::real, "m", {}}}},
                   {"layer", Kind::layer, {}, {}}};
    out.operators = {bad};
    return out;
}

/// A plugin with one operator of its own name that has one table as output.
inline native::Manifest plain_manifest(const std::string& name) {
    auto out = manifest(name);
    out.operators = {spec(name, 1)};
    out.operators[0].outputs = {{"table", Kind::table, {}, {}}};
    return out;
}

/// Registers the plugin alone and runs one of its operators.
inline registry::Outputs run(const native::Manifest& plugin, const std::string& name,
                             std::map<std::string, std::vector<ObjectPtr>> inputs = {},
                             nlohmann::json params = nlohmann::json::object(),
                             base::Diagnostics* diagnostics = nullptr) {
    registry::Registry registry;
    native::register_plugin(plugin, registry);
    registry::Call call;
    call.inputs = std::move(inputs);
    call.params = std::move(params);
    call.diagnostics = diagnostics;
    return registry.run(name, std::move(call));
}

}  // namespace jt::test
