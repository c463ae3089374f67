// jiangtian op list | show NAME | run NAME
#include "app/commands.hpp"
#include "app/op_run.hpp"
#include "base/text.hpp"

#include <CLI/CLI.hpp>

namespace jt::app {
namespace {

void list(Session& session) {
    nlohmann::json out = nlohmann::json::array();
    for (const auto& name : session.registry().names()) {
        const auto& spec = session.registry().find(name).spec;
        if (session.options.json) {
            out.push_back(registry::json_schema(spec, session.options.lang));
        } else {
            session.print(base::pad_right(name, 30) + base::pad_right(spec.origin, 26) +
                          spec.title.in(session.options.lang));
        }
    }
    if (session.options.json) {
        session.print(out.dump(1));
    }
}

void show(Session& session, const std::string& name) {
    const auto& spec = session.registry().find(name).spec;
    session.print(session.options.json ? registry::json_schema(spec, session.options.lang).dump(1)
                                       : registry::help_text(spec, session.options.lang));
}

}  // namespace

void add_op(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand("op", session.say("app.op"));
    command->require_subcommand(1);
    command->add_subcommand("list", session.say("app.op.list"))->callback([&session] {
        list(session);
    });
    auto name = std::make_shared<std::string>();
    auto* shown = command->add_subcommand("show", session.say("app.op.show"));
    shown->add_option("NAME", *name, session.say("app.help.op_name"))->required();
    shown->callback([&session, name] { show(session, *name); });
    auto* ran = command->add_subcommand("run", session.say("app.op.run"));
    auto request = std::make_shared<OpRequest>();
    ran->add_option("NAME", request->name, session.say("app.help.op_name"))->required();
    ran->add_option("-i,--input", request->inputs, session.say("app.help.op_input"))
        ->allow_extra_args(false);
    ran->add_option("--param", session.options.params, session.say("app.help.param"))
        ->allow_extra_args(false);
    ran->add_option("-o,--output", session.options.out, session.say("app.help.op_out"))->required();
    ran->add_option("--crs", request->crs, session.say("app.help.crs"));
    ran->add_option("--to", request->to, session.say("app.help.to"));
    ran->add_flag("--overwrite", session.options.overwrite, session.say("app.help.overwrite"));
    ran->callback([&session, request] { run_op(session, *request); });
}

}  // namespace jt::app
