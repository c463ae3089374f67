// The streets of one mode as a directed graph of nodes, for counting shortest paths.
#pragma once

#include "network/graph/connectors.hpp"

#include <cstdint>
#include <vector>

namespace jt::network {

/// Arcs of node n are first[n] .. first[n + 1], sorted by their end, then edge. Every open edge
/// gives an arc in each direction that may be used; costs are whole milliseconds. Rules for turns,
/// transit and changes of mode are no part of it.
struct StreetGraph {
    struct Arc {
        std::uint32_t to = 0, cost = 0, edge = 0;
    };
    std::vector<std::uint32_t> first;
    std::vector<Arc> arcs;

    std::uint32_t nodes() const { return static_cast<std::uint32_t>(first.size()) - 1; }
};

/// Driving, or walking. A network without the mode gives nodes without arcs.
StreetGraph street_graph(const Network& network, bool walk);

/// A way between a place and a node, along part of an edge or at its end (edge kNone).
struct StreetGate {
    std::uint32_t node = 0, ms = 0, edge = kNone;
};

/// The gates of a place in one mode: those of entries() or, `leaving`, of exits().
std::vector<StreetGate> street_gates(const Network& network, const Place& place, bool walk,
                                     bool leaving);

}  // namespace jt::network
