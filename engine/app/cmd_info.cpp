// jiangtian info DATASET...
#include "app/commands.hpp"
#include "source/info.hpp"

#include <CLI/CLI.hpp>

namespace jt::app {
namespace {

void info(Session& session, const std::vector<std::string>& datasets, source::InfoOptions options) {
    nlohmann::json all = nlohmann::json::array();
    std::size_t bad = 0;
    for (const auto& path : datasets) {
        options.path = path;
        auto description = source::describe(options, session.progress());
        session.end_progress();
        bad += source::has_errors(description) ? 1 : 0;
        if (!session.options.json) {
            session.print(source::render_info(description, session.options.lang));
        }
        all.push_back(std::move(description));
    }
    if (session.options.json) {
        session.print((datasets.size() == 1 ? all.front() : all).dump(1));
    }
    if (bad > 0) {
        throw base::data_error("app.info.bad", bad, datasets.size());
    }
}

}  // namespace

void add_info(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand("info", session.say("app.info"));
    auto datasets = std::make_shared<std::vector<std::string>>();
    auto options = std::make_shared<source::InfoOptions>();
    command->add_option("DATASET", *datasets, session.say("app.help.dataset"))->required();
    command->add_option("--layer", options->layer, session.say("app.help.layer"));
    command->add_option("--crs", options->crs, session.say("app.help.crs"));
    command->add_option("--encoding", options->encoding, session.say("app.help.encoding"));
    command->add_option("--role", options->role, session.say("app.help.role"));
    command->callback([&session, datasets, options] { info(session, *datasets, *options); });
}

}  // namespace jt::app
