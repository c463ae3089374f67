// A plugin in a temporary folder, for the tests of manifests and bodies.
#pragma once

#include "layer/register.hpp"
#include "script/lua.hpp"
#include "script/plugin.hpp"

namespace jt::test {

/// A manifest that declares "mine" (table; factor, mode) -> out (id, value), extra.
inline std::string sample_manifest() {
    return R"(return {
    api = 1,
    kind = "lua",
    name = "mine",
    version = "0.1.0",
    owner = "the office",
    title = { zh = "我的", en = "mine" },
    body = "body.lua",
    operators = {
        {
            name = "mine",
            version = 3,
            title = { zh = "我的算子", en = "my operator" },
            help = { zh = "说明", en = "help" },
            ports = {
                { name = "table", kind = "table", help = { zh = "表", en = "table" } },
                { name = "others", kind = "table", required = false, many = true },
            },
            params = {
                { name = "factor", type = "number", unit = "min", default = "1 h", min = 0, max = 120 },
                { name = "mode", type = "choice", choices = { "a", "b" }, default = "a" },
                { name = "list", type = "list", default = {} },
            },
            outputs = {
                { name = "out", kind = "table", columns = {
                    { name = "id", type = "text", title = { zh = "编号", en = "id" } },
                    { name = "value", unit = "min" },
                } },
            },
        },
    },
}
)";
}

/// The text with one piece replaced; the piece must be there.
inline std::string with(std::string text, const std::string& piece, const std::string& other) {
    const std::size_t at = text.find(piece);
    if (at == std::string::npos) {
        throw std::runtime_error("not in the text: " + piece);
    }
    return text.replace(at, piece.size(), other);
}

class PluginFolder {
public:
    explicit PluginFolder(const std::string& manifest = sample_manifest(),
                          const std::string& body = "") {
        base::make_folders(path());
        write("plugin.lua", manifest);
        if (!body.empty()) {
            write("body.lua", body);
        }
    }

    std::filesystem::path path() const { return folder / "mine"; }
    std::string file(const std::string& name) const { return (path() / name).string(); }
    void write(const std::string& name, const std::string& text) const {
        base::write_file(path() / name, text);
    }
    script::Home home() const { return {source_home().lua, {folder.path()}}; }

    /// A registry with the plugin and the operators of layer/.
    registry::Registry registry() const {
        registry::Registry out;
        layer::register_operators(out);
        for (const auto& plugin : script::find_plugins(home())) {
            script::register_plugin(plugin, home(), out);
        }
        return out;
    }

    TempFolder folder;
};

}  // namespace jt::test
