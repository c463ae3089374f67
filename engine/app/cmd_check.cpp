// jiangtian check SCENARIO.lua: all errors at once, nothing computed.
#include "app/commands.hpp"
#include "app/scenario_run.hpp"

#include <CLI/CLI.hpp>

namespace jt::app {
namespace {

void check(Session& session, const std::string& file) {
    const auto loaded = script::load_scenario(file, session.param_map(), session.registry(),
                                              session.home(), session.options.lang);
    // An interruption or a fault of the machine is not the scenario's.
    if (!loaded.errors.empty() && loaded.errors.back().kind() != base::ErrorKind::data &&
        loaded.errors.back().kind() != base::ErrorKind::usage) {
        throw loaded.errors.back();
    }
    for (const auto& error : loaded.errors) {
        session.show(error);
    }
    if (!loaded.errors.empty()) {
        throw base::data_error("app.check.bad", file, loaded.errors.size());
    }
    session.print(
        session.say("app.check.good", file, loaded.plan.variants.size(), loaded.plan.steps.size()));
    for (const auto& step : loaded.plan.steps) {
        if (session.options.verbose > 0) {
            session.print("  " + step.label + "  (" + step.where + ")");
        }
    }
}

}  // namespace

void add_check(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand("check", session.say("app.check"));
    auto file = std::make_shared<std::string>();
    command->add_option("SCENARIO", *file, session.say("app.help.scenario"))->required();
    command->add_option("--param", session.options.params, session.say("app.help.param"))
        ->allow_extra_args(false);
    command->callback([&session, file] { check(session, *file); });
}

}  // namespace jt::app
