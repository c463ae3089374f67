#include "script/plugin.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/hash.hpp"
#include "script/lua_json.hpp"
#include "script/lua_state.hpp"
#include "script/plugin_body.hpp"
#include "script/spec_json.hpp"

#include <algorithm>

namespace fs = std::filesystem;

namespace jt::script {
namespace {

using nlohmann::json;

constexpr int kApi = 1;

json manifest_json(const fs::path& file) {
    State state;  // a manifest is data: no globals, and no methods on texts either
    lua_pushliteral(state.get(), "");
    lua_pushnil(state.get());
    lua_setmetatable(state.get(), -2);
    lua_pop(state.get(), 1);
    state.push_empty_environment();
    state.load(file.string(), "@" + file.string());
    state.call(0, 1);
    if (!lua_istable(state.get(), -1)) {
        throw base::data_error("script.manifest.return", file.string());
    }
    return to_json(state.get(), -1);
}

std::string text_field(const json& manifest, const char* key) {
    const json value = manifest.value(key, json(""));
    if (!value.is_string()) {
        throw base::data_error("script.manifest.type", "plugin.lua", key, value.dump());
    }
    if (value.get<std::string>().empty()) {
        throw base::data_error("script.manifest.wanted", key);
    }
    return value;
}

/// Hash over the Lua files of the folder, in the order of their names: what a change of code means
/// for the cache.
std::string code_hash(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && entry.path().extension() == ".lua") {
            files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    base::Hasher hasher;
    for (const auto& file : files) {
        hasher.add(file.lexically_relative(folder).generic_string());
        hasher.add(base::read_file(file));
    }
    return hasher.hex();
}

Plugin plugin_from_json(const json& manifest, const fs::path& folder) {
    allow_keys(manifest, "plugin.lua",
               {"api", "kind", "name", "version", "owner", "title", "help", "body", "operators"});
    if (manifest.value("api", json()) != json(kApi)) {
        throw base::data_error("script.manifest.api", manifest.value("api", json()).dump(), kApi);
    }
    Plugin plugin;
    plugin.folder = folder;
    plugin.kind = text_field(manifest, "kind");
    plugin.name = text_field(manifest, "name");
    plugin.version = text_field(manifest, "version");
    plugin.owner = text_field(manifest, "owner");
    plugin.body = text_field(manifest, "body");
    plugin.title = text_from_json(manifest, "plugin.lua", "title");
    plugin.help = text_from_json(manifest, "plugin.lua", "help");
    if (plugin.kind != "lua" && plugin.kind != "native") {
        throw base::data_error("script.manifest.plugin_kind", plugin.kind);
    }
    const fs::path body = fs::path(plugin.body).lexically_normal();
    if (body.is_absolute() || *body.begin() == ".." ||
        (plugin.kind == "lua" &&
         body.extension() != ".lua")) {  // the hash of the code covers these
        throw base::data_error("script.manifest.body", plugin.body);
    }
    for (const auto& entry : entries_from_json(manifest, "plugin.lua", "operators")) {
        plugin.operators.push_back(spec_from_json(entry));
        plugin.operators.back().origin = plugin.kind + ":" + plugin.name;
    }
    if (plugin.operators.empty()) {
        throw base::data_error("script.manifest.wanted", "operators");
    }
    return plugin;
}

}  // namespace

Plugin read_manifest(const fs::path& folder) {
    const fs::path file = folder / "plugin.lua";
    return base::within(base::msg("script.manifest", file.string()), [&] {
        if (!fs::is_regular_file(file)) {
            throw base::data_error("script.manifest.missing", file.string());
        }
        return plugin_from_json(manifest_json(file), folder);
    });
}

std::vector<Plugin> find_plugins(const Home& home) {
    std::vector<Plugin> out;
    for (const auto& root : home.plugins) {
        std::vector<fs::path> folders;
        if (fs::is_directory(root)) {
            for (const auto& entry : fs::directory_iterator(root)) {
                if (entry.is_directory() && fs::exists(entry.path() / "plugin.lua")) {
                    folders.push_back(entry.path());
                }
            }
        }
        std::ranges::sort(folders);
        for (const auto& folder : folders) {
            out.push_back(read_manifest(folder));
        }
    }
    std::ranges::stable_sort(out, {}, &Plugin::name);
    const auto twice = std::ranges::adjacent_find(out, {}, &Plugin::name);
    if (twice != out.end()) {
        throw base::data_error("script.plugin.twice", twice->name, twice->folder.string(),
                               std::next(twice)->folder.string());
    }
    return out;
}

void register_plugin(const Plugin& plugin, const Home& home, registry::Registry& registry) {
    const std::string fingerprint = code_hash(plugin.folder);
    std::vector<std::string> declared;
    for (const auto& spec : plugin.operators) {
        declared.push_back(spec.name);
    }
    const BodySource source{plugin.name, (plugin.folder / plugin.body).string(), home.lua.string(),
                            declared};
    for (auto spec : plugin.operators) {
        spec.fingerprint = fingerprint;
        const std::string name = spec.name;
        registry.add(std::move(spec),
                     [source, name](registry::Call& call) { return run_body(source, name, call); });
    }
}

}  // namespace jt::script
