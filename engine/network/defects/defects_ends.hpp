// Private to the search for defects: what is wrong at the ends of lines.
#pragma once

#include "network/defects/defects_meetings.hpp"

namespace jt::network {

/// Adds the defects dangle, near_miss and pseudo_node.
void check_ends(const layer::Layer& layer, const DefectOptions& options, const DefectFrame& frame,
                const DefectLines& lines, const Meetings& meetings, std::vector<Defect>& defects);

}  // namespace jt::network
