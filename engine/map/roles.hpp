// The built-in styles by role, in the JSON of style.hpp, so that a scenario may override any part.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace jt::map {

/// Data error "map.unknown" with the closest name for an unknown role.
const nlohmann::json& role_style(const std::string& role);
std::vector<std::string> role_names();  ///< sorted

}  // namespace jt::map
