#include "app/session.hpp"

#include "app/register_all.hpp"
#include "base/text.hpp"
#include "native/plugin.hpp"

#include <unistd.h>
#include <algorithm>
#include <cstdio>

namespace jt::app {

const script::Home& Session::home() {
    if (!m_home) {
        m_home =
            std::make_unique<script::Home>(script::find_home(m_program, options.plugin_folders));
    }
    return *m_home;
}

const std::vector<script::Plugin>& Session::plugins() {
    if (!m_plugins) {
        m_plugins = std::make_unique<std::vector<script::Plugin>>(script::find_plugins(home()));
    }
    return *m_plugins;
}

const registry::Registry& Session::registry() {
    if (!m_registry) {
        m_registry = std::make_unique<registry::Registry>();
        register_all(*m_registry);
        for (const auto& plugin : plugins()) {
            if (plugin.kind == "native") {
                native::register_plugin({plugin.name, plugin.version, plugin.folder / "plugin.lua",
                                         plugin.folder / plugin.body, plugin.operators},
                                        *m_registry);
            } else {
                script::register_plugin(plugin, home(), *m_registry);
            }
        }
    }
    return *m_registry;
}

void Session::print(const std::string& line) const {
    // Not fmt::print, which throws where the buffer runs over into a full disk: main tells it.
    std::fputs((line + "\n").c_str(), stdout);
}

void Session::show(const std::vector<base::Diagnostic>& diagnostics, bool logged) const {
    std::size_t hidden = 0;
    std::vector<std::pair<std::string, std::size_t>> lines;  // each once, with how often
    for (const auto& diagnostic : diagnostics) {
        if (diagnostic.severity == base::Severity::info && options.verbose == 0) {
            ++hidden;
            continue;
        }
        const std::string line = base::render(diagnostic, options.lang);
        const auto known = std::ranges::find(lines, line, &decltype(lines)::value_type::first);
        if (known == lines.end()) {
            lines.emplace_back(line, 1);
        } else {
            ++known->second;
        }
    }
    for (const auto& [line, times] : lines) {
        if (!options.quiet) {
            fmt::print(stderr, "{}{}\n", line, times > 1 ? say("app.times", times) : "");
        }
    }
    if (hidden > 0 && !options.quiet) {
        fmt::print(stderr, "{}\n", say(logged ? "app.hidden_logged" : "app.hidden", hidden));
    }
}

void Session::show(const base::Error& error) const {
    if (options.json) {
        fmt::print(stderr, "{}\n",
                   nlohmann::json{{"error", error.message().id},
                                  {"args", error.message().args},
                                  {"text", error.text(options.lang)}}
                       .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
        return;
    }
    fmt::print(stderr, "{}: {}\n", say("base.severity.error"), error.text(options.lang));
}

base::Progress Session::progress() const {
    if (options.quiet || isatty(STDERR_FILENO) == 0) {
        return base::Progress();
    }
    return base::Progress([](double share, const std::string& what) {
        constexpr std::size_t kColumns = 60;
        std::string shown = what;
        while (base::display_width(shown) > kColumns) {
            auto points = base::code_points(shown);
            points.resize(points.size() - 1);
            shown.clear();
            for (const char32_t c : points) {
                shown += base::to_utf8(c);
            }
        }
        fmt::print(stderr, "\r[{:3.0f}%] {}", share * 100, base::pad_right(shown, kColumns));
        std::fflush(stderr);
    });
}

void Session::end_progress() const {
    if (!options.quiet && isatty(STDERR_FILENO) != 0) {
        fmt::print(stderr, "\r\033[K");
    }
}

std::map<std::string, std::string> Session::param_map() const {
    std::map<std::string, std::string> out;
    for (const auto& param : options.params) {
        const auto at = param.find('=');
        if (at == std::string::npos || at == 0) {
            throw base::usage_error("app.param", param);
        }
        out[param.substr(0, at)] = param.substr(at + 1);
    }
    return out;
}

}  // namespace jt::app
