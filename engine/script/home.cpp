#include "script/home.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <cstdlib>

namespace fs = std::filesystem;

namespace jt::script {

Home find_home(const fs::path& program, const std::vector<std::string>& plugin_folders) {
    std::vector<fs::path> tried;
    if (const char* home = std::getenv("JT_HOME"); home != nullptr && *home != '\0') {
        tried.emplace_back(home);
    } else {
        tried.push_back(program.parent_path().parent_path() / "share" / "jiangtian");
        tried.emplace_back(JT_SOURCE_HOME);
    }
    for (const auto& root : tried) {
        if (fs::exists(root / "lua" / "jiangtian" / "init.lua")) {
            Home home{root / "lua", {root / "plugins"}};
            for (const auto& folder : plugin_folders) {
                if (!fs::is_directory(folder)) {
                    throw base::data_error("script.plugin.folder", folder);
                }
                home.plugins.emplace_back(folder);
            }
            return home;
        }
    }
    std::vector<std::string> names;
    for (const auto& root : tried) {
        names.push_back(root.string());
    }
    throw base::machine_error("script.home", base::join_some(names));
}

}  // namespace jt::script
