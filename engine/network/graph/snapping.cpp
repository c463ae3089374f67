#include "network/graph/snapping.hpp"

#include "base/parallel.hpp"
#include "geo/index.hpp"
#include "network/sorted.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <set>

namespace jt::network {
namespace {

struct End {
    Point at;
    std::uint32_t link = 0;
    bool front = false;
    auto operator<=>(const End&) const = default;
};

std::vector<End> sorted_ends(const base::UnsetVector<RawLink>& links) {
    std::vector<End> ends;
    ends.reserve(2 * links.size());
    for (std::uint32_t l = 0; l < links.size(); ++l) {
        ends.push_back({links[l].points.front(), l, true});
        ends.push_back({links[l].points.back(), l, false});
    }
    std::ranges::sort(ends);
    return ends;
}

double length_mm(const RawLink& link) {
    double sum = 0;
    for (std::size_t i = 0; i + 1 < link.points.size(); ++i) {
        sum += distance_mm(link.points[i], link.points[i + 1]);
    }
    return sum;
}

class Joiner {
public:
    Joiner(const base::UnsetVector<RawLink>& links, const Contacts& contacts, double tolerance_m,
           Crossings rule)
        : m_links(links),
          m_contacts(contacts),
          m_tolerance(tolerance_m * 1000),
          m_rule(rule),
          m_ends(sorted_ends(links)),
          m_index(boxes()) {
        for (const Cut& cut : contacts.cuts) {
            m_touched.push_back(cut.at);
        }
        std::ranges::sort(m_touched);
        std::set<int> layers;
        for (const RawLink& link : links) {
            layers.insert(link.layer);
        }
        m_several_layers = layers.size() > 1;
    }

    std::vector<Join> run() {
        for (std::size_t first = 0; first < m_ends.size();) {
            std::size_t last = first;
            while (last < m_ends.size() && m_ends[last].at == m_ends[first].at) {
                ++last;
            }
            group(first, last);
            first = last;
        }
        return std::move(m_joins);
    }

    /// What each moved end is extended to.
    const std::vector<std::pair<End, Point>>& moves() const { return m_moves; }

private:
    struct Target {
        double distance = std::numeric_limits<double>::infinity();
        Point at;
        bool better(double d, Point p) const { return d < distance || (d == distance && p < at); }
    };

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

    Point beside(const End& end) const {
        const auto& points = m_links[end.link].points;
        return end.front ? points[1] : points[points.size() - 2];
    }

    void group(std::size_t first, std::size_t last) {
        const Point at = m_ends[first].at;
        if (m_joined.contains(at) || std::ranges::binary_search(m_touched, at)) {
            return;
        }
        bool one_way_out = true, one_layer = true;
        for (std::size_t i = first + 1; i < last; ++i) {
            one_way_out = one_way_out && beside(m_ends[i]) == beside(m_ends[first]);
            one_layer =
                one_layer && m_links[m_ends[i].link].layer == m_links[m_ends[first].link].layer;
        }
        if (!one_way_out && !(one_layer && m_several_layers)) {
            return;
        }
        const std::optional<Point> target = find(first, last, one_way_out);
        if (!target) {
            return;
        }
        m_joined.insert(at);
        m_joined.insert(*target);
        const auto moved = m_moved.find(*target);
        const Point final_place = moved == m_moved.end() ? *target : moved->second;
        m_moved[at] = final_place;
        for (std::size_t i = first; i < last; ++i) {
            const RawLink& link = m_links[m_ends[i].link];
            m_moves.emplace_back(m_ends[i], final_place);
            m_joins.push_back({link.layer, link.feature, distance_mm(at, final_place) / 1000});
        }
    }

    std::optional<Point> find(std::size_t first, std::size_t last, bool loose) const {
        const Point at = m_ends[first].at;
        const RawLink& own = m_links[m_ends[first].link];
        const std::set<std::uint32_t> excluded = not_to_join(first, last);
        geo::Box query;
        query.add(metres(at.x), metres(at.y));
        Target end, place;
        for (const std::size_t s : m_index.find(query.grown(m_tolerance / 1000))) {
            const auto [l, i] = m_segments[s];
            const RawLink& link = m_links[l];
            if (excluded.contains(l) || (!loose && link.layer == own.layer)) {
                continue;
            }
            for (const Point p : {link.points.front(), link.points.back()}) {
                const double d = distance_mm(at, p);
                if (d <= m_tolerance && end.better(d, p)) {
                    end = {d, p};
                }
            }
            if (loose && m_rule == Crossings::split && link.level == own.level) {
                const Point p = nearest_on_segment(at, link.points[i], link.points[i + 1]);
                const double d = distance_mm(at, p);
                if (d <= m_tolerance && place.better(d, p)) {
                    place = {d, p};
                }
            }
        }
        if (end.distance <= m_tolerance) {
            return end.at;
        }
        return place.distance <= m_tolerance ? std::optional(place.at) : std::nullopt;
    }

    /// The links of the group and, when they are short, their neighbours to the second degree.
    std::set<std::uint32_t> not_to_join(std::size_t first, std::size_t last) const {
        std::set<std::uint32_t> out;
        bool is_short = false;
        for (std::size_t i = first; i < last; ++i) {
            out.insert(m_ends[i].link);
            is_short = is_short || length_mm(m_links[m_ends[i].link]) <= 5 * m_tolerance;
        }
        for (int degree = 0; is_short && degree < 2; ++degree) {
            std::set<std::uint32_t> more = out;
            for (const std::uint32_t link : out) {
                add_neighbours(link, more);
            }
            out = std::move(more);
        }
        return out;
    }

    void add_neighbours(std::uint32_t link, std::set<std::uint32_t>& out) const {
        for (const Point p : {m_links[link].points.front(), m_links[link].points.back()}) {
            auto it = std::ranges::lower_bound(m_ends, p, {}, &End::at);
            for (; it != m_ends.end() && it->at == p; ++it) {
                out.insert(it->link);
            }
        }
        if (m_partners.empty()) {
            for (const auto& [a, b] : m_contacts.pairs) {
                m_partners.emplace(a, b);
                m_partners.emplace(b, a);
            }
        }
        const auto [from, to] = m_partners.equal_range(link);
        for (auto it = from; it != to; ++it) {
            out.insert(it->second);
        }
    }

    const base::UnsetVector<RawLink>& m_links;
    const Contacts& m_contacts;
    double m_tolerance;
    Crossings m_rule;
    std::vector<End> m_ends;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> m_segments;
    geo::BoxIndex m_index;
    std::vector<Point> m_touched;
    bool m_several_layers = false;
    std::set<Point> m_joined;
    std::map<Point, Point> m_moved;
    std::vector<std::pair<End, Point>> m_moves;
    std::vector<Join> m_joins;
    mutable std::multimap<std::uint32_t, std::uint32_t> m_partners;
};

}  // namespace

std::vector<std::pair<int, std::int64_t>> merge_ends(base::UnsetVector<RawLink>& links,
                                                     std::size_t& merged) {
    base::UnsetVector<Point> places(2 * links.size());
    base::parallel_blocks(links.size(), 16384, [&](std::size_t begin, std::size_t end) {
        for (std::size_t l = begin; l < end; ++l) {
            places[2 * l] = links[l].points.front();
            places[2 * l + 1] = links[l].points.back();
        }
    });
    constexpr std::uint64_t kSign = std::uint64_t{1} << 63U;  // negative numbers come first
    sort_by_number(
        places, [](Point p) { return static_cast<std::uint64_t>(p.x) ^ kSign; }, std::less<>());
    drop_repeats(places);
    std::vector<std::size_t> root(places.size());
    std::iota(root.begin(), root.end(), std::size_t{0});
    std::map<Point, Point> moved;
    for (std::size_t i = 0; i < places.size(); ++i) {
        for (std::size_t j = i + 1; j < places.size() && places[j].x - places[i].x <= kTouch; ++j) {
            if (root[j] == j && distance2(places[i], places[j]) <= kTouch * kTouch) {
                root[j] = root[i];  // roots of lower places are final by now
                moved[places[j]] = places[root[i]];
            }
        }
    }
    merged = 0;
    std::vector<std::pair<int, std::int64_t>> vanished;
    if (moved.empty()) {
        return vanished;
    }
    for (RawLink& link : links) {
        for (Point* end : {&link.points.front(), &link.points.back()}) {
            if (const auto it = moved.find(*end); it != moved.end()) {
                *end = it->second;
                ++merged;
            }
        }
        const auto kept = std::unique(link.points.begin(), link.points.end()) - link.points.begin();
        link.points = link.points.first(static_cast<std::size_t>(kept));
        if (link.points.size() < 2) {
            vanished.emplace_back(link.layer, link.feature);
        }
    }
    std::erase_if(links, [](const RawLink& link) { return link.points.size() < 2; });
    std::ranges::sort(vanished);
    return vanished;
}

std::vector<Join> join_loose_ends(RawLinks& links, const Contacts& contacts, double tolerance_m,
                                  Crossings rule) {
    if (!(tolerance_m > 0)) {
        return {};
    }
    Joiner joiner(links.links, contacts, tolerance_m, rule);
    std::vector<Join> joins = joiner.run();
    for (const auto& [end, to] : joiner.moves()) {
        LinePoints& points = links.links[end.link].points;
        std::vector<Point> longer(points.begin(), points.end());
        longer.insert(end.front ? longer.begin() : longer.end(), to);
        points = links.points.add(longer);
    }
    return joins;
}

}  // namespace jt::network
