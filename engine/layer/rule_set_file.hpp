// Rule sets from the parameters of operators: written in the plan, or in a file.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/rule_set.hpp"
#include "registry/spec.hpp"

#include <string>
#include <vector>

namespace jt::layer {

/// Parameters `rules` (an object) and `file` (its path), of which one is given, and `changes`,
/// which make another edition of it. `file` is the last.
std::vector<registry::ParamSpec> rule_params();
/// The file, for cache keys; empty without one.
std::vector<registry::ExternalInput> rule_files(const nlohmann::json& params);
/// The JSON of the rule set. Data errors: none or both given, no such file, no JSON; changes
/// without an edition or of a step that is not there.
nlohmann::json rules_of(const nlohmann::json& params);
/// A file of rules. Data error "rules.json" where it is none.
nlohmann::json rule_json(const std::string& path);

/// Holds a set against what there is for it: `given[i]` says whether input i is. Data error
/// "rules.input_missing" where a step needs one that is not; optional steps that fall out, and what
/// is doubtful, are told.
void check_inputs(const RuleSet& rules, const std::vector<bool>& given,
                  base::Diagnostics& diagnostics);

}  // namespace jt::layer
