#include "app/scenario_run.hpp"

#include "base/files.hpp"

namespace jt::app {

scenario::Plan load_plan(Session& session, const std::string& file,
                         const std::map<std::string, std::string>& params, base::Lang lang) {
    auto loaded = script::load_scenario(file, params, session.registry(), session.home(), lang);
    if (loaded.errors.empty()) {
        return std::move(loaded.plan);
    }
    for (std::size_t i = 0; i + 1 < loaded.errors.size(); ++i) {
        session.show(loaded.errors[i]);
    }
    throw loaded.errors.back();
}

std::filesystem::path cache_folder(const Options& options, const std::filesystem::path& out) {
    if (options.cache == "off") {
        return {};
    }
    return options.cache.empty() ? base::whole_path(out).parent_path() / ".jiangtian-cache"
                                 : std::filesystem::path(options.cache);
}

}  // namespace jt::app
