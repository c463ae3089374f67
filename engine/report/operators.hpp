// What the operators of report/ share.
#pragma once

#include "registry/registry.hpp"
#include "report/table_view.hpp"

#include <vector>

namespace jt::report {

registry::OperatorSpec document_spec();
registry::Outputs run_document(registry::Call& call);
registry::OperatorSpec xlsx_spec();
registry::Outputs run_xlsx(registry::Call& call);
registry::OperatorSpec value_chart_spec();
registry::Outputs run_value_chart(registry::Call& call);

/// What the parameter `tables` says of the tables that are `given`; without it they are named
/// table1, table2 ... Data error when their numbers differ.
std::vector<TableSpec> table_specs(const nlohmann::json& params, std::size_t given,
                                   base::Lang lang);

/// The tables of the port with their specs.
std::vector<TableView> tables_of(const registry::Call& call, base::Lang lang);

/// The weights among the tables (role "weights") with their tests.
std::vector<WeightFact> weights_of(const std::vector<TableView>& tables);

}  // namespace jt::report
