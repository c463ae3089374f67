// Operator declarations as JSON: what manifests hold and what Lua sees.
#pragma once

#include "registry/registry.hpp"

#include <string>
#include <vector>

namespace jt::script {

nlohmann::json spec_to_json(const registry::OperatorSpec& spec);

/// From one entry of a manifest's `operators`. Data errors name the field and what is wanted.
registry::OperatorSpec spec_from_json(const nlohmann::json& json);

// Parts of a manifest; `what` is the place for messages, "ports.nodes".

/// Refuses what is no table, and keys that mean nothing: a misspelt key must not pass in silence.
void allow_keys(const nlohmann::json& object, const std::string& what,
                const std::vector<std::string>& keys);
/// { zh = "...", en = "..." } under the key; empty texts where it is absent.
base::Text text_from_json(const nlohmann::json& object, const std::string& what, const char* key);
/// The list under the key; empty where it is absent.
nlohmann::json entries_from_json(const nlohmann::json& object, const std::string& what,
                                 const char* key);

}  // namespace jt::script
