#include "script/plugin_body.hpp"

#include "base/error.hpp"
#include "script/lua_json.hpp"
#include "script/lua_objects.hpp"
#include "script/lua_state.hpp"
#include "script/modules.hpp"
#include "script/spec_json.hpp"

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

std::map<std::string, std::vector<registry::ObjectPtr>> read_inputs(lua_State* L, int index) {
    std::map<std::string, std::vector<registry::ObjectPtr>> out;
    luaL_checktype(L, index, LUA_TTABLE);
    lua_pushnil(L);
    while (lua_next(L, index) != 0) {
        auto& list = out[luaL_checkstring(L, -2)];
        if (auto object = test_object(L, -1)) {
            list.push_back(std::move(object));
        } else if (lua_istable(L, -1)) {
            for (lua_Integer i = 1; i <= static_cast<lua_Integer>(lua_rawlen(L, -1)); ++i) {
                lua_rawgeti(L, -1, i);
                list.push_back(check_object(L, -1));
                lua_pop(L, 1);
            }
        } else {
            throw base::data_error("script.object.wanted", luaL_typename(L, -1));
        }
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
    const auto& spec = outer.registry->find(name).spec;
    registry::Call call;
    call.inputs = read_inputs(L, 2);
    call.params = settle_params(spec, lua_istable(L, 3) ? to_json(L, 3) : nlohmann::json::object());
    call.diagnostics = outer.diagnostics;
    call.progress = outer.progress;
    call.registry = outer.registry;
    const auto outputs = outer.registry->run(name, std::move(call));
    push_outputs(L, outputs);
    return 1;
}

/// A diagnostic in the plugin's own words: { zh =, en =, ids = { ... } }.
template <base::Severity severity>
int say(lua_State* L) {
    const auto json = to_json(L, 1);
    if (!json.is_object() || !json.contains("zh") || !json.contains("en")) {
        throw base::data_error("script.say");
    }
    const auto ids = json.value("ids", std::vector<std::string>());
    std::string listed;
    for (const auto& id : ids) {
        listed += (listed.empty() ? " (" : ", ") + id;
    }
    listed += listed.empty() ? "" : ")";
    call_of(L).diagnostics->add({severity,
                                 base::msg("script.says", json.at("en").get<std::string>() + listed,
                                           json.at("zh").get<std::string>() + listed),
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
        if (lua_getfield(L, -1, wanted.c_str()) != LUA_TFUNCTION) {
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

registry::Outputs read_outputs(lua_State* L, const BodySource& source, const std::string& name) {
    if (!lua_istable(L, -1)) {
        throw base::data_error("script.body.outputs", source.file, name, luaL_typename(L, -1));
    }
    registry::Outputs outputs;
    lua_pushnil(L);
    while (lua_next(L, -2) != 0) {
        if (lua_type(L, -2) != LUA_TSTRING) {
            throw base::data_error("script.body.outputs", source.file, name, "list");
        }
        outputs[lua_tostring(L, -2)] = check_object(L, -1);
        lua_pop(L, 1);
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
        lua_getfield(L, -1, name.c_str());
        push_call(L, call.registry->find(name).spec, call);
        state.call(1, 1);
        return read_outputs(L, source, name);
    });
}

}  // namespace jt::script
