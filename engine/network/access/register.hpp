// The operators of accessibility, and what their declarations share.
#pragma once

#include "network/access/keyed.hpp"
#include "network/access/sums.hpp"
#include "registry/registry.hpp"

#include <string>
#include <vector>

namespace jt::network {

void register_opportunities(registry::Registry& registry);
void register_catchment(registry::Registry& registry);
void register_coverage(registry::Registry& registry);
void register_from_table(registry::Registry& registry);

/// Columns of sums_table() and nearest_table().
std::vector<registry::ColumnSpec> measure_columns();
std::vector<registry::ColumnSpec> nearest_columns();

registry::ParamSpec fields_param();
registry::ParamSpec cutoffs_param(nlohmann::json fallback);

/// The parameter `fields`; data errors: an item that is no name, a name that stands twice.
std::vector<std::string> field_list(const registry::Call& call);

/// One purpose a field; "" counts each destination 1 and is called "count". Without a table only ""
/// is possible; data error otherwise.
std::vector<Purpose> purposes_of(const registry::Call& call, const Keyed* table,
                                 const std::vector<std::string>& ids,
                                 const std::vector<std::string>& fields);

/// One step a cutoff, in minutes, named "30min"; data error for a cutoff that stands twice.
std::vector<Effect> cutoff_effects(const nlohmann::json& cutoffs);

}  // namespace jt::network
