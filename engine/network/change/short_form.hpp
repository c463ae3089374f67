// Changes by id alone, as they were before there were others.
#pragma once

#include "network/change/change.hpp"

#include <vector>

namespace jt::network {

/// One change an id: those that open, then those that close, speeds, headways. Data error
/// "network.scenario.both" for an id that is opened and closed.
std::vector<Change> changes_of(const Modifications& modifications);

}  // namespace jt::network
