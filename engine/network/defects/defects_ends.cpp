// Ends that meet nothing, nearly meet something, or meet for no reason.
#include "network/defects/defects_ends.hpp"

#include "base/parallel.hpp"
#include "geo/index.hpp"
#include "network/sorted.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

namespace jt::network {
namespace {

constexpr std::size_t kGrain = 64;  ///< loose ends in a block of the parallel loop
/// A line this many tolerances long or shorter is not near its own neighbours: it is a short dead
/// end, not a gap (as in building).
constexpr double kShort = 5;

struct End {
    Point at;
    std::uint32_t line = 0;
    bool front = false;
    auto operator<=>(const End&) const = default;
};

class EndCheck {
public:
    EndCheck(const layer::Layer& layer, const DefectOptions& options, const DefectFrame& frame,
             const DefectLines& lines, const Meetings& meetings)
        : m_layer(layer),
          m_options(options),
          m_frame(frame),
          m_lines(lines.lines),
          m_meetings(meetings),
          m_index(boxes()) {
        for (std::uint32_t l = 0; l < m_lines.size(); ++l) {
            m_ends.push_back({m_lines[l].points.front(), l, true});
            m_ends.push_back({m_lines[l].points.back(), l, false});
        }
        std::ranges::sort(m_ends);
        for (const auto& [a, b] : meetings.pairs) {
            m_partners.emplace_back(a, b);
            m_partners.emplace_back(b, a);
        }
        std::ranges::sort(m_partners);
        for (const std::string& name : options.same) {
            m_same.push_back(&layer.column(name));
        }
    }

    void run(std::vector<Defect>& defects) {
        for (std::size_t first = 0; first < m_ends.size();) {
            std::size_t last = first;
            while (last < m_ends.size() && m_ends[last].at == m_ends[first].at) {
                ++last;
            }
            group(first, last, defects);
            first = last;
        }
        near_misses(defects);
    }

private:
    std::vector<geo::Box> boxes() {
        std::vector<geo::Box> out;
        for (std::uint32_t l = 0; l < m_lines.size(); ++l) {
            const auto& points = m_lines[l].points;
            for (std::uint32_t i = 0; i + 1 < points.size(); ++i) {
                geo::Box box;
                for (const Point& p : {points[i], points[i + 1]}) {
                    box.add(static_cast<double>(p.x), static_cast<double>(p.y));
                }
                out.push_back(box);
                m_segments.emplace_back(l, i);
            }
        }
        return out;
    }

    std::size_t row(std::uint32_t line) const {
        return static_cast<std::size_t>(m_lines[line].feature);
    }
    std::int64_t id(std::uint32_t line) const { return m_layer.ids()[row(line)]; }

    Defect made(DefectKind kind, std::uint32_t line, Point at) const {
        Defect defect;
        defect.kind = kind;
        defect.feature = id(line);
        std::tie(defect.x, defect.y) = m_frame.coordinates(at);
        return defect;
    }

    void group(std::size_t first, std::size_t last, std::vector<Defect>& defects) {
        const Point at = m_ends[first].at;
        if (last - first > 2 || std::ranges::binary_search(m_meetings.touched, at)) {
            return;
        }
        if (last - first == 1) {
            m_loose.push_back(m_ends[first]);
            defects.push_back(made(DefectKind::dangle, m_ends[first].line, at));
            return;
        }
        End one = m_ends[first], other = m_ends[first + 1];
        if (id(other.line) < id(one.line)) {
            std::swap(one, other);
        }
        if (row(one.line) != row(other.line) && nothing_changes(one, other)) {
            defects.push_back(made(DefectKind::pseudo_node, one.line, at));
            defects.back().other = id(other.line);
        }
    }

    /// May one leave the place on this line?
    bool leaves(const End& end) const {
        return (m_lines[end.line].flags & (end.front ? kForward : kBackward)) != 0;
    }
    bool arrives(const End& end) const { return leaves({end.at, end.line, !end.front}); }

    bool nothing_changes(const End& a, const End& b) const {
        if (m_lines[a.line].level != m_lines[b.line].level || arrives(a) != leaves(b) ||
            arrives(b) != leaves(a)) {
            return false;
        }
        return std::ranges::all_of(m_same, [&](const layer::Column* column) {
            return column->valid(row(a.line)) == column->valid(row(b.line)) &&
                   column->show(row(a.line)) == column->show(row(b.line));
        });
    }

    struct Near {
        double distance = std::numeric_limits<double>::infinity();
        std::int64_t feature = 0;
        bool operator<(const Near& o) const {
            return std::tie(distance, feature) < std::tie(o.distance, o.feature);
        }
    };

    void near_misses(std::vector<Defect>& defects) const {
        std::vector<Near> found(m_loose.size());
        base::parallel_blocks(found.size(), kGrain, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                found[i] = nearest(m_loose[i]);
            }
        });
        for (std::size_t i = 0; i < found.size(); ++i) {
            if (found[i].distance <= m_options.tolerance_m) {
                defects.push_back(made(DefectKind::near_miss, m_loose[i].line, m_loose[i].at));
                defects.back().other = found[i].feature;
                defects.back().distance_m = found[i].distance;
            }
        }
    }

    /// The nearest line that the end could have been meant to meet.
    Near nearest(const End& end) const {
        Near best;
        const bool is_short = length(end.line) <= kShort * m_options.tolerance_m;
        const std::set<std::uint32_t> apart = not_near(end.line, is_short);
        const auto consider = [&](std::uint32_t line, Point at) {
            best = std::min(best, Near{m_frame.distance(end.at, at), id(line)});
        };
        for (const std::size_t s : m_index.find(around(end.at))) {
            const auto [line, i] = m_segments[s];
            const auto& points = m_lines[line].points;
            if (apart.contains(line)) {
                continue;
            }
            if (m_lines[line].level == m_lines[end.line].level) {
                consider(line, m_frame.nearest(end.at, points[i], points[i + 1]));
            } else {
                consider(line, points.front());
                consider(line, points.back());
            }
        }
        if (!is_short) {  // a ring that does not close
            const auto& own = m_lines[end.line].points;
            consider(end.line, end.front ? own.back() : own.front());
        }
        return best;
    }

    geo::Box around(Point at) const {
        const auto [east, north] = m_frame.unit(at);
        const double x = static_cast<double>(at.x), y = static_cast<double>(at.y);
        const double dx = 1.01 * m_options.tolerance_m / east;
        const double dy = 1.01 * m_options.tolerance_m / north;
        return {x - dx, y - dy, x + dx, y + dy};
    }

    double length(std::uint32_t line) const {
        const auto& points = m_lines[line].points;
        double sum = 0;
        for (std::size_t i = 0; i + 1 < points.size() && sum <= kShort * m_options.tolerance_m;
             ++i) {
            sum += m_frame.distance(points[i], points[i + 1]);
        }
        return sum;
    }

    /// The line itself and, when it is short, its neighbours to the second degree.
    std::set<std::uint32_t> not_near(std::uint32_t line, bool is_short) const {
        std::set<std::uint32_t> out{line};
        for (int degree = 0; is_short && degree < 2; ++degree) {
            std::set<std::uint32_t> more = out;
            for (const std::uint32_t each : out) {
                add_neighbours(each, more);
            }
            out = std::move(more);
        }
        return out;
    }

    void add_neighbours(std::uint32_t line, std::set<std::uint32_t>& out) const {
        for (const Point p : {m_lines[line].points.front(), m_lines[line].points.back()}) {
            auto it = std::ranges::lower_bound(m_ends, p, {}, &End::at);
            for (; it != m_ends.end() && it->at == p; ++it) {
                out.insert(it->line);
            }
        }
        auto it = std::ranges::lower_bound(m_partners, std::pair(line, 0U));
        for (; it != m_partners.end() && it->first == line; ++it) {
            out.insert(it->second);
        }
    }

    const layer::Layer& m_layer;
    const DefectOptions& m_options;
    const DefectFrame& m_frame;
    const base::UnsetVector<RawLink>& m_lines;
    const Meetings& m_meetings;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> m_segments;
    geo::BoxIndex m_index;
    std::vector<End> m_ends, m_loose;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> m_partners;
    std::vector<const layer::Column*> m_same;
};

}  // namespace

void check_ends(const layer::Layer& layer, const DefectOptions& options, const DefectFrame& frame,
                const DefectLines& lines, const Meetings& meetings, std::vector<Defect>& defects) {
    EndCheck(layer, options, frame, lines, meetings).run(defects);
}

}  // namespace jt::network
