// A scenario file, evaluated into a plan.
#pragma once

#include "base/error.hpp"
#include "registry/registry.hpp"
#include "scenario/plan.hpp"
#include "script/home.hpp"

#include <map>
#include <string>
#include <vector>

namespace jt::script {

struct LoadedScenario {
    scenario::Plan plan;              ///< empty when there are errors
    std::vector<base::Error> errors;  ///< all that the file got wrong, in its order
};

/// Evaluates the file. It may read headers and schemas of data, never features. A syntax or runtime
/// error ends the evaluation and is the last of the list.
LoadedScenario load_scenario(const std::string& file,
                             const std::map<std::string, std::string>& params,
                             const registry::Registry& registry, const Home& home, base::Lang lang);

}  // namespace jt::script
