// Operator declarations as JSON: what manifests hold and what Lua sees.
#pragma once

#include "registry/registry.hpp"

namespace jt::script {

nlohmann::json spec_to_json(const registry::OperatorSpec& spec);

/// From one entry of a manifest's `operators`. Data errors name the field and what is wanted.
registry::OperatorSpec spec_from_json(const nlohmann::json& json);

/// Parameters as Lua gives them, made ready for validation: an empty table where a list is declared
/// is an empty list.
nlohmann::json settle_params(const registry::OperatorSpec& spec, nlohmann::json params);

}  // namespace jt::script
