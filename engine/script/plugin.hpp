// Lua plugins: a manifest that is data only, and a body that loads on first use.
#pragma once

#include "registry/registry.hpp"
#include "script/home.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace jt::script {

struct Plugin {
    std::filesystem::path folder;
    std::string kind;  ///< "lua" or "native"
    std::string name, version, owner, body;
    base::Text title, help;
    std::vector<registry::OperatorSpec> operators;
};

/// Reads <folder>/plugin.lua in an empty environment. Data errors name the file, the field and what
/// is wanted.
Plugin read_manifest(const std::filesystem::path& folder);

/// All plugins of the home, sorted by name; a name that stands twice is a data error with both
/// folders.
std::vector<Plugin> find_plugins(const Home& home);

/// Registers the operators of a Lua plugin. The body is held against the manifest when it first
/// loads.
void register_plugin(const Plugin& plugin, const Home& home, registry::Registry& registry);

}  // namespace jt::script
