// jiangtian explain RUN_DIR ID [TO_ID] | --at X,Y: why a score, a trip or a cell is what it is.
#include "app/commands.hpp"
#include "app/explain/run.hpp"

#include <CLI/CLI.hpp>

namespace jt::app {
namespace {

void run_explain(Session& session, const ExplainRequest& request) {
    if (request.from.empty() == request.at.empty()) {
        throw base::usage_error("app.explain.one");
    }
    ExplainRun run(session, request);
    Explanations out(session);
    if (!request.at.empty()) {
        explain_cells(run, request, out);
        out.finish();
        return;
    }
    const bool only_trips = !request.to.empty() || request.about == "trip";
    const bool scores = !only_trips && explain_scores(run, request, out);
    const bool trips = request.about != "score" && explain_trips(run, request, out, scores);
    if (!scores && !trips) {
        throw only_trips ? base::data_error("app.explain.no_network", request.folder)
                         : base::data_error("app.explain.no_scores", request.from, request.folder);
    }
    out.finish();
}

}  // namespace

void add_explain(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand("explain", session.say("app.explain"));
    auto request = std::make_shared<ExplainRequest>();
    command->add_option("RUN_DIR", request->folder, session.say("app.help.run_dir"))->required();
    command->add_option("ID", request->from, session.say("app.explain.from"));
    command->add_option("TO_ID", request->to, session.say("app.explain.to"));
    command->add_option("--about", request->about, session.say("app.explain.about"))
        ->check(CLI::IsMember({"score", "trip"}));
    command->add_option("--at", request->at, session.say("app.explain.at"));
    command->add_option("--crs", request->crs, session.say("app.explain.crs"));
    command->add_option("--surface", request->surface, session.say("app.explain.which_surface"));
    command->add_option("--scenario", request->scenario, session.say("app.explain.in_scenario"));
    command->add_option("--cache", session.options.cache, session.say("app.help.cache"));
    command->callback([&session, request] { run_explain(session, *request); });
}

}  // namespace jt::app
