// The rows of a table of criteria that can be combined into one value.
#pragma once

#include "score/wlc.hpp"

namespace jt::score {

/// Internal error unless there are as many weights and directions as criteria, all of one length.
void check_columns(const Criteria& criteria, std::size_t weights, std::size_t directions);

/// Rows that have all indicators, ascending; the others are added to `missing`. No criteria: none.
std::vector<std::size_t> complete_rows(const Criteria& criteria, std::vector<std::size_t>& missing);

}  // namespace jt::score
