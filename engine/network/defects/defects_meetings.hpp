// Private to the search for defects: where lines meet, and what hangs together.
#pragma once

#include "network/defects/defects_lines.hpp"
#include "network/graph/contacts.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace jt::network {

/// Where the insides of two lines meet without a common vertex; a == b: a line with itself.
struct Crossing {
    std::uint32_t a = 0, b = 0;  ///< a <= b
    Point at;
    bool touch = false;  ///< of one line with itself: it turns back
    auto operator<=>(const Crossing&) const = default;
};

/// A stretch that two lines share.
struct Overlap {
    std::uint32_t a = 0, b = 0;  ///< a < b
    Point from, to;
    auto operator<=>(const Overlap&) const = default;
};

/// All of them sorted and unique.
struct Meetings {
    std::vector<Cut> cuts;       ///< places inside a line where another (or its own end) joins it
    std::vector<Point> touched;  ///< ends that lie on the inside of a line
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;  ///< joined elsewhere than at ends
    std::vector<Crossing> crossings;
    std::vector<Overlap> overlaps;
};

/// Meetings of lines of one level, away from common ends. Parallel and deterministic.
Meetings find_meetings(const base::UnsetVector<RawLink>& lines);

/// Lines as edges between the places where they join.
struct PlaceGraph {
    struct Edge {
        std::uint32_t from = 0, to = 0, line = 0;
    };
    std::vector<Point> nodes;                   ///< sorted; a place may stand twice, for two levels
    std::vector<Edge> edges;                    ///< by line, along it
    std::vector<std::uint32_t> component;       ///< of each node: the lowest node in it
    std::vector<std::uint32_t> line_component;  ///< of each line, likewise
};
PlaceGraph make_graph(const base::UnsetVector<RawLink>& lines, const Meetings& meetings);

/// Nodes that cannot be left (or entered), as one strong component; sorted.
struct Trap {
    std::vector<std::uint32_t> nodes;
    bool no_exit = false;  ///< else no entry
};

/// Strongly connected components (Tarjan 1972) that no arc leaves, or none enters, but for the one
/// that is larger than all others of its component (the town, not the road that leads into the
/// map). By lowest node.
std::vector<Trap> find_traps(const PlaceGraph& graph, const base::UnsetVector<RawLink>& lines);

}  // namespace jt::network
