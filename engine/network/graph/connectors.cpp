#include "network/graph/connectors.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "geo/index.hpp"
#include "geo/measure.hpp"
#include "geo/topology.hpp"
#include "network/graph/road_links.hpp"
#include "network/reach/shares.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

namespace jt::network {
namespace {

constexpr double kFar = std::numeric_limits<double>::infinity();

struct Found {
    double distance = kFar;
    std::uint32_t edge = 0, offset_mm = 0;
    double x = 0, y = 0;
};

double hypot2(double x, double y) { return std::sqrt(x * x + y * y); }

/// The nearest place of an edge, planar; on controlled links the nearer of its nodes.
Found nearest_on_edge(const Topology& t, std::uint32_t edge, double x, double y) {
    const auto xy = t.coordinates(edge);
    const std::uint32_t length = t.edges[edge].length_mm;
    Found best;
    best.edge = edge;
    if ((t.links[t.edges[edge].link].flags & kControlled) != 0) {
        const std::size_t last = xy.size() - 2;
        const double d0 = hypot2(xy[0] - x, xy[1] - y);
        const double d1 = hypot2(xy[last] - x, xy[last + 1] - y);
        const bool start = d0 <= d1;
        return {start ? d0 : d1, edge, start ? 0 : length, xy[start ? 0 : last],
                xy[start ? 1 : last + 1]};
    }
    double before = 0, at = 0;
    for (std::size_t i = 0; i + 3 < xy.size(); i += 2) {
        const double dx = xy[i + 2] - xy[i], dy = xy[i + 3] - xy[i + 1];
        const double squared = dx * dx + dy * dy;
        const double share =
            squared > 0 ? std::clamp(((x - xy[i]) * dx + (y - xy[i + 1]) * dy) / squared, 0.0, 1.0)
                        : 0.0;
        const double px = xy[i] + share * dx, py = xy[i + 1] + share * dy;
        const double d = hypot2(px - x, py - y);
        const double segment = std::sqrt(squared);
        if (d < best.distance) {
            best.distance = d;
            best.x = px;
            best.y = py;
            at = before + share * segment;
        }
        before += segment;
    }
    const double share = before > 0 ? at / before : 0.0;
    best.offset_mm = std::min(length, static_cast<std::uint32_t>(std::llround(share * length)));
    return best;
}

class Connecter {
public:
    explicit Connecter(const Network& network) : m_topology(network.topology()), m_index(boxes()) {}

    void connect(Place& place, const geo::Measure& measure) const {
        place.nearest_m = kFar;
        for (const bool walk : {false, true}) {
            if (walk ? m_topology.walk : m_topology.car) {
                connect_mode(place, walk, measure);
            }
        }
    }

private:
    std::vector<geo::Box> boxes() const {
        std::vector<geo::Box> boxes(m_topology.edges.size());
        for (std::uint32_t e = 0; e < boxes.size(); ++e) {
            if ((m_topology.links[m_topology.edges[e].link].flags & kRide) != 0) {
                continue;  // an empty box is never found
            }
            const auto xy = m_topology.coordinates(e);
            for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
                boxes[e].add(xy[i], xy[i + 1]);
            }
        }
        return boxes;
    }

    bool usable(std::uint32_t edge, bool walk) const {
        const std::uint32_t flags = m_topology.links[m_topology.edges[edge].link].flags;
        return (flags & (walk ? kWalk : kForward | kBackward)) != 0;
    }

    /// The nearest place on each usable link within the radius, nearest first.
    std::vector<Found> within(const Place& place, bool walk, double radius) const {
        geo::Box box;
        box.add(place.x, place.y);
        std::map<std::uint32_t, Found> by_link;
        for (const std::size_t e : m_index.find(box.grown(radius))) {
            const auto edge = static_cast<std::uint32_t>(e);
            if (!usable(edge, walk)) {
                continue;
            }
            const Found found = nearest_on_edge(m_topology, edge, place.x, place.y);
            Found& best = by_link[m_topology.edges[edge].link];
            if (found.distance <= radius && found.distance < best.distance) {
                best = found;
            }
        }
        std::vector<Found> list;
        for (const auto& [link, found] : by_link) {
            if (found.distance < kFar) {
                list.push_back(found);
            }
        }
        std::ranges::stable_sort(list, {}, &Found::distance);
        return list;
    }

    bool baseline(const Found& found) const {
        return (m_topology.links[m_topology.edges[found.edge].link].flags & kBaseline) != 0;
    }

    void connect_mode(Place& place, bool walk, const geo::Measure& measure) const {
        const double limit = m_topology.max_snap_m;
        std::vector<Found> list;
        double reach = limit;
        for (double radius = std::min(limit, 200.0);; radius = std::min(limit, radius * 4)) {
            list = within(place, walk, radius);
            const auto it = std::ranges::find_if(list, [&](const Found& f) { return baseline(f); });
            if (it != list.end()) {
                reach = std::min(limit, it->distance * kCandidateReach);
                list = within(place, walk, reach);
                break;
            }
            if (radius >= limit) {
                break;
            }
        }
        std::size_t existing = 0, later = 0;
        std::set<std::uint32_t> nodes;
        for (const Found& found : list) {
            std::size_t& taken = baseline(found) ? existing : later;
            if (taken < kMaxCandidates && new_node(found, nodes)) {
                ++taken;
                add(place, found, walk, measure);
            }
        }
    }

    /// False where the place is a node that is already a candidate.
    bool new_node(const Found& found, std::set<std::uint32_t>& nodes) const {
        const Edge& edge = m_topology.edges[found.edge];
        if (found.offset_mm == 0) {
            return nodes.insert(edge.from).second;
        }
        return found.offset_mm != edge.length_mm || nodes.insert(edge.to).second;
    }

    void add(Place& place, const Found& found, bool walk, const geo::Measure& measure) const {
        const double way = measure.distance(place.x, place.y, found.x, found.y);
        Connector connector;
        connector.edge = found.edge;
        connector.offset_mm = found.offset_mm;
        connector.access_mm = static_cast<std::uint32_t>(std::llround(way * 1000));
        connector.access_ms =
            travel_ms(connector.access_mm, walk ? m_topology.walk_speed : m_topology.access_speed);
        connector.walk = walk;
        connector.x = found.x;
        connector.y = found.y;
        place.connectors.push_back(connector);
        place.nearest_m = std::min(place.nearest_m, way);
    }

    const Topology& m_topology;
    geo::BoxIndex m_index;
};

void report_off(const Network& network, const layer::Layer& layer, const Points& points,
                base::Diagnostics& diagnostics) {
    std::vector<std::int64_t> missing, far;
    double widest = 0;
    for (std::size_t i = 0; i < points.places.size(); ++i) {
        if (layer.geometry().status(i) != geo::Status::ok) {
            missing.push_back(points.features[i]);
        } else if (points.places[i].connectors.empty()) {
            far.push_back(points.features[i]);
        } else {
            widest = std::max(widest, points.places[i].nearest_m);
        }
    }
    if (!missing.empty()) {
        diagnostics.features(base::Severity::warning, base::msg("network.points.missing"),
                             layer.name(), missing);
    }
    if (!far.empty()) {
        diagnostics.features(base::Severity::warning,
                             base::msg("network.points.far", network.topology().max_snap_m),
                             layer.name(), far);
    }
    diagnostics.info(
        base::msg("network.points.connected", points.places.size() - missing.size() - far.size(),
                  points.places.size(), fmt::format("{:.0f}", widest)),
        layer.name());
}

}  // namespace

std::vector<std::string> point_ids(const layer::Layer& layer, const std::string& id_field) {
    std::vector<std::string> ids;
    const std::string name = !id_field.empty() ? id_field : layer.has("id") ? "id" : "";
    for (std::size_t row = 0; row < layer.rows(); ++row) {
        ids.push_back(name.empty() ? std::to_string(layer.ids()[row])
                                   : layer.column(name).show(row));
    }
    std::map<std::string, std::size_t> seen;
    for (std::size_t row = 0; row < ids.size(); ++row) {
        const auto [it, added] = seen.emplace(ids[row], row);
        if (!added) {
            throw base::data_error("network.points.twice", layer.name(), ids[row],
                                   layer.ids()[it->second], layer.ids()[row]);
        }
    }
    return ids;
}

Points connect(const Network& network, const layer::Layer& layer, const std::string& id_field,
               base::Diagnostics& diagnostics) {
    check_crs(layer, network.topology().crs);
    Points points;
    points.ids = point_ids(layer, id_field);
    points.features = layer.ids();
    points.places.resize(layer.rows());
    const Connecter connecter(network);
    const geo::GeometryArray& geometry = layer.geometry();
    const geo::Measure measure(network.topology().crs);
    for (std::size_t i = 0; i < layer.rows(); ++i) {
        Place& place = points.places[i];
        place.nearest_m = kFar;
        if (geometry.status(i) == geo::Status::ok && geometry.shape() == geo::Shape::point) {
            place.x = geometry.coordinates(i)[0];
            place.y = geometry.coordinates(i)[1];
        } else if (geometry.status(i) == geo::Status::ok) {
            geo::point_on_surface(geometry, i, place.x, place.y);
        }
    }
    const std::vector<bool> joined = join_named_nodes(network, layer, points);
    base::parallel_blocks(layer.rows(), 64, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            if (geometry.status(i) == geo::Status::ok && !joined[i]) {
                connecter.connect(points.places[i], measure);
            }
        }
    });
    report_off(network, layer, points, diagnostics);
    return points;
}

}  // namespace jt::network
