// The one explicit list of built-in operators.
#pragma once

#include "registry/registry.hpp"

namespace jt::app {

void register_all(registry::Registry& registry);

/// Names and versions of the libraries that results depend on, for run.json and --version.
nlohmann::json library_versions();

}  // namespace jt::app
