// What is wrong with a command line, as a message of the catalogue instead of the parser's English.
#pragma once

#include "base/error.hpp"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace jt::app {

/// The usage error for what the parser threw: an unknown command or option with the closest one, a
/// missing argument, or a value that does not fit; with the help to call.
base::Error usage_error_of(const CLI::ParseError& error, const CLI::App& app);

}  // namespace jt::app
