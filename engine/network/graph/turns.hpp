// Turn restrictions and turn costs: which turns of a car are banned or cost time.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/table.hpp"
#include "network/graph/options.hpp"
#include "network/graph/topology.hpp"

namespace jt::network {

/// Fills approaches and turns of a topology whose streets are complete. `rules` (may be null) has
/// from and to (ids of links), via (id of a node) or x and y, all three optional where the links
/// meet once, kind (no_* and only_* as the restrictions of OpenStreetMap, or cost) and cost (s, for
/// kind cost); from_way, to_way and via_node, as OpenStreetMap's restrictions are read, will do,
/// and a layer of points gives x and y. A ban beats a cost, several only_* from one link over one
/// node allow all that they name; the order of rows changes nothing. options.turn_costs hold at
/// junctions where three links and more meet, for right-hand traffic: within 45 degrees of the way
/// ahead is straight on, the rest left or right; back along the same link is u. Rows that cannot be
/// taken are told with their numbers: unknown links, nodes and kinds, links that do not meet or
/// meet more than once, rows over a way instead of a node, costs that are no number of seconds.
/// Without rows and costs nothing changes. Data error: a missing field.
void make_turns(Topology& topology, const layer::Table* rules, const BuildOptions& options,
                base::Diagnostics& diagnostics);

}  // namespace jt::network
