// Turn restrictions of OpenStreetMap. Internal to source/.
#pragma once

#include "source/loaded.hpp"

#include <string>

namespace jt::source {

/// Relations type=restriction over a node
/// (https://wiki.openstreetmap.org/wiki/Relation:restriction) as points at their via nodes:
/// relation, from_way, via_node, to_way and kind (the tag restriction), one for each pair of from
/// and to, by relation; ids count from 1. Left out and told by the ids of their relations: those
/// over ways, without a from, a via or a to, with only conditional or vehicle tags, those that
/// except motor cars, and those whose node is not in the file.
void read_restrictions(const std::string& path, bool header_only, Loaded& out,
                       base::Diagnostics& diagnostics, const base::Progress& progress);

}  // namespace jt::source
