// Where lines meet away from common ends: what joins, what crosses, what runs together.
#include "network/defects/defects_meetings.hpp"

#include "base/parallel.hpp"
#include "network/graph/segment_grid.hpp"
#include "network/sorted.hpp"

#include <algorithm>
#include <cmath>

namespace jt::network {
namespace {

using Segment = SegmentGrid::Segment;

/// Stretches this near (lattice units) to each other are one: rounding moves each by less.
constexpr double kSame = 1;

bool is_end(const RawLink& line, Point p) {
    return p == line.points.front() || p == line.points.back();
}

/// Tests pairs of segments of one block.
class MeetingTester {
public:
    MeetingTester(const base::UnsetVector<RawLink>& lines, Meetings& out)
        : m_lines(lines), m_out(out) {}

    void test(Segment s, Segment t) {
        if (s.link == t.link && neighbours(s, t)) {
            turn_back(s, t);
            return;
        }
        if (m_lines[s.link].level != m_lines[t.link].level) {
            return;
        }
        const Point p0 = start(s), p1 = end(s), q0 = start(t), q1 = end(t);
        bool met = false;
        for (const Point p : {p0, p1}) {
            met = touches(s, p, t) || met;
        }
        for (const Point q : {q0, q1}) {
            met = (q != p0 && q != p1 && touches(t, q, s)) || met;
        }
        if (!met && properly_cross(p0, p1, q0, q1)) {
            cross_at(s, t, crossing_point(p0, p1, q0, q1), false);
        }
        if (s.link != t.link) {
            overlap(s, t);
        }
    }

private:
    Point start(Segment s) const { return m_lines[s.link].points[s.index]; }
    Point end(Segment s) const { return m_lines[s.link].points[s.index + 1]; }

    bool neighbours(Segment s, Segment t) const {
        const auto& points = m_lines[s.link].points;
        const auto last = static_cast<std::uint32_t>(points.size()) - 2;
        const bool ring = points.front() == points.back();
        return t.index - s.index == 1 || (ring && s.index == 0 && t.index == last);
    }

    void turn_back(Segment s, Segment t) {
        if (t.index - s.index == 1 && same_direction(end(s), start(s), end(t))) {
            cross_at(s, t, end(s), true);
        }
    }

    /// Lies p, a vertex of s's line, on t? Tells what that means.
    bool touches(Segment s, Point p, Segment t) {
        const Point q0 = start(t), q1 = end(t);
        const bool vertex = p == q0 || p == q1;
        if (!vertex && !lies_on(s, p, t)) {
            return false;
        }
        const bool end_s = ends_here(s, p), end_t = vertex && ends_here(t, p);
        if (end_s && end_t) {
            pair(s, t);
        } else if (end_s || end_t) {
            m_out.touched.push_back(p);
            join(s, t, p);
        } else if (vertex && s.link == t.link) {
            cross_at(s, t, p, false);
            join(s, t, p);
        } else if (vertex) {
            join(s, t, p);
        } else {
            pass(s, p, t);
        }
        return true;
    }

    /// Ends need not be exact, where they are not joined to that line anyway.
    bool lies_on(Segment s, Point p, Segment t) const {
        const Point q0 = start(t), q1 = end(t);
        if (s.link != t.link && is_end(m_lines[s.link], p)) {
            return !is_end(m_lines[t.link], p) &&
                   distance2(p, nearest_on_segment(p, q0, q1)) <= Wide(kTouch) * kTouch;
        }
        return cross(q0, q1, p) == 0 && dot(p, q0, q1) < 0;
    }

    /// Is the place the end of the line, reached along this segment? A line may pass its own end.
    bool ends_here(Segment s, Point at) const {
        const auto& points = m_lines[s.link].points;
        return (s.index == 0 && at == points.front()) ||
               (s.index + 2 == points.size() && at == points.back());
    }

    void pair(Segment s, Segment t) {
        if (s.link != t.link) {
            m_out.pairs.emplace_back(std::minmax(s.link, t.link));
        }
    }

    void join(Segment s, Segment t, Point at) {
        for (const Segment& segment : {s, t}) {
            Cut cut;
            if (make_cut(m_lines, segment.link, segment.index, at, cut)) {
                m_out.cuts.push_back(cut);
            }
        }
        pair(s, t);
    }

    void cross_at(Segment s, Segment t, Point at, bool touch) {
        const auto [a, b] = std::minmax(s.link, t.link);
        m_out.crossings.push_back({a, b, at, touch});
    }

    /// The line of s has a vertex at p on the inside of t. Where it goes on along t the overlap
    /// tells of it.
    void pass(Segment s, Point p, Segment t) {
        const auto& points = m_lines[s.link].points;
        const bool first = p == start(s);
        const Point before = points[first ? s.index - 1 : s.index];
        const Point after = points[first ? s.index + 1 : s.index + 2];
        const Wide left = cross(start(t), end(t), before), right = cross(start(t), end(t), after);
        if (left != 0 && right != 0) {
            cross_at(s, t, p, s.link != t.link && (left > 0) == (right > 0));
        }
    }

    void overlap(Segment s, Segment t) {
        const Point p0 = start(s), p1 = end(s), q0 = start(t), q1 = end(t);
        const auto length2 = static_cast<double>(distance2(p0, p1));
        const double t0 = static_cast<double>(dot(p0, p1, q0)) / length2;
        const double t1 = static_cast<double>(dot(p0, p1, q1)) / length2;
        const double low = std::max(0.0, std::min(t0, t1)), high = std::min(1.0, std::max(t0, t1));
        if ((high - low) * std::sqrt(length2) <= static_cast<double>(kTouch)) {
            return;
        }
        const Point from = along(p0, p1, low), to = along(p0, p1, high);
        if (offset(from, q0, q1) > 2 * kSame || offset(to, q0, q1) > 2 * kSame) {
            return;
        }
        const auto [a, b] = std::minmax(s.link, t.link);
        const auto [one, other] = std::minmax(from, to);
        m_out.overlaps.push_back({a, b, one, other});
    }

    static Point along(Point a, Point b, double share) {
        return {a.x + std::llround(share * static_cast<double>(b.x - a.x)),
                a.y + std::llround(share * static_cast<double>(b.y - a.y))};
    }
    static double offset(Point p, Point a, Point b) {
        return std::abs(static_cast<double>(cross(a, b, p))) / distance_mm(a, b);
    }

    const base::UnsetVector<RawLink>& m_lines;
    Meetings& m_out;
};

template <class T>
void gather(std::vector<T>& to, std::vector<Meetings>& parts, std::vector<T> Meetings::*member) {
    for (Meetings& part : parts) {
        auto& from = part.*member;
        to.insert(to.end(), from.begin(), from.end());
    }
    sort_unique(to);
}

}  // namespace

Meetings find_meetings(const base::UnsetVector<RawLink>& lines) {
    const SegmentGrid grid(lines, kTouch);
    std::vector<Meetings> parts(grid.blocks());
    base::parallel_blocks(grid.blocks(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t b = begin; b < end; ++b) {
            MeetingTester tester(lines, parts[b]);
            grid.block(b, [&](Segment s, Segment t) { tester.test(s, t); });
        }
    });
    Meetings all;
    gather(all.cuts, parts, &Meetings::cuts);
    gather(all.touched, parts, &Meetings::touched);
    gather(all.pairs, parts, &Meetings::pairs);
    gather(all.crossings, parts, &Meetings::crossings);
    gather(all.overlaps, parts, &Meetings::overlaps);
    return all;
}

}  // namespace jt::network
