// What every command shares: common options, the registry with all plugins, how results and errors
// are shown.
#pragma once

#include "base/diagnostic.hpp"
#include "base/error.hpp"
#include "base/progress.hpp"
#include "registry/registry.hpp"
#include "script/home.hpp"
#include "script/plugin.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace jt::app {

struct Options {
    base::Lang lang = base::Lang::en;
    std::string lang_word;  ///< as given; read before the parser runs, see main.cpp
    bool json = false, quiet = false;
    int verbose = 0;
    int threads = 0;
    std::vector<std::string> plugin_folders;
    std::vector<std::string> params;  ///< NAME=VALUE
    std::string out;
    bool overwrite = false;
    std::string cache;  ///< "" = beside the output, "off" = none
};

class Session {
public:
    explicit Session(std::string program) : m_program(std::move(program)) {}
    Options options;

    const script::Home& home();
    const std::vector<script::Plugin>& plugins();
    const registry::Registry&
    registry();  ///< built-in operators and all plugins, made on first use

    std::string say(const std::string& id) const {
        return base::render(base::msg(id), options.lang);
    }
    template <class... Args>
    std::string say(const std::string& id, const Args&... args) const {
        return base::render(base::msg(id, args...), options.lang);
    }
    /// Standard output, one line.
    void print(const std::string& line) const;
    /// Standard error: warnings and errors always, info with -v; a summary line counts what was
    /// left out (`logged`: and says where the log is).
    void show(const std::vector<base::Diagnostic>& diagnostics, bool logged = false) const;
    void show(const base::Error& error) const;
    /// A line that is rewritten while work goes on; silent when standard error is no terminal or
    /// with -q.
    base::Progress progress() const;
    void end_progress() const;

    /// --param NAME=VALUE as a map; usage error for text without '='.
    std::map<std::string, std::string> param_map() const;

private:
    std::string m_program;
    std::unique_ptr<script::Home> m_home;
    std::unique_ptr<std::vector<script::Plugin>> m_plugins;
    std::unique_ptr<registry::Registry> m_registry;
};

}  // namespace jt::app
