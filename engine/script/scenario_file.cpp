#include "script/scenario_file.hpp"

#include "base/text.hpp"
#include "script/host_module.hpp"
#include "script/lua_json.hpp"
#include "script/lua_state.hpp"
#include "script/modules.hpp"

#include <filesystem>

namespace fs = std::filesystem;

namespace jt::script {
namespace {

base::Message message_at(const nlohmann::json& entry) {
    base::Message out{entry.at("id"), {}};
    for (const auto& arg : entry.at("args")) {  // none: an empty table, which counts as an object
        out.args.push_back(arg);
    }
    return out;
}

/// The collected entries of jiangtian.errors: { id, args, where } or { error, where }.
std::vector<base::Error> collected(State& state) {
    lua_State* L = state.get();
    std::vector<base::Error> out;
    push_loaded(L);
    if (lua_getfield(L, -1, "jiangtian.errors") != LUA_TTABLE) {
        lua_pop(L, 2);
        return out;
    }
    lua_getfield(L, -1, "list");
    for (lua_Integer i = 1; i <= static_cast<lua_Integer>(lua_rawlen(L, -1)); ++i) {
        lua_rawgeti(L, -1, i);
        lua_getfield(L, -1, "where");
        const std::string where = lua_isstring(L, -1) != 0 ? lua_tostring(L, -1) : "";
        lua_getfield(L, -2, "error");
        if (const auto* error = to_error(L, -1)) {
            out.push_back(*error);
            lua_pop(L, 2);
        } else {
            lua_pop(L, 2);
            out.emplace_back(base::ErrorKind::data, message_at(to_json(L, -1)));
        }
        if (!where.empty()) {
            out.back().add_context(base::msg("script.place", where));
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 3);
    return out;
}

void evaluate(State& state, const std::string& file, const Home& home) {
    lua_State* L = state.get();
    state.push_environment();
    add_require(state, home.lua, fs::path(file).parent_path());
    state.load(file, "@" + file);
    state.call(0, 1);
    push_loaded(L);
    if (lua_getfield(L, -1, "jiangtian") != LUA_TTABLE) {
        throw base::data_error("script.no_project", file);
    }
    lua_getfield(L, -1, "finish");
    lua_pushvalue(L, 1);
    state.call(1, 1);
    if (!lua_istable(L, -1)) {
        throw base::data_error("script.no_project", file);
    }
}

/// What the operators have against their parameters, step by step.
void check_steps(const scenario::Plan& plan, const registry::Registry& registry,
                 std::vector<base::Error>& errors) {
    for (const auto& step : plan.steps) {
        const auto& spec = registry.find(step.op).spec;
        if (!spec.check) {
            continue;
        }
        std::map<std::string, std::size_t> given;
        for (const auto& [port, refs] : step.inputs) {
            given[port] = refs.size();
        }
        try {
            base::within(scenario::place_of(step), [&] {
                const auto params = registry::validate_params(spec, step.params);
                base::within(base::msg("registry.operator", spec.name),
                             [&] { spec.check(params, given); });
            });
        } catch (const base::Error& error) {
            errors.push_back(error);
        }
    }
}

void check_unused_params(const HostContext& context, std::vector<base::Error>& errors) {
    std::vector<std::string> known;
    for (const auto& [name, used] : context.asked) {
        known.push_back(name);
    }
    for (const auto& [name, value] : context.params) {
        if (!context.asked.contains(name)) {
            errors.emplace_back(
                base::ErrorKind::usage,
                base::unknown_name_error("script.param.unknown", name, known).message());
        }
    }
}

}  // namespace

LoadedScenario load_scenario(const std::string& file,
                             const std::map<std::string, std::string>& params,
                             const registry::Registry& registry, const Home& home,
                             base::Lang lang) {
    if (!fs::is_regular_file(file)) {
        throw base::data_error("script.no_file", file);
    }
    HostContext context{&registry, params, {}, fs::absolute(file).parent_path().string(), lang};
    State state;
    open_host(state.get(), context);
    LoadedScenario out;
    try {
        evaluate(state, file, home);
        out.errors = collected(state);
        check_unused_params(context, out.errors);
        if (out.errors.empty()) {
            out.plan = scenario::plan_from_json(to_json(state.get(), -1));
            check_steps(out.plan, registry, out.errors);
        }
    } catch (const base::Error& error) {
        out.errors = collected(state);
        out.errors.push_back(error);
    }
    out.plan.file = file;
    out.plan.lang = lang == base::Lang::zh ? "zh" : "en";
    out.plan.params = params;
    return out;
}

}  // namespace jt::script
