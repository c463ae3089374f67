// The `jiangtian` program: common options, one subcommand, one place where errors become exit
// codes.
#include "app/commands.hpp"
#include "app/register_all.hpp"
#include "app/usage.hpp"
#include "base/parallel.hpp"
#include "base/version.hpp"

#include <unistd.h>
#include <CLI/CLI.hpp>
#include <clocale>
#include <csignal>
#include <cstdlib>
#include <filesystem>

namespace {

using namespace jt;

/// First Ctrl-C asks the work to stop, so that nothing half written stays; the second ends the
/// program at once.
extern "C" void on_interrupt(int) {
    static volatile std::sig_atomic_t asked = 0;
    if (asked != 0) {
        _exit(130);
    }
    asked = 1;
    base::request_cancel();
}

void catch_signals() {
    struct sigaction action = {};
    action.sa_handler = on_interrupt;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    // A closed pipe and a limit on the size of files are write errors, not the end of the program.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
}

/// --lang must be known before the help texts are made, so it is looked for by hand first.
base::Lang choose_language(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        const std::string arg = argv[i];
        if (arg == "--lang" && i + 1 < argc) {
            return base::lang_of(argv[i + 1]);
        }
        if (arg.rfind("--lang=", 0) == 0) {
            return base::lang_of(arg.substr(7));
        }
    }
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') {
            return base::lang_of(value);
        }
    }
    return base::Lang::en;
}

std::string program_path(const char* fallback) {
    std::error_code code;
    const auto path = std::filesystem::read_symlink("/proc/self/exe", code);
    return code ? std::string(fallback) : path.string();
}

void add_common(CLI::App& app, app::Session& session) {
    auto& options = session.options;
    const auto say = [&](const char* id) { return session.say(id); };
    app.add_option("--lang", options.lang_word, say("app.help.lang"))
        ->check(CLI::IsMember({"zh", "en"}));
    app.add_option("--threads", options.threads, say("app.help.threads"))
        ->check(CLI::Range(0, 1024));
    app.add_option("--plugins", options.plugin_folders, say("app.help.plugins"))
        ->allow_extra_args(false);
    app.add_flag("--json", options.json, say("app.help.json"));
    app.add_flag("-q,--quiet", options.quiet, say("app.help.quiet"));
    app.add_flag("-v,--verbose", options.verbose, say("app.help.verbose"));
    app.set_version_flag("--version", [] {
        std::string text = "jiangtian " + base::version();
        const auto libraries = app::library_versions();
        for (const auto& [name, version] : libraries.items()) {
            text += "\n" + name + " " + version.get<std::string>();
        }
        return text;
    });
}

int run(CLI::App& app, app::Session& session, int argc, char** argv) {
    try {
        app.parse(argc, argv);
        if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
            throw base::machine_error("app.stdout");
        }
        return 0;
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) {  // --help and --version come this way
            return app.exit(error);
        }
        session.show(app::usage_error_of(error, app));
        return 1;
    } catch (const base::Error& error) {
        session.end_progress();
        session.show(error);
        return base::exit_code(error.kind());
    } catch (const std::system_error& error) {
        // Of the file system, and of writing to a closed pipe.
        session.end_progress();
        session.show(base::machine_error("app.system", error.what()));
        return 4;
    } catch (const std::bad_alloc&) {
        session.show(base::machine_error("app.memory"));
        return 4;
    } catch (const std::exception& error) {
        session.end_progress();
        session.show(base::internal_error("app.internal", error.what()));
        return 3;
    }
}

}  // namespace

int main(int argc, char** argv) {
    std::setlocale(LC_CTYPE,
                   "C.UTF-8");  // numbers stay with a decimal point whatever the user's locale
    catch_signals();
    app::Session session(program_path(argv[0]));
    session.options.lang = choose_language(argc, argv);
    CLI::App app(session.say("app.title"), "jiangtian");
    app.require_subcommand(1);
    app.fallthrough();
    app.footer(session.say("app.footer"));
    add_common(app, session);
    app.parse_complete_callback([&] { base::set_threads(session.options.threads); });
    app::add_run(app, session);
    app::add_check(app, session);
    app::add_info(app, session);
    app::add_convert(app, session);
    app::add_op(app, session);
    app::add_plugin(app, session);
    app::add_compare(app, session);
    app::add_verify(app, session);
    app::add_explain(app, session);
    return run(app, session, argc, argv);
}
