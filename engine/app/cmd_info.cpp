// jiangtian info DATASET...
#include "app/commands.hpp"
#include "app/quality_report.hpp"
#include "source/info.hpp"
#include "source/quality/contract.hpp"
#include "surface/io_describe.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace jt::app {
namespace {

struct Request {
    std::vector<std::string> datasets;
    std::string contract, report;
    source::InfoOptions options;
};

/// A role is checked as reading would, another contract rule by rule; one that there is none of is
/// refused before anything is read.
void choose_contract(Request& request) {
    const std::vector<std::string> roles = source::role_names();
    if (std::find(roles.begin(), roles.end(), request.contract) != roles.end()) {
        request.options.role = request.contract;
    } else {
        source::find_contract(request.contract);
        request.options.contract = request.contract;
    }
}

void info(Session& session, Request request) {
    if (!request.contract.empty()) {
        choose_contract(request);
    }
    const std::vector<std::string>& datasets = request.datasets;
    source::InfoOptions options = request.options;
    nlohmann::json all = nlohmann::json::array();
    std::size_t bad = 0;
    for (const auto& path : datasets) {
        options.path = path;
        const bool raster = surface::is_raster_name(path);
        auto description =
            raster ? surface::describe_raster(path) : source::describe(options, session.progress());
        session.end_progress();
        const bool wrong =
            raster ? std::any_of(description["problems"].begin(), description["problems"].end(),
                                 [](const auto& one) { return one.at("severity") == "error"; })
                   : source::has_errors(description);
        bad += wrong ? 1 : 0;
        if (!session.options.json) {
            session.print(raster ? surface::render_raster(description, session.options.lang)
                                 : source::render_info(description, session.options.lang));
        }
        all.push_back(std::move(description));
    }
    if (!request.report.empty()) {
        write_quality_report(all, request.report, session.options.overwrite, session.options.lang);
        session.print(session.say("app.wrote", request.report));
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
    auto request = std::make_shared<Request>();
    auto& options = request->options;
    command->add_option("DATASET", request->datasets, session.say("app.help.dataset"))->required();
    command->add_option("--layer", options.layer, session.say("app.help.layer"));
    command->add_option("--crs", options.crs, session.say("app.help.crs"));
    command->add_option("--encoding", options.encoding, session.say("app.help.encoding"));
    command->add_option("--window", options.service.window, session.say("app.help.window"));
    command->add_option("--date", options.service.date, session.say("app.help.date"));
    command->add_option("--stops", options.service.stops, session.say("app.help.stops"));
    command->add_option("--contract,--role", request->contract, session.say("app.help.contract"));
    command->add_option("--dictionary", options.dictionary, session.say("app.help.dictionary"));
    command->add_option("--reference", options.reference, session.say("app.help.reference"));
    command->add_flag("--topology", options.topology, session.say("app.help.topology"));
    command->add_option("--report", request->report, session.say("app.help.report"));
    command->add_flag("--overwrite", session.options.overwrite, session.say("app.help.overwrite"));
    command->callback([&session, request] { info(session, *request); });
}

}  // namespace jt::app
