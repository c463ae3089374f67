// The contracts that the engine brings, as text: gisdata/contracts, put into the program when it is
// built, so that an installed program does not depend on files. Internal to source/.
#pragma once

#include <span>
#include <string_view>

namespace jt::source {

struct BroughtContract {
    const char* name;  ///< of the file, without ".json"
    bool role;         ///< from gisdata/contracts/roles
    std::string_view json;
};

/// Roles in order of name, then data standards in order of name.
std::span<const BroughtContract> contracts_brought();

}  // namespace jt::source
