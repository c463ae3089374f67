// jiangtian verify RUN_DIR: are the files those of the run, and does the same scenario give the
// same bytes again?
#include "app/commands.hpp"
#include "app/register_all.hpp"
#include "app/scenario_run.hpp"
#include "base/files.hpp"
#include "base/parallel.hpp"

#include <unistd.h>
#include <CLI/CLI.hpp>
#include <filesystem>

namespace fs = std::filesystem;

namespace jt::app {
namespace {

void print_differences(const Session& session,
                       const std::vector<scenario::Difference>& differences) {
    for (const auto& difference : differences) {
        session.print("  " + difference.file + ": " +
                      base::render(difference.what, session.options.lang));
    }
}

/// A folder of nobody else's beside the run, gone afterwards whatever happens.
struct Scratch {
    fs::path path;
    explicit Scratch(const fs::path& folder)
        : path(base::whole_path(folder).parent_path() /
               fmt::format(".jiangtian-verify-{}", ::getpid())) {}
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    ~Scratch() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
};

/// Runs the recorded scenario again, in its language and without any cache, and compares.
std::vector<scenario::Difference> run_again(Session& session, const fs::path& folder) {
    const auto record = scenario::read_run_json(folder);
    const std::string file = record.at("file");
    const auto plan =
        load_plan(session, file, record.at("params").get<std::map<std::string, std::string>>(),
                  base::lang_of(record.value("lang", "")));
    const Scratch again(folder);
    const scenario::RunOptions options{again.path, {}, true, library_versions()};
    scenario::run_plan(plan, session.registry(), options, session.progress());
    session.end_progress();
    return scenario::compare_folders(folder, again.path);
}

void verify(Session& session, const std::string& folder, bool files_only) {
    const auto changed = scenario::check_files(folder);
    print_differences(session, changed);
    if (!changed.empty()) {
        throw base::data_error("app.verify.changed", folder, changed.size());
    }
    session.print(
        session.say("app.verify.files", scenario::read_run_json(folder).at("files").size()));
    if (files_only) {
        return;
    }
    const auto differences = run_again(session, folder);
    print_differences(session, differences);
    if (!differences.empty()) {
        throw base::data_error("app.verify.differs", folder, differences.size());
    }
    session.print(session.say("app.verify.same", base::threads()));
}

}  // namespace

void add_verify(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand("verify", session.say("app.verify"));
    auto folder = std::make_shared<std::string>();
    auto files_only = std::make_shared<bool>(false);
    command->add_option("RUN_DIR", *folder, session.say("app.help.run_dir"))->required();
    command->add_flag("--files", *files_only, session.say("app.help.files_only"));
    command->callback([&session, folder, files_only] { verify(session, *folder, *files_only); });
}

}  // namespace jt::app
