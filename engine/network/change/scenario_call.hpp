// What the operators on changes have in common: their ports, and how these become changes.
#pragma once

#include "network/change/read_changes.hpp"
#include "registry/registry.hpp"

#include <string>
#include <vector>

namespace jt::network {

/// Ports changes, selections and areas.
std::vector<registry::PortSpec> change_ports();
/// The columns of the table of what was touched, and the table.
std::vector<registry::ColumnSpec> touched_columns();
std::shared_ptr<layer::Table> touched_table(const std::vector<Touched>& touched);

/// One scenario of a call: `given` is {name, year, period, chain, known, changes}, as the
/// parameters of network.scenario; the rows of the port `changes` are added to its changes.
/// Changes are put in the order of the chain.
ChangePlan plan_from(const registry::Call& call, const nlohmann::json& given,
                     const Topology& topology, base::Diagnostics& diagnostics, Problems& problems);

}  // namespace jt::network
