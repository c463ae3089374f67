// Loading and running a scenario: what `run`, `check` and `verify` share.
#pragma once

#include "app/session.hpp"
#include "scenario/run_folder.hpp"
#include "script/scenario_file.hpp"

namespace jt::app {

/// Evaluates the file; all its errors are shown and the first is thrown, with a count, where there
/// are any. `lang` is that of the results.
scenario::Plan load_plan(Session& session, const std::string& file,
                         const std::map<std::string, std::string>& params, base::Lang lang);

/// Default of the cache: ".jiangtian-cache" beside the run folder.
std::filesystem::path cache_folder(const Options& options, const std::filesystem::path& out);

}  // namespace jt::app
