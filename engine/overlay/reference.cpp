#include "overlay/reference.hpp"

#include "base/parallel.hpp"

namespace jt::overlay {
namespace {

constexpr std::size_t kGrain = 16;
constexpr double kForgiven = 1e-6;  ///< metres

double cross(const std::array<double, 2>& a, const std::array<double, 2>& b) {
    return a[0] * b[1] - a[1] * b[0];
}

}  // namespace

/// Where a segment is nearest to the centre of a plane.
struct Routes::Foot {
    double share = 0;               ///< along the segment, 0 to 1
    std::array<double, 2> place{};  ///< in the plane
    double distance() const { return std::hypot(place[0], place[1]); }
};

Routes::Routes(const geo::GeometryArray& lines, const geo::Crs& crs)
    : m_planes(crs), m_first{0}, m_lengths(lines.size(), 0) {
    std::vector<std::vector<Segment>> by_route(lines.size());
    base::parallel_blocks(lines.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            if (lines.status(i) == geo::Status::ok) {
                add_route(lines, i, by_route[i]);
            }
        }
    });
    std::vector<geo::Box> boxes;
    for (std::size_t i = 0; i < by_route.size(); ++i) {
        for (const Segment& segment : by_route[i]) {
            m_segments.push_back(segment);
            boxes.emplace_back();
            boxes.back().add(segment.ends[0], segment.ends[1]);
            boxes.back().add(segment.ends[2], segment.ends[3]);
            m_lengths[i] = segment.start + segment.length;
        }
        m_first.push_back(m_segments.size());
    }
    m_search = std::make_unique<NearestSearch>(
        std::move(boxes), m_planes, typical_spacing(lines.box(), m_segments.size(), m_planes));
}

void Routes::add_route(const geo::GeometryArray& lines, std::size_t route,
                       std::vector<Segment>& out) const {
    double start = 0;
    for (std::size_t p = lines.parts_begin(route); p < lines.parts_end(route); ++p) {
        const auto xy = lines.ring(lines.rings_begin(p));
        bool follows = false;
        for (std::size_t k = 2; k + 1 < xy.size(); k += 2) {
            const double length = m_planes.distance(xy[k - 2], xy[k - 1], xy[k], xy[k + 1]);
            if (length > 0) {
                out.push_back(
                    {{xy[k - 2], xy[k - 1], xy[k], xy[k + 1]}, route, start, length, follows});
                follows = true;
                start += length;
            }
        }
    }
}

std::optional<std::array<double, 2>> Routes::place(std::size_t route, double measure) const {
    if (!(measure >= -kForgiven && measure <= m_lengths[route] + kForgiven) ||
        m_first[route] == m_first[route + 1]) {
        return std::nullopt;
    }
    const auto at = [&](std::size_t k) {
        return m_segments.begin() + static_cast<std::ptrdiff_t>(k);
    };
    const auto begin = at(m_first[route]), end = at(m_first[route + 1]);
    auto next = std::upper_bound(begin, end, measure, [](double value, const Segment& segment) {
        return value < segment.start;
    });
    const Segment& s = *(next == begin ? begin : next - 1);
    const double share = std::clamp((measure - s.start) / s.length, 0.0, 1.0);
    if (share == 1) {
        return std::array<double, 2>{s.ends[2], s.ends[3]};
    }
    return std::array<double, 2>{s.ends[0] + share * (s.ends[2] - s.ends[0]),
                                 s.ends[1] + share * (s.ends[3] - s.ends[1])};
}

/// Between two shares of the segment, which is taken as straight in the plane there.
Routes::Foot Routes::foot_on(std::size_t segment, const geo::LocalPlanes::Centre& centre,
                             double low, double high) const {
    const auto& e = m_segments[segment].ends;
    const auto on = [&](double share, std::size_t k) {
        return share == 1 ? e[k + 2] : e[k] + share * (e[k + 2] - e[k]);
    };
    std::array<double, 4> ends{on(low, 0), on(low, 1), on(high, 0), on(high, 1)};
    m_planes.to_plane(centre, ends);
    const double dx = ends[2] - ends[0], dy = ends[3] - ends[1];
    const double square = dx * dx + dy * dy;
    const double t = square > 0 ? std::clamp(-(ends[0] * dx + ends[1] * dy) / square, 0.0, 1.0) : 0;
    return {low + t * (high - low), {ends[0] + t * dx, ends[1] + t * dy}};
}

std::array<double, 2> Routes::direction(std::size_t segment,
                                        const geo::LocalPlanes::Centre& centre) const {
    auto ends = m_segments[segment].ends;
    m_planes.to_plane(centre, ends);
    const double length = std::hypot(ends[2] - ends[0], ends[3] - ends[1]);
    return {(ends[2] - ends[0]) / length, (ends[3] - ends[1]) / length};
}

/// At a bend the nearest places are those of its outer side: right of a bend to the left.
bool Routes::left_of(std::size_t segment, const Foot& foot,
                     const geo::LocalPlanes::Centre& centre) const {
    constexpr double kStraight = 1e-9, kEnd = 1e-12;
    const auto here = direction(segment, centre);
    const bool behind = foot.share <= kEnd && m_segments[segment].follows;
    const bool ahead = foot.share >= 1 - kEnd && segment + 1 < m_segments.size() &&
                       m_segments[segment + 1].follows;
    double bend = 0;
    if (behind) {
        bend = cross(direction(segment - 1, centre), here);
    } else if (ahead) {
        bend = cross(here, direction(segment + 1, centre));
    }
    if (std::fabs(bend) > kStraight) {
        return bend < 0;
    }
    return cross(here, {-foot.place[0], -foot.place[1]}) >= 0;
}

std::optional<Routes::Located> Routes::locate(double x, double y, double most) const {
    const auto centre = m_planes.centre(x, y);
    const auto found = m_search->find(
        {x, y, x, y}, most, [&](std::size_t k) { return foot_on(k, centre, 0, 1).distance(); });
    if (!found) {
        return std::nullopt;
    }
    Foot foot = foot_on(found->item, centre, 0, 1);
    // A long segment that is straight in the CRS is bent in the plane: look again near the foot.
    for (const double around : {0.05, 0.002}) {
        foot = foot_on(found->item, centre, std::max(0.0, foot.share - around),
                       std::min(1.0, foot.share + around));
    }
    const Segment& segment = m_segments[found->item];
    const double distance = foot.distance();
    const double sign = distance == 0 || left_of(found->item, foot, centre) ? 1 : -1;
    return Located{segment.route, segment.start + foot.share * segment.length, sign * distance};
}

}  // namespace jt::overlay
