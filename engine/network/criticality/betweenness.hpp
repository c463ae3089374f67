// Betweenness of nodes and edges: how many shortest paths pass them.
#pragma once

#include "base/progress.hpp"
#include "network/criticality/street_graph.hpp"

#include <cstdint>
#include <vector>

namespace jt::network {

struct Loads {
    std::vector<double> nodes, edges;
};

/// Betweenness centrality (Freeman 1977) by Brandes' algorithm (2001), weighted by cost: over all
/// ordered pairs of nodes, the share of their shortest paths that pass a node between its ends, or
/// an edge in either direction. In a network that is two-way throughout this is twice the figure of
/// an undirected graph. `edges` is the number of edges of the network. The same bits for any number
/// of threads; no nodes give empty lists.
Loads betweenness(const StreetGraph& graph, std::size_t edges, const base::Progress& progress);

/// Divides by the number of ordered pairs that could pass: (n - 1)(n - 2) for nodes, n(n - 1) for
/// edges (Freeman 1977); unchanged where that is 0.
void normalise(Loads& loads);

/// Trips between two places, by number.
struct Trips {
    std::uint32_t origin = 0, destination = 0;
    double volume = 0;
};

/// What the trips load when each pair's volume is spread evenly over its shortest paths. A node is
/// passed where a trip enters or leaves the network by it too; the edge that a place joins within
/// counts where a trip uses part of it. Trips within one place load nothing.
struct DemandLoads : Loads {
    std::vector<Trips> lost;  ///< without a way
};
DemandLoads demand_loads(const Network& network, const StreetGraph& graph, bool walk,
                         const std::vector<Place>& places, std::vector<Trips> trips,
                         const base::Progress& progress);

}  // namespace jt::network
