// The union graph: every link of every scenario, noded once, and its multimodal product graph.
//
// Places are street nodes 0..nodes-1, then metro platforms (one per line and station). States are
// what a traveller may be at: in a car at a node, on foot at a node, on a platform:
//   car state of node n = n (when driving is a mode), walk state = walk_base + n, platform p =
//   platform_base + p.
// Arcs between states: drive, walk (both ways on every walkable edge), board (walk -> platform:
// way from the street, then half the headway), ride, alight (platform -> walk), transfer (platform
// -> platform of another line near by: way on foot, then half the headway), park (car -> walk at
// the foot of a station). There is no way back into the car. A trip starts in the car state and the
// walk state alike and may end in any.
//
// Where turns have rules, a car that comes to the node by an edge is in a state of its own (an
// approach, after the platforms), left by the turns that are allowed; the node's own car state is
// for starting there. In a freight network the vehicle is a truck: platforms are terminals, boarded
// from and left to the car states.
#pragma once

#include "base/archive.hpp"
#include "geo/crs.hpp"
#include "network/reach/lattice.hpp"

#include <compare>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace jt::network {

constexpr std::uint32_t kNone = 0xFFFFFFFFU;
/// Cost of what is closed.
constexpr std::uint32_t kClosed = 0xFFFFFFFFU;

enum class ArcKind : std::uint8_t { drive, walk, board, ride, alight, transfer, park };

// The records below have no padding: they are stored as bytes.

/// One part of an input feature. Its edges are first_edge[link] .. first_edge[link + 1], as drawn.
struct Link {
    std::int64_t feature = 0;
    double speed = 0;             ///< km/h, driving or riding; 0 where neither
    std::uint32_t length_mm = 0;  ///< geodesic
    std::int32_t year_open = 0;   ///< 0 = existing
    std::uint32_t id = 0;         ///< route or line id, in names
    std::uint32_t name = 0;       ///< class, in names; "metro" for rides
    std::int32_t layer = 0;       ///< number of the input layer; -1 = transit
    std::uint32_t flags = 0;      ///< LinkFlag
    std::uint32_t line = kNone;   ///< of rides
    std::int32_t level = 0;
    std::uint32_t fen = 0;       ///< money for the whole link (freight: of one unit)
    std::uint32_t capacity = 0;  ///< freight units; 0 = not given
};

/// A piece of a link between two places.
struct Edge {
    std::uint32_t from = 0, to = 0, link = 0, length_mm = 0;
};

struct Line {
    double headway_min = 0;
    std::uint32_t id = 0;  ///< in names
    std::uint32_t spare = 0;
};

struct Platform {
    std::uint32_t line = 0, station = 0;
    std::uint32_t node = kNone;  ///< street node at the station's foot
    std::uint32_t access_mm = 0;
};

struct Station {
    std::int64_t feature = 0;
    std::uint32_t name = 0;          ///< in names
    std::uint32_t id = 0;            ///< in names
    std::uint32_t handling_ms = 0;   ///< of freight, each time it is boarded or changed to
    std::uint32_t handling_fen = 0;  ///< likewise
};

struct Transfer {
    std::uint32_t from = 0, to = 0, length_mm = 0;  ///< platforms
};

/// A car at a node whose turns have rules, come by an edge: forward = to the edge's end.
struct Approach {
    std::uint32_t node = 0, edge = 0, forward = 0;
    auto operator<=>(const Approach&) const = default;
};

/// What it costs to turn from an approach into an edge (forward = from its start); kClosed: banned.
struct Turn {
    std::uint32_t approach = 0, edge = 0, forward = 0, ms = 0;
    auto operator<=>(const Turn&) const = default;
};

/// Everything that no scenario changes.
class Topology {
public:
    geo::Crs crs;
    std::vector<std::string> names;
    std::vector<std::string> layers;  ///< names of the input layers
    std::vector<double> place_xy;     ///< interleaved, metres
    std::vector<Link> links;
    std::vector<std::uint32_t> first_edge;
    std::vector<Edge> edges;
    std::vector<std::uint64_t> first_coordinate;  ///< of each edge, in coordinates
    std::vector<double> edge_xy;
    std::vector<Line> lines;
    std::vector<Station> stations;
    std::vector<Platform> platforms;
    std::vector<Transfer> transfers;
    std::vector<std::uint32_t> component;  ///< of each street node; 0 is the largest
    std::vector<std::uint32_t> node_ids;   ///< of each street node, in names; kNone; may be empty
    std::vector<Approach> approaches;      ///< sorted; all car approaches of the nodes with rules
    std::vector<Turn> turns;               ///< sorted; turns that are not free
    std::uint32_t nodes = 0;
    bool car = true, walk = true, freight = false;
    double value_of_time = 0;  ///< yuan an hour; 0 = money is no part of costs
    double walk_speed = 5, transfer_speed = 4, access_speed = 30, max_snap_m = 5000;
    std::uint32_t park_ms = 180000;
    std::map<std::string, double> class_speed;  ///< km/h by class, peak factor included

    // The product graph, in compressed rows: arcs of state s are first_arc[s] .. first_arc[s + 1].
    std::vector<std::uint32_t> first_arc, arc_to, arc_ref;
    std::vector<std::uint8_t> arc_kind;
    std::vector<std::uint32_t> arc_turn_ms;  ///< of the arcs that leave approaches, the last ones

    std::uint32_t walk_base() const { return car ? nodes : 0; }
    std::uint32_t platform_base() const { return walk_base() + (walk ? nodes : 0); }
    std::uint32_t approach_base() const {
        return platform_base() + static_cast<std::uint32_t>(platforms.size());
    }
    std::uint32_t states() const {
        return approach_base() + static_cast<std::uint32_t>(approaches.size());
    }
    /// The street node of a car, walk or approach state, or nodes + platform.
    std::uint32_t place_of(std::uint32_t state) const;
    /// The state of a car that has just come along an edge to its end (forward) or its start.
    std::uint32_t arrived(std::uint32_t edge, bool forward) const;
    /// The states of approaches to a node, one behind the other: first and end; none without rules.
    std::pair<std::uint32_t, std::uint32_t> approach_states(std::uint32_t node) const;
    /// Cost of the turn that an arc begins with; 0 for arcs that leave no approach.
    std::uint32_t turn_ms(std::uint32_t arc) const {
        const std::uint32_t first = first_arc[approach_base()];
        return arc < first ? 0 : arc_turn_ms[arc - first];
    }
    /// Cost of turning from an approach state into an edge; kClosed where banned.
    std::uint32_t turn_into(std::uint32_t state, std::uint32_t edge, bool forward) const;
    std::span<const double> coordinates(std::uint32_t edge) const {
        const std::uint64_t begin = first_coordinate[edge], end = first_coordinate[edge + 1];
        return {edge_xy.data() + 2 * begin, static_cast<std::size_t>(2 * (end - begin))};
    }
    const std::string& name_of(std::uint32_t link) const { return names[links[link].name]; }
    const std::string& id_of(std::uint32_t link) const { return names[links[link].id]; }

    /// Fills the arcs from everything else.
    void make_arcs();
    /// Fills component: weakly connected by streets, numbered by size, then by the lowest node.
    void find_components();
    /// Length in mm of an arc, and the place on the way: for route tables and T7.
    std::uint32_t arc_length(std::uint32_t arc) const;

    void write(base::Writer& out) const;
    static Topology read(base::Reader& in);
};

}  // namespace jt::network
