// jiangtian run SCENARIO.lua
#include "app/commands.hpp"
#include "app/register_all.hpp"
#include "app/scenario_run.hpp"
#include "base/files.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>

namespace fs = std::filesystem;

namespace jt::app {
namespace {

std::string default_folder(const std::string& file) {
    return (fs::path("out") / fs::path(file).stem()).string();
}

/// Before any work is done. --overwrite replaces run folders only: a slip of the pen must not cost
/// a home folder.
void check_target(const fs::path& out, bool overwrite) {
    if (!fs::exists(out)) {
        return;
    }
    if (!overwrite) {
        throw base::data_error("base.folder.exists", out.string());
    }
    if (!fs::exists(out / "run.json") && !(fs::is_directory(out) && fs::is_empty(out))) {
        throw base::data_error("app.run.not_a_run", out.string());
    }
}

void print_summary(const Session& session, const scenario::RunSummary& summary) {
    if (session.options.json) {
        session.print(nlohmann::json{{"folder", summary.folder.string()},
                                     {"steps", summary.steps},
                                     {"cached", summary.cached},
                                     {"files", summary.files},
                                     {"seconds", summary.seconds}}
                          .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
        return;
    }
    session.print(session.say("app.run.done", summary.steps, summary.cached,
                              fmt::format("{:.1f}", summary.seconds)));
    session.print(session.say("app.run.folder", summary.folder.string()));
    for (const auto& file : summary.files) {
        session.print("  " + file);
    }
}

void run(Session& session, const std::string& file) {
    auto& options = session.options;
    const fs::path out = options.out.empty() ? default_folder(file) : options.out;
    check_target(out, options.overwrite);
    const auto plan = load_plan(session, file, session.param_map(), options.lang);
    scenario::RunOptions run_options{out, cache_folder(options, out), options.overwrite,
                                     library_versions()};
    base::make_folders(base::whole_path(out).parent_path());
    const auto summary =
        scenario::run_plan(plan, session.registry(), run_options, session.progress());
    session.end_progress();
    session.show(summary.diagnostics, true);
    print_summary(session, summary);
}

}  // namespace

void add_run(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand("run", session.say("app.run"));
    auto file = std::make_shared<std::string>();
    command->add_option("SCENARIO", *file, session.say("app.help.scenario"))->required();
    command->add_option("-o,--output", session.options.out, session.say("app.help.out"));
    command->add_option("--param", session.options.params, session.say("app.help.param"))
        ->allow_extra_args(false);
    command->add_flag("--overwrite", session.options.overwrite, session.say("app.help.overwrite"));
    command->add_option("--cache", session.options.cache, session.say("app.help.cache"));
    command->callback([&session, file] { run(session, *file); });
}

}  // namespace jt::app
