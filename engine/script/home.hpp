// Where the Lua library and the plugins lie.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace jt::script {

struct Home {
    std::filesystem::path lua;  ///< folder that holds jiangtian/init.lua
    std::vector<std::filesystem::path>
        plugins;  ///< folders of plugin folders, the first has precedence in messages only
};

/// JT_HOME where it is set, else <program>/../share/jiangtian, else the source folder the program
/// was built from. Machine error naming the places tried where none holds lua/jiangtian/init.lua.
/// Further plugin folders come from --plugins.
Home find_home(const std::filesystem::path& program,
               const std::vector<std::string>& plugin_folders);

}  // namespace jt::script
