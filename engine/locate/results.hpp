// The tables that a model's answer becomes.
#pragma once

#include "locate/inputs.hpp"

#include <string>

namespace jt::locate {

std::vector<registry::OutputSpec> answer_outputs();

/// sites, assignment and summary; rows in the order of ids. Tells how the search ended.
registry::Outputs answer_tables(const std::string& model, registry::Call& call,
                                const Inputs& inputs, const Answer& answer);

}  // namespace jt::locate
