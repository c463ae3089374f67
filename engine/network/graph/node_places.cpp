// Points that name their node: declared in connectors.hpp.
#include "base/error.hpp"
#include "base/text.hpp"
#include "geo/measure.hpp"
#include "network/graph/connectors.hpp"
#include "network/graph/road_links.hpp"
#include "network/reach/shares.hpp"
#include "network/sorted.hpp"

#include <array>
#include <cmath>
#include <map>

namespace jt::network {
namespace {

/// An edge at each node by which cars, and walkers, are there; kNone where none is.
std::vector<std::array<std::uint32_t, 2>> edges_at(const Topology& t) {
    std::vector<std::array<std::uint32_t, 2>> out(t.nodes, {kNone, kNone});
    for (std::uint32_t e = 0; e < t.edges.size(); ++e) {
        const std::uint32_t flags = t.links[t.edges[e].link].flags;
        for (const bool walk : {false, true}) {
            const std::uint32_t wanted = walk ? 0U + kWalk : kForward | kBackward;
            if ((flags & kRide) == 0 && (flags & wanted) != 0) {
                for (const std::uint32_t node : {t.edges[e].from, t.edges[e].to}) {
                    std::uint32_t& edge = out[node][walk ? 1 : 0];
                    edge = std::min(edge, e);
                }
            }
        }
    }
    return out;
}

}  // namespace

std::vector<bool> join_named_nodes(const Network& network, const layer::Layer& layer,
                                   Points& points) {
    const Topology& t = network.topology();
    std::vector<bool> joined(layer.rows(), false);
    if (!layer.has("node") || t.node_ids.empty()) {
        return joined;
    }
    std::map<std::string, std::uint32_t> nodes;
    for (std::uint32_t n = 0; n < t.nodes; ++n) {
        if (t.node_ids[n] != kNone) {
            nodes.emplace(t.names[t.node_ids[n]], n);
        }
    }
    const auto edges = edges_at(t);
    const geo::Measure measure(t.crs);
    std::vector<std::string> unknown;
    for (std::size_t row = 0; row < layer.rows(); ++row) {
        const std::string id = base::trim(layer.column("node").show(row));
        if (id.empty() || layer.geometry().status(row) != geo::Status::ok) {
            continue;
        }
        const auto found = nodes.find(id);
        if (found == nodes.end()) {
            unknown.push_back(id);
            continue;
        }
        Place& place = points.places[row];
        const std::uint32_t node = found->second;
        const double x = t.place_xy[2 * node], y = t.place_xy[2 * node + 1];
        joined[row] = true;
        place.nearest_m = measure.distance(place.x, place.y, x, y);
        for (const bool walk : {false, true}) {
            const std::uint32_t edge = edges[node][walk ? 1 : 0];
            if (edge == kNone) {
                continue;
            }
            Connector connector;
            connector.edge = edge;
            connector.offset_mm = t.edges[edge].from == node ? 0 : t.edges[edge].length_mm;
            connector.access_mm = static_cast<std::uint32_t>(std::llround(place.nearest_m * 1000));
            connector.access_ms =
                travel_ms(connector.access_mm, walk ? t.walk_speed : t.access_speed);
            connector.walk = walk;
            connector.x = x;
            connector.y = y;
            place.connectors.push_back(connector);
        }
    }
    sort_unique(unknown);
    if (!unknown.empty()) {
        throw base::data_error("network.points.node", layer.name(), unknown.size(),
                               base::join_some(unknown));
    }
    return joined;
}

}  // namespace jt::network
