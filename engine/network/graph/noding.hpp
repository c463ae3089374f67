// Links cut at their contacts become nodes and edges of a topology.
#pragma once

#include "network/graph/contacts.hpp"
#include "network/graph/id_links.hpp"
#include "network/graph/plane_metric.hpp"
#include "network/graph/topology.hpp"
#include "network/graph/transit.hpp"

#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jt::network {

/// Fills nodes (numbered along a Z-order curve), links, edges, geometry and lengths from streets,
/// then lines, stations, platforms, rides and transfers from transit. Lengths are geodesic; a
/// link's length in mm is shared among its edges by largest remainder. Places where only links of
/// one level cross belong to that level; ends belong to all levels.
class Noder {
public:
    Noder(const base::UnsetVector<RawLink>& links, const Contacts& contacts, const Transit& transit,
          const IdNodes& nodes, Topology& out);
    void run(double transfer_m);

private:
    static constexpr int kAllLevels = std::numeric_limits<int>::min();
    struct Key {
        Point at;
        int level;
        std::uint32_t id = kNoId;  ///< in m_nodes
        auto operator<=>(const Key&) const = default;
    };
    struct Piece {
        const Point *first, *last;  ///< of the link, or of m_cut; `last` is behind the end
        std::uint32_t link;
        std::uint32_t from, to;  ///< nodes
    };
    using Member = std::pair<Key, std::uint32_t>;  ///< number of the end
    using Step = std::ptrdiff_t;
    /// One end of a piece: 2 x piece, and 1 more for the far end.
    struct End {
        std::uint64_t curve;
        std::uint32_t number;
    };
    /// What one thread makes of a block of links.
    struct Cutting {
        std::vector<Piece> pieces;
        Store<Point> points;
    };

    void collect_names();
    void add_ids(std::vector<std::string> others);
    void cut_links();
    void cut_link(std::uint32_t link, std::vector<Cut> cuts, Cutting& out) const;
    Key key(std::uint32_t end) const;
    Key key(Point at, int level) const;
    void number_nodes();
    /// `of_end`: by the numbers of ends.
    void number_ends(const base::UnsetVector<End>& ends, const base::UnsetVector<Key>& of_end);
    void number_group(std::vector<Member>& members, std::vector<Key>& keys);
    std::uint32_t& node_of(std::uint32_t end);
    std::uint64_t curve(Point at) const { return morton(at, m_low, m_shift); }
    std::uint32_t node(Point at, int level) const;
    void add_street_edges();
    Link street_link(std::uint32_t link, std::map<std::string_view, std::uint32_t>& classes) const;
    void add_transit(double transfer_m);
    void add_platforms();
    void add_rides();
    void add_transfers(double transfer_m);
    void time_rides();
    void measure();
    void measure_link(std::size_t link, const PlaneMetric& metric, std::vector<double>& length,
                      std::vector<std::uint64_t>& weights);
    void time_links();
    void price_links();
    void add_coordinates(const Point* begin, const Point* end);
    std::uint32_t name(std::string_view text) const;

    const base::UnsetVector<RawLink>& m_links;
    const Contacts& m_contacts;
    const Transit& m_transit;
    const IdNodes& m_nodes;
    Topology& m_out;
    std::vector<std::pair<Point, std::uint32_t>> m_ids_at;  ///< named nodes and drawn ends, sorted
    std::vector<std::uint32_t> m_id_of;                     ///< of each link, in names
    Store<Point> m_cut;                                     ///< of the pieces of links with cuts
    base::UnsetVector<Piece> m_pieces;
    std::vector<Key> m_keys;  ///< of each node: along the curve, then by place and level
    bool m_timed = false, m_priced = false;  ///< a link has a cost, or money, of its own
    Point m_low;
    int m_shift = 0;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> m_platform_of;
};

}  // namespace jt::network
