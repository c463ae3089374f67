// What the operators of distances share: their parameters, and what they tell of sources.
#pragma once

#include "registry/registry.hpp"
#include "surface/distance.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace jt::surface {

/// `values` and `max`.
std::vector<registry::ParamSpec> source_params();
SourceRule source_rule(const registry::Call& call);

/// Tells how many cells are sources; warns where none is.
void report_sources(registry::Call& call, std::size_t sources, const Grid& grid);

}  // namespace jt::surface
