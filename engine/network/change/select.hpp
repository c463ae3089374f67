// The links that a change is about.
#pragma once

#include "network/change/change.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace jt::network {

struct Picked {
    std::vector<std::uint32_t> links;  ///< ascending
    /// With an area: the share of each edge of these links that lies inside, edges in order; empty
    /// without an area: all of them as a whole.
    std::vector<std::pair<std::uint32_t, double>> edges;
};

/// Finds links; made once for a topology, asked for many changes.
class Selector {
public:
    explicit Selector(const Topology& topology);

    /// The links of the change's target. With an area those of which at least `change.share` lies
    /// inside, for a factor all that are inside at all. Unknown ids, bad filters and areas that are
    /// no areas are added to the problems.
    Picked pick(const Change& change, Problems& problems) const;

    const std::map<std::string, std::vector<std::uint32_t>>& links_by_id() const {
        return m_links_of;
    }

private:
    std::vector<std::uint32_t> candidates(const Change& change, Problems& problems) const;
    std::vector<std::uint32_t> of_ids(const Change& change, Problems& problems) const;
    std::vector<std::uint32_t> of_layer(const Change& change) const;
    void keep_features(const Change& change, std::vector<std::uint32_t>& links) const;
    void keep_where(const Change& change, std::vector<std::uint32_t>& links) const;
    void keep_inside(const Change& change, Picked& picked) const;

    const Topology& m_topology;
    std::map<std::string, std::vector<std::uint32_t>> m_links_of;
};

/// The columns of links that filters may name: see Target::where. One row a link, in their order.
layer::Table link_table(const Topology& topology, const std::vector<std::uint32_t>& links);

/// What to say of an id that is no transit line, and of a class without a speed.
base::Error no_line_error(const Topology& topology, Action action, const std::string& id);
base::Error no_class_error(const Topology& topology, const std::string& name);
/// The platform of a line at a stop, by the station's name, id or feature number; data error
/// "network.change.stop" with the stops that there are.
std::uint32_t platform_of(const Topology& topology, std::uint32_t line, const std::string& stop);

/// The union of an area layer as polygons in the network's CRS: lines and points by all within
/// `near_m`. Data errors: another CRS, no feature with geometry, polygons that cross themselves.
geo::GeometryArray area_polygons(const layer::Layer& area, const Topology& topology, double near_m);

/// The share (0 to 1) of each edge of the links inside the polygons, by planar length; in parallel.
std::vector<std::pair<std::uint32_t, double>> shares_inside(const Topology& topology,
                                                            const std::vector<std::uint32_t>& links,
                                                            const geo::GeometryArray& polygons);

}  // namespace jt::network
