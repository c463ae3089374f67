// Stations join the street network: declared in transit.hpp.
#include "geo/index.hpp"
#include "geo/measure.hpp"
#include "network/graph/transit.hpp"
#include "network/sorted.hpp"

#include <algorithm>
#include <limits>

namespace jt::network {
namespace {

class StationJoiner {
public:
    StationJoiner(const base::UnsetVector<RawLink>& links, const BuildOptions& options)
        : m_links(links),
          m_limit(options.station_access_m * 1000),
          m_freight(options.freight),
          m_index(boxes()) {}

    /// Fills foot and level of the station and appends the cuts; false where no street is near.
    bool join(RawStation& station, std::vector<Cut>& cuts) const {
        for (const std::uint32_t wanted : {std::uint32_t{kBaseline}, std::uint32_t{0}}) {
            double best = std::numeric_limits<double>::infinity();
            for (double radius = std::min(m_limit, 100e3);; radius *= 4) {
                radius = std::min(radius, m_limit);
                best = nearest(station, wanted, radius);
                if (best <= radius || radius >= m_limit) {
                    break;
                }
            }
            if (best <= m_limit) {
                cut_at(station, cuts);
                return true;
            }
        }
        return false;
    }

private:
    bool usable(std::uint32_t flags) const {
        return m_freight ? (flags & (kForward | kBackward)) != 0 && (flags & kControlled) == 0
                         : (flags & kWalk) != 0;
    }

    std::vector<geo::Box> boxes() {
        std::vector<geo::Box> boxes;
        for (std::uint32_t l = 0; l < m_links.size(); ++l) {
            const auto& points = m_links[l].points;
            for (std::uint32_t i = 0; i + 1 < points.size(); ++i) {
                geo::Box box;
                box.add(metres(points[i].x), metres(points[i].y));
                box.add(metres(points[i + 1].x), metres(points[i + 1].y));
                boxes.push_back(box);
                m_segments.emplace_back(l, i);
            }
        }
        return boxes;
    }

    std::vector<std::size_t> around(Point p, double radius_mm) const {
        geo::Box box;
        box.add(metres(p.x), metres(p.y));
        return m_index.find(box.grown(radius_mm / 1000));
    }

    double nearest(RawStation& station, std::uint32_t wanted, double radius) const {
        double best = std::numeric_limits<double>::infinity();
        for (const std::size_t s : around(station.at, radius)) {
            const auto [l, i] = m_segments[s];
            const RawLink& link = m_links[l];
            if ((link.flags & wanted) != wanted || !usable(link.flags)) {
                continue;
            }
            const Point p = nearest_on_segment(station.at, link.points[i], link.points[i + 1]);
            if (const double d = distance_mm(station.at, p); d < best) {
                best = d;
                station.foot = p;
                station.level = link.level;
            }
        }
        return best;
    }

    /// All links of the level that pass the foot get a node there: both directions of a street
    /// that is drawn twice.
    void cut_at(const RawStation& station, std::vector<Cut>& cuts) const {
        for (const std::size_t s : around(station.foot, static_cast<double>(kTouch))) {
            const auto [l, i] = m_segments[s];
            const RawLink& link = m_links[l];
            const Point p = nearest_on_segment(station.foot, link.points[i], link.points[i + 1]);
            const bool end = (i == 0 && station.foot == link.points.front()) ||
                             (i + 2 == link.points.size() && station.foot == link.points.back());
            Cut cut;
            if (link.level == station.level && !end &&
                distance_mm(station.foot, p) <= static_cast<double>(kTouch) &&
                make_cut(m_links, l, i, station.foot, cut)) {
                cuts.push_back(cut);
            }
        }
    }

    const base::UnsetVector<RawLink>& m_links;
    double m_limit;
    bool m_freight;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> m_segments;
    geo::BoxIndex m_index;
};

}  // namespace

void join_stations(Transit& transit, const base::UnsetVector<RawLink>& links, Contacts& contacts,
                   const geo::Crs& crs, const BuildOptions& options,
                   base::Diagnostics& diagnostics) {
    const StationJoiner joiner(links, options);
    const geo::Measure measure(crs);
    std::vector<std::int64_t> alone;
    for (RawStation& station : transit.stations) {
        station.joined = joiner.join(station, contacts.cuts);
        if (!station.joined) {
            alone.push_back(station.feature);
            continue;
        }
        const double metres_between =
            measure.distance(metres(station.at.x), metres(station.at.y), metres(station.foot.x),
                             metres(station.foot.y));
        station.access_mm = static_cast<std::uint32_t>(std::llround(metres_between * 1000));
    }
    sort_unique(contacts.cuts);
    if (!alone.empty()) {
        std::ranges::sort(alone);
        diagnostics.features(base::Severity::warning,
                             base::msg(options.freight ? "network.freight.terminal_alone"
                                                       : "network.transit.station_alone",
                                       options.station_access_m),
                             "", alone);
    }
}

}  // namespace jt::network
