#include "network/graph/contacts.hpp"

#include "base/parallel.hpp"
#include "network/graph/segment_grid.hpp"
#include "network/sorted.hpp"

#include <algorithm>

namespace jt::network {
namespace {

template <class T>
void append(std::vector<T>& to, const std::vector<T>& from) {
    to.insert(to.end(), from.begin(), from.end());
}

bool is_end(const RawLink& link, Point p) {
    return p == link.points.front() || p == link.points.back();
}

/// Tests pairs of segments of one block.
class PairTester {
public:
    PairTester(const base::UnsetVector<RawLink>& links, Crossings rule, Contacts& out)
        : m_links(links), m_rule(rule), m_out(out) {}

    void test(SegmentGrid::Segment s, SegmentGrid::Segment t) {
        const RawLink &a = m_links[s.link], &b = m_links[t.link];
        if (s.link == t.link && neighbours(a, s.index, t.index)) {
            return;
        }
        const Point p0 = a.points[s.index], p1 = a.points[s.index + 1];
        const Point q0 = b.points[t.index], q1 = b.points[t.index + 1];
        if (a.level != b.level) {
            if (m_rule == Crossings::split && properly_cross(p0, p1, q0, q1)) {
                m_out.passed.push_back(crossing_point(p0, p1, q0, q1));
            }
            return;
        }
        bool met = false;
        for (const Point p : {p0, p1}) {
            met = (touches(a, p, q0, q1) && meet(s, t, p)) || met;
        }
        for (const Point q : {q0, q1}) {
            if (q != p0 && q != p1) {
                met = (touches(b, q, p0, p1) && meet(s, t, q)) || met;
            }
        }
        if (!met && m_rule == Crossings::split && properly_cross(p0, p1, q0, q1)) {
            meet(s, t, crossing_point(p0, p1, q0, q1));
        }
    }

private:
    static bool neighbours(const RawLink& link, std::uint32_t i, std::uint32_t j) {
        const auto last = static_cast<std::uint32_t>(link.points.size()) - 2;
        const bool ring = link.points.front() == link.points.back();
        return j - i == 1 || (ring && i == 0 && j == last);
    }

    /// Does the vertex p of `link` lie on the segment, as far as the rule cares?
    bool touches(const RawLink& link, Point p, Point q0, Point q1) const {
        if (p == q0 || p == q1) {
            return true;
        }
        if (m_rule != Crossings::split) {
            return false;
        }
        const Wide aside = cross(q0, q1, p);
        // A segment is not longer than the sides of its box: most vertices are told off here.
        const Wide most = Wide(kTouch + 1) * (std::abs(q1.x - q0.x) + std::abs(q1.y - q0.y));
        if (aside > most || -aside > most) {
            return false;
        }
        return inner_distance(p, q0, q1) <= (is_end(link, p) ? static_cast<double>(kTouch) : 0.0);
    }

    /// Is the place the end of the link, reached along this segment? A link may pass its own end.
    bool ends_here(SegmentGrid::Segment s, Point at) const {
        const auto& points = m_links[s.link].points;
        return (s.index == 0 && at == points.front()) ||
               (s.index + 2 == points.size() && at == points.back());
    }

    /// Records that the two segments meet at the place; always true.
    bool meet(SegmentGrid::Segment s, SegmentGrid::Segment t, Point at) {
        const bool end_a = ends_here(s, at), end_b = ends_here(t, at);
        if (end_a && end_b) {
            return true;
        }
        if (!end_a && !end_b && together(s, t, at)) {
            return true;
        }
        (end_a || end_b ? m_out.junctions : m_out.crossings).push_back(at);
        Cut cut;
        if (make_cut(m_links, s.link, s.index, at, cut)) {
            m_out.cuts.push_back(cut);
        }
        if (make_cut(m_links, t.link, t.index, at, cut)) {
            m_out.cuts.push_back(cut);
        }
        if (s.link != t.link) {
            m_out.pairs.emplace_back(std::minmax(s.link, t.link));
        }
        return true;
    }

    /// The vertices before and after a place inside a link.
    std::pair<Point, Point> around(SegmentGrid::Segment s, Point at) const {
        const auto& points = m_links[s.link].points;
        const bool at_start = at == points[s.index], at_end = at == points[s.index + 1];
        return {points[at_start ? s.index - 1 : s.index],
                points[at_end ? s.index + 2 : s.index + 1]};
    }

    /// Do both links pass the place along the same two directions?
    bool together(SegmentGrid::Segment s, SegmentGrid::Segment t, Point at) const {
        const auto [a0, a1] = around(s, at);
        const auto [b0, b1] = around(t, at);
        return (same_direction(at, a0, b0) && same_direction(at, a1, b1)) ||
               (same_direction(at, a0, b1) && same_direction(at, a1, b0));
    }

    const base::UnsetVector<RawLink>& m_links;
    Crossings m_rule;
    Contacts& m_out;
};

}  // namespace

bool make_cut(const base::UnsetVector<RawLink>& links, std::uint32_t link, std::uint32_t segment,
              Point at, Cut& cut) {
    const auto& points = links[link].points;
    const bool next = at == points[segment + 1];
    cut = {link, next ? segment + 1 : segment, at};
    const bool at_vertex = next || at == points[segment];
    return !at_vertex || (cut.segment != 0 && cut.segment + 1 != points.size());
}

Contacts find_contacts(const base::UnsetVector<RawLink>& links, Crossings rule) {
    Contacts all;
    if (rule == Crossings::ends) {
        return all;
    }
    const SegmentGrid grid(links, kTouch);
    std::vector<Contacts> found(grid.blocks());
    base::parallel_blocks(grid.blocks(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t b = begin; b < end; ++b) {
            PairTester tester(links, rule, found[b]);
            grid.block(b,
                       [&](SegmentGrid::Segment s, SegmentGrid::Segment t) { tester.test(s, t); });
        }
    });
    for (const Contacts& part : found) {
        append(all.cuts, part.cuts);
        append(all.pairs, part.pairs);
        append(all.crossings, part.crossings);
        append(all.junctions, part.junctions);
        append(all.passed, part.passed);
    }
    sort_unique(all.cuts);
    sort_unique(all.pairs);
    sort_unique(all.crossings);
    sort_unique(all.junctions);
    sort_unique(all.passed);
    return all;
}

}  // namespace jt::network
