// jiangtian convert SRC DST
#include "app/commands.hpp"
#include "source/convert.hpp"

#include <CLI/CLI.hpp>

namespace jt::app {
namespace {

struct Request {
    source::ConvertOptions options;
    std::string repair = "strict";
};

void convert(Session& session, Request request) {
    request.options.read.repair = source::repair_from_name(request.repair);
    request.options.write.overwrite = session.options.overwrite;
    base::Diagnostics diagnostics;
    source::convert(request.options, diagnostics, session.progress());
    session.end_progress();
    session.show(diagnostics.list());
    session.print(session.say("app.wrote", request.options.target));
}

}  // namespace

void add_convert(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand("convert", session.say("app.convert"));
    auto request = std::make_shared<Request>();
    auto& read = request->options.read;
    command->add_option("SRC", read.path, session.say("app.help.dataset"))->required();
    command->add_option("DST", request->options.target, session.say("app.help.target"))->required();
    command->add_option("--layer", read.layer, session.say("app.help.layer"));
    command->add_option("--crs", read.crs, session.say("app.help.crs"));
    command->add_option("--to", read.to, session.say("app.help.to"));
    command->add_option("--control", read.control, session.say("app.help.control"));
    command->add_option("--shape", read.shape, session.say("app.help.shape"))
        ->check(CLI::IsMember({"point", "line", "polygon"}));
    command->add_option("--datum", read.datum, session.say("app.help.datum"));
    command->add_option("--to-datum", request->options.to_datum, session.say("app.help.to_datum"));
    command->add_option("--from-encoding", read.encoding, session.say("app.help.encoding"));
    command->add_option("--encoding", request->options.write.encoding,
                        session.say("app.help.encoding_to"));
    command->add_option("--xy", read.xy, session.say("app.help.xy"))->expected(2);
    command->add_option("--repair", request->repair, session.say("app.help.repair"))
        ->check(CLI::IsMember({"strict", "repair", "skip"}));
    command->add_flag("--overwrite", session.options.overwrite, session.say("app.help.overwrite"));
    command->callback([&session, request] { convert(session, *request); });
}

}  // namespace jt::app
