// jiangtian plugin list | show NAME
#include "app/commands.hpp"
#include "base/text.hpp"

#include <CLI/CLI.hpp>

namespace jt::app {
namespace {

const script::Plugin& find(Session& session, const std::string& name) {
    std::vector<std::string> names;
    for (const auto& plugin : session.plugins()) {
        if (plugin.name == name) {
            return plugin;
        }
        names.push_back(plugin.name);
    }
    throw base::data_error("app.plugin.unknown", name, base::did_you_mean(name, names),
                           base::join_some(names));
}

void list(Session& session) {
    for (const auto& plugin : session.plugins()) {
        session.print(base::pad_right(plugin.name, 24) + base::pad_right(plugin.version, 8) +
                      base::pad_right(plugin.kind, 8) + plugin.title.in(session.options.lang));
    }
}

void show(Session& session, const std::string& name) {
    const auto& plugin = find(session, name);
    session.print(plugin.name + " " + plugin.version + "  (" + plugin.kind + ", " +
                  plugin.folder.string() + ")");
    session.print(plugin.title.in(session.options.lang));
    session.print(plugin.help.in(session.options.lang));
    session.print(session.say("app.plugin.owner", plugin.owner));
    for (const auto& spec : plugin.operators) {
        session.print("");
        session.print(registry::help_text(spec, session.options.lang));
    }
}

}  // namespace

void add_plugin(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand("plugin", session.say("app.plugin"));
    command->require_subcommand(1);
    command->add_subcommand("list", session.say("app.plugin.list"))->callback([&session] {
        list(session);
    });
    auto* shown = command->add_subcommand("show", session.say("app.plugin.show"));
    auto name = std::make_shared<std::string>();
    shown->add_option("NAME", *name, session.say("app.help.plugin_name"))->required();
    shown->callback([&session, name] { show(session, *name); });
}

}  // namespace jt::app
