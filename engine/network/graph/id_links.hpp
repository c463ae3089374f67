// Links that name their end nodes (node-link tables): joined by the ids of nodes, not by places.
#pragma once

#include "base/diagnostic.hpp"
#include "network/graph/options.hpp"
#include "network/graph/road_links.hpp"

#include <memory>
#include <string>
#include <vector>

namespace jt::network {

/// Nodes by id.
struct IdNodes {
    std::vector<std::string> ids;  ///< sorted, unique
    std::vector<Point> at;         ///< of each
};

/// Tables (or line layers) of links and the table (or point layer) of their nodes; it may be null
/// where all links have geometry.
struct IdTables {
    std::vector<std::shared_ptr<const layer::Table>> links;
    std::shared_ptr<const layer::Table> nodes;
};

/// Reads links with the fields from_node and to_node, cost and reverse_cost (in options.cost_unit;
/// negative: not passable that way; a cost of 0 counts as 1 ms), and those of read_roads(). Without
/// reverse_cost both directions cost the same and oneway decides; without cost the length and the
/// speed do. A link whose directions differ becomes two links. Nodes have id and a point, or x and
/// y; links without geometry are straight between their nodes. `crs` is that of the network; where
/// it is unknown it becomes that of the first layer with geometry, or options.crs. `layers` gets
/// one layer for each table, and the links' layer numbers go on from it. Links come in canonical
/// order. Data errors, with all ids concerned: a missing field, no node, an unknown node, an id of
/// two nodes, a node without a place, a cost that is no number, a link of several parts.
RawLinks read_id_links(const IdTables& tables, const BuildOptions& options, geo::Crs& crs,
                       Layers& layers, IdNodes& nodes, base::Diagnostics& diagnostics);

}  // namespace jt::network
