// The operators of report/: report.document and report.xlsx. Their parameters are in spec.hpp.
#pragma once

#include "registry/registry.hpp"

namespace jt::report {

void register_operators(registry::Registry& registry);

}  // namespace jt::report
