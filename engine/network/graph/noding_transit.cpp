// Transit becomes platforms, rides and transfers: declared in noding.hpp.
#include "geo/index.hpp"
#include "geo/measure.hpp"
#include "network/graph/noding.hpp"

#include <algorithm>
#include <cmath>

namespace jt::network {

void Noder::add_transit(double transfer_m) {
    for (const RawLine& line : m_transit.lines) {
        m_out.lines.push_back({line.headway_min, name(line.id), 0});
    }
    for (const RawStation& station : m_transit.stations) {
        m_out.stations.push_back({station.feature, name(station.name), name(station.id),
                                  station.handling_ms, station.handling_fen});
    }
    add_platforms();
    add_rides();
    add_transfers(transfer_m);
}

void Noder::add_platforms() {
    std::map<std::pair<std::uint32_t, std::uint32_t>, Point> places;
    for (const RawRide& ride : m_transit.rides) {
        for (const RawStop& stop : ride.stops) {
            places.emplace(std::pair(ride.line, stop.station), stop.at);
        }
    }
    for (const auto& [where, place] : places) {
        const RawStation& station = m_transit.stations[where.second];
        Platform platform{where.first, where.second, kNone, station.access_mm};
        if (station.joined) {
            platform.node = node(station.foot, station.level);
        }
        m_platform_of[where] = static_cast<std::uint32_t>(m_out.platforms.size());
        m_out.platforms.push_back(platform);
        m_out.place_xy.push_back(metres(place.x));
        m_out.place_xy.push_back(metres(place.y));
    }
}

void Noder::add_rides() {
    for (const RawRide& ride : m_transit.rides) {
        const auto number = static_cast<std::uint32_t>(m_out.links.size());
        Link link;
        link.feature = ride.feature;
        link.speed = ride.speed;
        link.year_open = ride.year;
        link.id = name(m_transit.lines[ride.line].id);
        link.name = name(m_out.freight ? "freight" : "metro");
        link.layer = -1;
        link.flags = ride.oneway() ? kRide | kOneRide : std::uint32_t{kRide};
        link.line = ride.line;
        m_out.links.push_back(link);
        m_out.first_edge.push_back(static_cast<std::uint32_t>(m_out.edges.size()));
        for (std::size_t i = 0; i + 1 < ride.stops.size(); ++i) {
            const RawStop &a = ride.stops[i], &b = ride.stops[i + 1];
            std::vector<Point> way{a.at};
            for (std::size_t v = a.segment + 1; v <= b.segment; ++v) {
                if (way.back() != ride.points[v]) {
                    way.push_back(ride.points[v]);
                }
            }
            if (way.back() != b.at || way.size() < 2) {
                way.push_back(b.at);
            }
            m_out.edges.push_back({m_out.nodes + m_platform_of.at({ride.line, a.station}),
                                   m_out.nodes + m_platform_of.at({ride.line, b.station}), number,
                                   0});
            add_coordinates(way.data(), way.data() + way.size());
        }
    }
}

/// The speed at which a link of its length takes the time that is given.
void Noder::time_rides() {
    const std::size_t first = m_out.links.size() - m_transit.rides.size();
    for (std::size_t i = 0; i < m_transit.rides.size(); ++i) {
        if (const double minutes = m_transit.rides[i].run_min; minutes > 0) {
            Link& link = m_out.links[first + i];
            link.speed = link.length_mm * 3.6 / std::max(1.0, std::round(minutes * 60000));
        }
    }
}

void Noder::add_transfers(double transfer_m) {
    const geo::Measure measure(m_out.crs);
    std::vector<geo::Box> places(m_out.platforms.size());
    for (std::size_t p = 0; p < places.size(); ++p) {
        const Point at = m_transit.stations[m_out.platforms[p].station].at;
        places[p].add(metres(at.x), metres(at.y));
    }
    const geo::BoxIndex index(places);
    for (std::uint32_t a = 0; a < m_out.platforms.size(); ++a) {
        for (const std::size_t near : index.find(places[a].grown(transfer_m + 1))) {
            const auto b = static_cast<std::uint32_t>(near);
            if (m_out.platforms[a].line == m_out.platforms[b].line) {
                continue;
            }
            const Point p = m_transit.stations[m_out.platforms[a].station].at;
            const Point q = m_transit.stations[m_out.platforms[b].station].at;
            if (distance_mm(p, q) <= transfer_m * 1000) {
                const double way =
                    measure.distance(metres(p.x), metres(p.y), metres(q.x), metres(q.y));
                m_out.transfers.push_back(
                    {a, b, static_cast<std::uint32_t>(std::llround(way * 1000))});
            }
        }
    }
}

}  // namespace jt::network
