#include "app/usage.hpp"

#include "base/text.hpp"
#include "source/database/connection.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace jt::app {
namespace {

using Names = std::vector<std::string>;

/// The command that was being read, "jiangtian op run", and its parser.
struct Place {
    const CLI::App* parser;
    std::string words;
};

Place place_of(const CLI::App& app) {
    Place out{&app, app.get_name()};
    while (!out.parser->get_subcommands().empty()) {
        out.parser = out.parser->get_subcommands().front();
        out.words += " " + out.parser->get_name();
    }
    return out;
}

Names commands_of(const CLI::App& parser) {
    Names out;
    for (const CLI::App* command : parser.get_subcommands([](const CLI::App*) { return true; })) {
        out.push_back(command->get_name());
    }
    return out;
}

/// The options of a command and of those above it.
Names options_of(const CLI::App* parser) {
    Names out;
    for (; parser != nullptr; parser = parser->get_parent()) {
        for (const CLI::Option* option : parser->get_options()) {
            for (const std::string& name : option->get_lnames()) {
                if (std::ranges::find(out, "--" + name) == out.end()) {
                    out.push_back("--" + name);
                }
            }
        }
    }
    return out;
}

base::Error unknown(const std::string& id, const std::string& word, const Names& names) {
    const std::string close = base::did_you_mean(word, names);
    return close.empty() ? base::usage_error(id, word, base::join_some(names))
                         : base::usage_error(id + ".near", word, close);
}

base::Error found(const CLI::ParseError& error, const CLI::App& app, const Place& place) {
    const Names rest = app.remaining(true);
    const Names commands = commands_of(*place.parser);
    if (!rest.empty() && rest.front().rfind('-', 0) == 0) {
        return unknown("app.usage.option", rest.front(), options_of(place.parser));
    }
    if (!rest.empty() && !commands.empty()) {
        return unknown("app.usage.command", rest.front(), commands);
    }
    if (!rest.empty()) {
        return base::usage_error("app.usage.extra", source::shown_path(rest.front()));
    }
    if (error.get_name() == "RequiredError") {
        const std::string text = error.what();
        const auto end = text.find(" is required");
        return commands.empty()
                   ? base::usage_error("app.usage.missing", text.substr(0, end))
                   : base::usage_error("app.usage.no_command", base::join_some(commands));
    }
    return base::usage_error("app.usage.value", error.what());
}

}  // namespace

base::Error usage_error_of(const CLI::ParseError& error, const CLI::App& app) {
    const Place place = place_of(app);
    base::Error out = found(error, app, place);
    out.add_note(base::msg("app.usage.help", place.words + " --help"));
    return out;
}

}  // namespace jt::app
