// Runs the body of one operator of a Lua plugin, in a state of its own.
#pragma once

#include "registry/registry.hpp"

#include <string>
#include <vector>

namespace jt::script {

struct BodySource {
    std::string plugin;                  ///< its name
    std::string file;                    ///< body.lua
    std::string library;                 ///< folder of lua/jiangtian
    std::vector<std::string> operators;  ///< as the manifest declares them
};

/// The file returns a table of functions, one for each declared operator and no other. Each gets a
/// table `call`: inputs (port -> object or list), params, run(name, inputs, params) -> outputs,
/// info/warn { zh =, en =, ids = }, and returns a table of outputs. Errors carry plugin, file and
/// line.
registry::Outputs run_body(const BodySource& source, const std::string& name, registry::Call& call);

}  // namespace jt::script
