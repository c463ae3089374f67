// Which rows are feasible, from the table of score.constraints.
#pragma once

#include "registry/registry.hpp"

#include <string>
#include <vector>

namespace jt::score {

struct Standing {
    std::vector<bool> feasible;
    std::vector<std::string> failed, warnings;  ///< names of rules; "" where none
};

registry::PortSpec constraints_port();  ///< `constraints`: the table of score.constraints, optional

/// By rows of `names`; everything is feasible where the port is empty. Data errors: an id twice or
/// not there, `feasible` that is not boolean.
Standing standing_of(const registry::Call& call, const std::string& port,
                     const std::vector<std::string>& names);

}  // namespace jt::score
