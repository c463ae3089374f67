#include "script/plugin_body.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "layer/table.hpp"
#include "script/lua_json.hpp"
#include "script/lua_objects.hpp"
#include "script/lua_state.hpp"
#include "script/modules.hpp"

#include <algorithm>
#include <filesystem>

namespace fs = std::filesystem;

namespace jt::script {
namespace {

registry::Call& call_of(lua_State* L) {
    return *static_cast<registry::Call*>(lua_touserdata(L, lua_upvalueindex(1)));
}

/// { port = object | { object, ... } }
void push_inputs(lua_State* L, const registry::OperatorSpec& spec, const registry::Call& call) {
    lua_newtable(L);
    for (const auto& [port, objects] : call.inputs) {
        const auto* declared = spec.port(port);
        if (declared != nullptr && declared->many) {
            lua_newtable(L);
            for (std::size_t i = 0; i < objects.size(); ++i) {
                push_object(L, objects[i]);
                lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
            }
        } else if (!objects.empty()) {
            push_object(L, objects.front());
        } else {
            continue;
        }
        lua_setfield(L, -2, port.c_str());
    }
}

/// The object on top of the stack, or the list of them. Stack: 0.
std::vector<registry::ObjectPtr> objects_at(lua_State* L) {
    if (!lua_istable(L, -1)) {
        return {check_object(L, -1)};
    }
    std::vector<registry::ObjectPtr> out;
    for (lua_Integer i = 1; i <= static_cast<lua_Integer>(lua_rawlen(L, -1)); ++i) {
        lua_rawgeti(L, -1, i);
        out.push_back(check_object(L, -1));
        lua_pop(L, 1);
    }
    return out;
}

std::map<std::string, std::vector<registry::ObjectPtr>> read_inputs(lua_State* L, int index) {
    std::map<std::string, std::vector<registry::ObjectPtr>> out;
    luaL_checktype(L, index, LUA_TTABLE);
    lua_pushnil(L);
    while (lua_next(L, index) != 0) {
        if (lua_type(L, -2) != LUA_TSTRING) {
            throw base::data_error("script.run.port");
        }
        const std::string port = lua_tostring(L, -2);
        out[port] =
            base::within(base::msg("script.run.input", port), [&] { return objects_at(L); });
        lua_pop(L, 1);
    }
    return out;
}

void push_outputs(lua_State* L, const registry::Outputs& outputs) {
    lua_newtable(L);
    for (const auto& [name, object] : outputs) {
        push_object(L, object);
        lua_setfield(L, -2, name.c_str());
    }
}

/// call.run("network.matrix", { network = ..., origins = ... }, { cutoff = "30 min" }) -> outputs
/// by name
int run_operator(lua_State* L) {
    auto& outer = call_of(L);
    const std::string name = luaL_checkstring(L, 1);
    registry::Call call;
    call.inputs = read_inputs(L, 2);
    call.params = lua_isnoneornil(L, 3) ? nlohmann::json::object() : to_json(L, 3);
    call.diagnostics = outer.diagnostics;
    call.progress = outer.progress;
    call.registry = outer.registry;
    const auto outputs = outer.registry->run(name, std::move(call));
    push_outputs(L, outputs);
    return 1;
}

/// The ids of a diagnostic, numbers or texts, as texts.
std::vector<std::string> said_ids(const nlohmann::json& said) {
    std::vector<std::string> out;
    if (!said.contains("ids") || said.at("ids").empty()) {
        return out;
    }
    for (const auto& id : said.at("ids")) {
        if (!said.at("ids").is_array() || !(id.is_string() || id.is_number())) {
            throw base::data_error("script.say");
        }
        out.push_back(id.is_string() ? id.get<std::string>() : id.dump());
    }
    return out;
}

/// A diagnostic in the plugin's own words: { zh =, en =, ids = { ... } }.
template <base::Severity severity>
int say(lua_State* L) {
    const auto said = lua_istable(L, 1) ? to_json(L, 1) : nlohmann::json();
    for (const auto& key : {"zh", "en"}) {
        if (!said.is_object() || !said.contains(key) || !said.at(key).is_string()) {
            throw base::data_error("script.say");
        }
    }
    if (said.size() > (said.contains("ids") ? 3 : 2)) {
        throw base::data_error("script.say");
    }
    const auto ids = said_ids(said);
    const std::string listed =
        ids.empty() ? "" : " (" + base::join_some(ids, base::Diagnostic::kMaxFeatures) + ")";
    call_of(L).diagnostics->add({severity,
                                 base::msg("script.says", said.at("en").get<std::string>() + listed,
                                           said.at("zh").get<std::string>() + listed),
                                 "",
                                 {},
                                 static_cast<std::int64_t>(ids.size())});
    return 0;
}

void push_call(lua_State* L, const registry::OperatorSpec& spec, registry::Call& call) {
    lua_newtable(L);
    push_inputs(L, spec, call);
    lua_setfield(L, -2, "inputs");
    push_json(L, call.params);
    lua_setfield(L, -2, "params");
    const std::pair<const char*, Function> functions[] = {
        {"run", guarded<run_operator>},
        {"info", guarded<say<base::Severity::info>>},
        {"warn", guarded<say<base::Severity::warning>>}};
    for (const auto& [name, function] : functions) {
        lua_pushlightuserdata(L, &call);
        lua_pushcclosure(L, function, 1);
        lua_setfield(L, -2, name);
    }
}

/// Loads the body and holds its functions against the manifest. The table of functions is left on
/// the stack.
void load_body(State& state, const BodySource& source) {
    lua_State* L = state.get();
    if (!fs::is_regular_file(source.file)) {
        throw base::data_error("script.body.missing", source.file);
    }
    state.push_environment();
    add_require(state, source.library, fs::path(source.file).parent_path());
    state.load(source.file, "@" + source.file);
    state.call(0, 1);
    if (!lua_istable(L, -1)) {
        throw base::data_error("script.body.return", source.file);
    }
    for (const auto& wanted : source.operators) {
        lua_pushstring(
            L, wanted.c_str());  // raw: a body may return a table that raises on a missing name
        if (lua_rawget(L, -2) != LUA_TFUNCTION) {
            throw base::data_error("script.body.lacks", source.file, wanted, luaL_typename(L, -1));
        }
        lua_pop(L, 1);
    }
    lua_pushnil(L);
    while (lua_next(L, -2) != 0) {
        const std::string found =
            lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : luaL_typename(L, -2);
        if (std::ranges::find(source.operators, found) == source.operators.end()) {
            throw base::data_error("script.body.extra", source.file, found);
        }
        lua_pop(L, 1);
    }
}

/// A column declared as numbers or booleans holds no texts. Ids, declared as text, may be numbers.
void check_columns(const registry::OutputSpec& declared, const registry::Object& object) {
    const auto* table = dynamic_cast<const layer::Table*>(&object);
    for (const auto& column : declared.columns) {
        if (table == nullptr || !table->has(column.name)) {
            continue;
        }
        const auto& found = table->column(std::string_view(column.name));
        if (found.null_count() < found.size() && found.type() == layer::Type::text &&
            column.type != registry::ColumnType::text) {
            throw base::data_error("script.body.output.column", column.name,
                                   registry::column_type_name(column.type),
                                   registry::column_type_name(found.type()));
        }
    }
}

void check_output(const registry::OutputSpec* declared, const registry::Object& object) {
    if (declared == nullptr) {
        throw base::data_error("script.body.output.extra");
    }
    if (declared->kind != object.kind()) {
        throw base::data_error("script.body.output.kind", registry::kind_name(declared->kind),
                               registry::kind_name(object.kind()));
    }
    check_columns(*declared, object);
}

/// What the body returned, held against the manifest.
registry::Outputs read_outputs(lua_State* L, const BodySource& source,
                               const registry::OperatorSpec& spec) {
    if (!lua_istable(L, -1)) {
        throw base::data_error("script.body.outputs", source.file, spec.name, luaL_typename(L, -1));
    }
    registry::Outputs outputs;
    lua_pushnil(L);
    while (lua_next(L, -2) != 0) {
        if (lua_type(L, -2) != LUA_TSTRING) {
            throw base::data_error("script.body.outputs", source.file, spec.name, "list");
        }
        const std::string name = lua_tostring(L, -2);
        base::within(base::msg("script.body.output", source.file, name, spec.name), [&] {
            outputs[name] = check_object(L, -1);
            check_output(spec.output(name), *outputs[name]);
        });
        lua_pop(L, 1);
    }
    for (const auto& declared : spec.outputs) {
        if (!outputs.contains(declared.name)) {
            auto error = base::data_error("script.body.output.missing");
            error.add_context(
                base::msg("script.body.output", source.file, declared.name, spec.name));
            throw error;
        }
    }
    return outputs;
}

}  // namespace

registry::Outputs run_body(const BodySource& source, const std::string& name,
                           registry::Call& call) {
    return base::within(base::msg("script.plugin", source.plugin), [&] {
        State state;
        lua_State* L = state.get();
        push_loaded(L);
        open_objects(L);
        lua_pop(L, 1);
        load_body(state, source);
        const auto& spec = call.registry->find(name).spec;
        lua_pushstring(L, name.c_str());
        lua_rawget(L, -2);
        push_call(L, spec, call);
        state.call(1, 1);
        return read_outputs(L, source, spec);
    });
}

}  // namespace jt::script
