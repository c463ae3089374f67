// Connectors: how points outside the network get onto it and off it.
//
// They depend on the topology only, so they are the same in every scenario: up to four places on
// links of the baseline (the nearest on each link, none farther than 1.5 times the nearest), and,
// as more candidates, up to four on links that open later, within the same reach. Motoring and
// walking have connectors of their own. A place inside an edge is a virtual node: the edge's cost
// is split there in whole milliseconds. On controlled-access links points join at the nodes only.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/layer.hpp"
#include "network/graph/network.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace jt::network {

constexpr std::size_t kMaxCandidates = 4;
constexpr double kCandidateReach = 1.5;

/// A place on an edge: offset in mm from its start; at 0 and at the edge's length it is the node.
struct Connector {
    std::uint32_t edge = 0, offset_mm = 0;
    std::uint32_t access_mm = 0;  ///< geodesic way between point and place
    std::uint32_t access_ms = 0;
    bool walk = false;
    double x = 0, y = 0;  ///< the place
};

struct Place {
    double x = 0, y = 0;                ///< the point itself
    std::vector<Connector> connectors;  ///< none: off the network
    double nearest_m = 0;               ///< to the nearest usable link; infinity when none is near
};

/// A layer's features as points of the network: points as they are, lines and polygons by a point
/// on them.
struct Points {
    std::vector<std::string> ids;
    std::vector<std::int64_t> features;
    std::vector<Place> places;
};

/// Joins the features whose field `node` names a node of a network with node ids there and nowhere
/// else, however near other links are; tells which. Their x and y are set. Data error: unknown ids.
std::vector<bool> join_named_nodes(const Network& network, const layer::Layer& layer,
                                   Points& points);

/// Connects all features. `id_field` names the id column; "" means the column "id" if there is one,
/// else the feature id. Features without geometry or farther than the network's max_snap are off
/// the network and reported as a warning. Data errors: CRS other than the network's, an unknown id
/// field, two features with one id, those of join_named_nodes(). An empty layer gives empty lists.
Points connect(const Network& network, const layer::Layer& layer, const std::string& id_field,
               base::Diagnostics& diagnostics);

/// The ids of a layer's features, as connect() takes them, with the same data errors.
std::vector<std::string> point_ids(const layer::Layer& layer, const std::string& id_field);

/// How a traveller gets from an origin into a state of the graph, or from a state to a destination.
struct Gate {
    std::uint32_t state = 0, ms = 0;
    std::uint32_t connector = 0;  ///< number within the place
    bool at_start = false;        ///< the state is that of the edge's start node
    std::uint32_t turn_ms = 0;    ///< of ms: for turning into the edge
};

/// Usable gates in this scenario, in the order of the connectors. Where turns have rules, a car is
/// at a node in the node's own state or in any of its approaches, and comes to one by its edge.
std::vector<Gate> entries(const Network& network, const Place& place);
std::vector<Gate> exits(const Network& network, const Place& place);

/// Cost of going along one edge from one connector to another on it, with both ways of access;
/// kClosed where the edge or that direction is closed or modes differ.
std::uint32_t along_edge(const Network& network, const Connector& from, const Connector& to);

}  // namespace jt::network
