// jiangtian convert SRC DST
#include "app/commands.hpp"
#include "report/layer_styles.hpp"
#include "source/convert.hpp"
#include "source/database/connection.hpp"

#include <CLI/CLI.hpp>

namespace jt::app {
namespace {

struct Request {
    source::ConvertOptions options;
    std::string repair;  ///< "" for none given
    bool fix = false;
    std::string colours = "automatic";
};

void convert(Session& session, Request request) {
    auto& read = request.options.read;
    if (request.fix && !request.repair.empty() && request.repair != "repair") {
        throw base::usage_error("app.convert.fix", request.repair);
    }
    const std::string policy = request.fix ? "repair" : "strict";
    read.repair = source::repair_from_name(request.repair.empty() ? policy : request.repair);
    read.fix = read.tell_contract = request.fix;
    request.options.colours = report::class_colours(request.colours);
    request.options.write.overwrite = session.options.overwrite;
    request.options.write.titles = session.options.lang;
    base::Diagnostics diagnostics;
    source::convert(request.options, diagnostics, session.progress());
    session.end_progress();
    session.show(diagnostics.list());
    session.print(session.say("app.wrote", source::shown_path(request.options.target)));
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
    command->add_option("--control-method", read.control_method, session.say("app.help.method"))
        ->check(CLI::IsMember({"four", "seven"}));
    command->add_option("--control-from", read.control_from, session.say("app.help.control_from"));
    command->add_option("--helmert", read.helmert, session.say("app.help.helmert"));
    command->add_option("--dictionary", read.dictionary, session.say("app.help.dictionary"));
    command->add_flag("--rename-fields", read.rename_fields, session.say("app.help.rename"));
    command->add_option("--shape", read.shape, session.say("app.help.shape"))
        ->check(CLI::IsMember({"point", "line", "polygon"}));
    command->add_option("--datum", read.datum, session.say("app.help.datum"));
    command->add_option("--to-datum", request->options.to_datum, session.say("app.help.to_datum"));
    command->add_option("--from-encoding", read.encoding, session.say("app.help.encoding"));
    command->add_option("--encoding", request->options.write.encoding,
                        session.say("app.help.encoding_to"));
    command->add_option("--window", read.service.window, session.say("app.help.window"));
    command->add_option("--date", read.service.date, session.say("app.help.date"));
    command->add_option("--stops", read.service.stops, session.say("app.help.stops"));
    command->add_option("--xy", read.xy, session.say("app.help.xy"))->expected(2);
    command->add_option("--repair", request->repair, session.say("app.help.repair"))
        ->check(CLI::IsMember({"strict", "repair", "skip"}));
    command->add_flag("--fix", request->fix, session.say("app.help.fix"));
    command->add_option("--contract", read.contract, session.say("app.help.contract_to"));
    command->add_option("--class", request->options.class_field, session.say("app.help.class"));
    command->add_option("--colours", request->colours, session.say("app.help.colours"))
        ->check(CLI::IsMember({"automatic", "landuse", "distinct"}));
    command->add_option("--label", request->options.write.label, session.say("app.help.label"));
    command
        ->add_option("--label-height", request->options.write.label_height,
                     session.say("app.help.label_height"))
        ->check(CLI::PositiveNumber);
    command->add_flag("--overwrite", session.options.overwrite, session.say("app.help.overwrite"));
    command->callback([&session, request] { convert(session, *request); });
}

}  // namespace jt::app
