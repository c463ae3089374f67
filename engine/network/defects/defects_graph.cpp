// What hangs together, and what can be left and entered.
#include "network/defects/defects_meetings.hpp"
#include "network/sorted.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <tuple>

namespace jt::network {
namespace {

constexpr std::uint32_t kUnseen = 0xFFFFFFFFU;
/// The level of places where lines end: ends meet whatever their levels.
constexpr int kEveryLevel = std::numeric_limits<int>::min();

using Key = std::pair<Point, int>;

class GraphMaker {
public:
    GraphMaker(const base::UnsetVector<RawLink>& lines, const Meetings& meetings)
        : m_lines(lines), m_cuts(meetings.cuts) {
        for (const RawLink& line : lines) {
            m_ends.push_back(line.points.front());
            m_ends.push_back(line.points.back());
        }
        sort_unique(m_ends);
    }

    PlaceGraph run() {
        std::vector<std::vector<Key>> stops(m_lines.size());
        auto cut = m_cuts.begin();
        for (std::uint32_t l = 0; l < m_lines.size(); ++l) {
            const auto first = cut;
            while (cut != m_cuts.end() && cut->link == l) {
                ++cut;
            }
            stops[l] = stops_of(l, {first, cut});
            m_keys.insert(m_keys.end(), stops[l].begin(), stops[l].end());
        }
        sort_unique(m_keys);
        for (const Key& key : m_keys) {
            m_graph.nodes.push_back(key.first);
        }
        for (std::uint32_t l = 0; l < m_lines.size(); ++l) {
            for (std::size_t i = 0; i + 1 < stops[l].size(); ++i) {
                m_graph.edges.push_back({node(stops[l][i]), node(stops[l][i + 1]), l});
            }
        }
        connect();
        return std::move(m_graph);
    }

private:
    Key key(Point at, int level) const {
        return {at, std::ranges::binary_search(m_ends, at) ? kEveryLevel : level};
    }

    /// The line's places in the order along it.
    std::vector<Key> stops_of(std::uint32_t l, std::vector<Cut> cuts) const {
        const RawLink& line = m_lines[l];
        const auto rank = [&](const Cut& cut) {
            return std::tuple(cut.segment, distance2(line.points[cut.segment], cut.at));
        };
        std::ranges::sort(cuts, [&](const Cut& a, const Cut& b) { return rank(a) < rank(b); });
        std::vector<Key> out{key(line.points.front(), line.level)};
        for (const Cut& cut : cuts) {
            out.push_back(key(cut.at, line.level));
        }
        out.push_back(key(line.points.back(), line.level));
        return out;
    }

    std::uint32_t node(const Key& key) const {
        return static_cast<std::uint32_t>(std::ranges::lower_bound(m_keys, key) - m_keys.begin());
    }

    /// The lowest node becomes the root.
    void connect() {
        auto& root = m_graph.component;
        root.resize(m_graph.nodes.size());
        std::iota(root.begin(), root.end(), 0U);
        const auto find = [&](std::uint32_t n) {
            while (root[n] != n) {
                root[n] = root[root[n]];
                n = root[n];
            }
            return n;
        };
        for (const PlaceGraph::Edge& edge : m_graph.edges) {
            const auto [low, high] = std::minmax({find(edge.from), find(edge.to)});
            root[high] = low;
        }
        for (std::uint32_t n = 0; n < root.size(); ++n) {
            root[n] = find(n);
        }
        for (const RawLink& line : m_lines) {
            m_graph.line_component.push_back(root[node(key(line.points.front(), line.level))]);
        }
    }

    const base::UnsetVector<RawLink>& m_lines;
    const std::vector<Cut>& m_cuts;
    std::vector<Point> m_ends;
    std::vector<Key> m_keys;
    PlaceGraph m_graph;
};

/// Arcs in compressed rows: those of node n are to[first[n]] .. to[first[n + 1]].
struct Arcs {
    std::vector<std::uint32_t> first, to;
};

Arcs arcs_of(const PlaceGraph& graph, const base::UnsetVector<RawLink>& lines) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> list;
    for (const PlaceGraph::Edge& edge : graph.edges) {
        const std::uint32_t flags = lines[edge.line].flags;
        if ((flags & kForward) != 0) {
            list.emplace_back(edge.from, edge.to);
        }
        if ((flags & kBackward) != 0) {
            list.emplace_back(edge.to, edge.from);
        }
    }
    sort_unique(list);
    Arcs out;
    out.first.assign(graph.nodes.size() + 1, 0);
    for (const auto& [from, to] : list) {
        ++out.first[from + 1];
        out.to.push_back(to);
    }
    std::partial_sum(out.first.begin(), out.first.end(), out.first.begin());
    return out;
}

/// Tarjan's search with its own stack: a chain of a million lines must not end the program's.
class Tarjan {
public:
    explicit Tarjan(const Arcs& arcs)
        : m_arcs(arcs),
          m_order(arcs.first.size() - 1, kUnseen),
          m_low(arcs.first.size() - 1, 0),
          m_component(arcs.first.size() - 1, kUnseen) {}

    std::vector<std::uint32_t> run() {
        for (std::uint32_t n = 0; n < m_order.size(); ++n) {
            if (m_order[n] == kUnseen) {
                search(n);
            }
        }
        return std::move(m_component);
    }

private:
    struct Frame {
        std::uint32_t node, next;  ///< next arc to look at
    };

    void enter(std::uint32_t n) {
        m_order[n] = m_low[n] = m_count++;
        m_open.push_back(n);
        m_frames.push_back({n, m_arcs.first[n]});
    }

    void search(std::uint32_t root) {
        enter(root);
        while (!m_frames.empty()) {
            const std::uint32_t n = m_frames.back().node;
            if (m_frames.back().next == m_arcs.first[n + 1]) {
                leave(n);
                continue;
            }
            const std::uint32_t to = m_arcs.to[m_frames.back().next++];
            if (m_order[to] == kUnseen) {
                enter(to);
            } else if (m_component[to] == kUnseen) {
                m_low[n] = std::min(m_low[n], m_order[to]);
            }
        }
    }

    void leave(std::uint32_t n) {
        m_frames.pop_back();
        if (!m_frames.empty()) {
            std::uint32_t& above = m_low[m_frames.back().node];
            above = std::min(above, m_low[n]);
        }
        if (m_low[n] != m_order[n]) {
            return;
        }
        for (;;) {
            const std::uint32_t member = m_open.back();
            m_open.pop_back();
            m_component[member] = m_found;
            if (member == n) {
                break;
            }
        }
        ++m_found;
    }

    const Arcs& m_arcs;
    std::vector<std::uint32_t> m_order, m_low, m_component, m_open;
    std::vector<Frame> m_frames;
    std::uint32_t m_count = 0, m_found = 0;
};

/// What a strong component is like.
struct Strong {
    std::vector<std::uint32_t> nodes;
    bool left = false, entered = false;
};

std::vector<Strong> strong_of(const PlaceGraph& graph, const Arcs& arcs) {
    const std::vector<std::uint32_t> number = Tarjan(arcs).run();
    std::vector<Strong> out;
    for (std::uint32_t n = 0; n < graph.nodes.size(); ++n) {
        out.resize(std::max<std::size_t>(out.size(), number[n] + 1));
        out[number[n]].nodes.push_back(n);
    }
    for (std::uint32_t n = 0; n < graph.nodes.size(); ++n) {
        for (std::uint32_t a = arcs.first[n]; a < arcs.first[n + 1]; ++a) {
            if (number[n] != number[arcs.to[a]]) {
                out[number[n]].left = true;
                out[number[arcs.to[a]]].entered = true;
            }
        }
    }
    std::ranges::sort(out, {}, [](const Strong& s) { return s.nodes.front(); });
    return out;
}

}  // namespace

PlaceGraph make_graph(const base::UnsetVector<RawLink>& lines, const Meetings& meetings) {
    return GraphMaker(lines, meetings).run();
}

std::vector<Trap> find_traps(const PlaceGraph& graph, const base::UnsetVector<RawLink>& lines) {
    const std::vector<Strong> all = strong_of(graph, arcs_of(graph, lines));
    std::map<std::uint32_t, std::pair<std::size_t, int>> largest;  // by component: size, how many
    for (const Strong& strong : all) {
        auto& [size, count] = largest[graph.component[strong.nodes.front()]];
        count = strong.nodes.size() > size ? 1 : strong.nodes.size() == size ? count + 1 : count;
        size = std::max(size, strong.nodes.size());
    }
    std::vector<Trap> out;
    for (const Strong& strong : all) {
        const auto& [size, count] = largest[graph.component[strong.nodes.front()]];
        const bool town = strong.nodes.size() == size && count == 1;
        if (!town && strong.left != strong.entered) {
            out.push_back({strong.nodes, strong.entered});
        }
    }
    return out;
}

}  // namespace jt::network
