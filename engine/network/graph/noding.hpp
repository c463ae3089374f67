// Links cut at their contacts become nodes and edges of a topology.
#pragma once

#include "network/graph/contacts.hpp"
#include "network/graph/id_links.hpp"
#include "network/graph/topology.hpp"
#include "network/graph/transit.hpp"

#include <map>
#include <string>
#include <vector>

namespace jt::network {

/// Fills nodes (numbered along a Z-order curve), links, edges, geometry and lengths from streets,
/// then lines, stations, platforms, rides and transfers from transit. Lengths are geodesic; a
/// link's length in mm is shared among its edges by largest remainder. Places where only links of
/// one level cross belong to that level; ends belong to all levels.
class Noder {
public:
    Noder(const std::vector<RawLink>& links, const Contacts& contacts, const Transit& transit,
          const IdNodes& nodes, Topology& out);
    void run(double transfer_m);

private:
    struct Key {
        Point at;
        int level;
        std::uint32_t id = kNoId;  ///< in m_nodes
        auto operator<=>(const Key&) const = default;
    };
    struct Piece {
        std::size_t first;  ///< in m_points
        std::uint32_t link;
        Key from, to;
    };

    void collect_names();
    void cut_links();
    void cut_link(std::uint32_t link, std::size_t first, std::size_t last);
    void end_piece(const Key& to);
    Key key(Point at, int level) const;
    Key end_key(const RawLink& link, bool front) const;
    void number_nodes();
    std::uint32_t node(const Key& key) const;
    void add_street_edges();
    void add_transit(double transfer_m);
    void add_platforms();
    void add_rides();
    void add_transfers(double transfer_m);
    void time_rides();
    void measure();
    void time_links();
    void price_links();
    void add_coordinates(const Point* begin, const Point* end);
    std::uint32_t name(const std::string& text) const;

    const std::vector<RawLink>& m_links;
    const Contacts& m_contacts;
    const Transit& m_transit;
    const IdNodes& m_nodes;
    Topology& m_out;
    std::vector<std::pair<Point, std::uint32_t>> m_ids_at;  ///< named nodes and drawn ends, sorted
    std::vector<Point> m_ends;                              ///< of links, sorted
    std::vector<Point> m_points;                            ///< of pieces
    std::vector<Piece> m_pieces;
    std::vector<Key> m_keys;               ///< sorted
    std::vector<std::uint32_t> m_node_of;  ///< node number of each key
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> m_platform_of;
};

}  // namespace jt::network
