// The commands, one file each. Every function adds its subcommand; the work runs in the callback
// and may throw.
#pragma once

#include "app/session.hpp"

namespace CLI {
class App;
}

namespace jt::app {

void add_run(CLI::App& app, Session& session);
void add_check(CLI::App& app, Session& session);
void add_info(CLI::App& app, Session& session);
void add_convert(CLI::App& app, Session& session);
void add_op(CLI::App& app, Session& session);
void add_plugin(CLI::App& app, Session& session);
void add_compare(CLI::App& app, Session& session);
void add_verify(CLI::App& app, Session& session);
void add_explain(CLI::App& app, Session& session);

}  // namespace jt::app
