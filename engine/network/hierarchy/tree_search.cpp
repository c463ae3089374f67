#include "network/hierarchy/tree_search.hpp"

#include "network/hierarchy/relax.hpp"

#include <utility>

namespace jt::network {

TreeSearch::TreeSearch(const Customizable& over, const Metric& metric, std::span<const Arc> arcs)
    : m_over(over), m_metric(metric), m_arcs(arcs), m_up(over.size()), m_down(over.size()) {}

std::uint32_t TreeSearch::parent(std::uint32_t place) const {
    const std::uint32_t last = m_over.up_first[place + 1];
    return m_over.up_first[place] < last ? m_over.up_to[last - 1] : kNone;
}

void TreeSearch::climb(std::uint32_t node, bool up, Labels& labels) {
    labels[m_over.place[node]].cost = 0;
    for (std::uint32_t p = m_over.place[node]; p != kNone; p = parent(p)) {
        const std::uint32_t cost = labels[p].cost;
        for (std::uint32_t a = m_over.up_first[p]; cost < kFar && a < m_over.up_first[p + 1]; ++a) {
            const TwoWay arc = m_metric.basic[a];
            const std::uint32_t sum = plus(cost, up ? arc.up : arc.down);
            Label& label = labels[m_over.up_to[a]];
            if (sum < label.cost) {
                label = {sum, a};
            }
        }
    }
}

void TreeSearch::forget(std::uint32_t node, Labels& labels) {
    for (std::uint32_t p = m_over.place[node]; p != kNone; p = parent(p)) {
        labels[p] = {};
    }
}

std::uint32_t TreeSearch::meet(std::uint32_t from, std::uint32_t to) {
    climb(from, true, m_up);
    climb(to, false, m_down);
    std::uint32_t best = kFar, at = kNone;
    for (std::uint32_t p = m_over.place[from]; p != kNone; p = parent(p)) {
        const std::uint32_t sum = plus(m_up[p].cost, m_down[p].cost);
        if (sum < best) {
            best = sum;
            at = p;
        }
    }
    return at;
}

std::uint32_t TreeSearch::cost(std::uint32_t from, std::uint32_t to) {
    const std::uint32_t at = meet(from, to);
    const std::uint32_t cost = at == kNone ? kFar : m_up[at].cost + m_down[at].cost;
    forget(from, m_up);
    forget(to, m_down);
    return cost;
}

std::optional<std::vector<std::uint32_t>> TreeSearch::path(std::uint32_t from, std::uint32_t to) {
    const std::uint32_t at = meet(from, to);
    std::optional<std::vector<std::uint32_t>> out;
    if (at != kNone) {
        std::vector<std::uint32_t> climbed;
        for (std::uint32_t p = at; p != m_over.place[from]; p = m_over.tail[climbed.back()]) {
            climbed.push_back(m_up[p].arc);
        }
        out.emplace();
        for (std::size_t i = climbed.size(); i-- > 0;) {
            unpack(climbed[i], true, *out);
        }
        for (std::uint32_t p = at; p != m_over.place[to]; p = m_over.tail[m_down[p].arc]) {
            unpack(m_down[p].arc, false, *out);
        }
    }
    forget(from, m_up);
    forget(to, m_down);
    return out;
}

/// The arc of the graph with that cost, of several the first, or the two sides of a triangle below.
void TreeSearch::unpack(std::uint32_t arc, bool up, std::vector<std::uint32_t>& path) const {
    std::vector<std::pair<std::uint32_t, bool>> waiting{{arc, up}};  // the last one is the next
    while (!waiting.empty()) {
        const std::uint32_t one = waiting.back().first;
        const bool upwards = waiting.back().second;
        waiting.pop_back();
        const auto of = [&](std::uint32_t a, bool way) {
            return way ? m_metric.basic[a].up : m_metric.basic[a].down;
        };
        const std::uint32_t cost = of(one, upwards);
        const std::size_t slot = 2 * std::size_t{one} + (upwards ? 0 : 1);
        const auto first = m_over.given.begin() + m_over.given_first[slot],
                   last = m_over.given.begin() + m_over.given_first[slot + 1];
        const auto same =
            std::find_if(first, last, [&](std::uint32_t g) { return m_arcs[g].cost == cost; });
        if (same != last) {
            path.push_back(*same);
            continue;
        }
        m_over.below(one, [&](std::uint32_t a, std::uint32_t b) {
            const std::uint32_t begin = upwards ? a : b, end = upwards ? b : a;
            if (plus(of(begin, false), of(end, true)) != cost) {
                return true;
            }
            waiting.emplace_back(end, true);
            waiting.emplace_back(begin, false);
            return false;
        });
    }
}

std::vector<std::uint32_t> TreeSearch::costs(std::uint32_t from) {
    climb(from, true, m_up);
    std::vector<std::uint32_t> at(m_over.size(), kFar), out(m_over.size());
    for (std::uint32_t p = m_over.place[from]; p != kNone; p = parent(p)) {
        at[p] = m_up[p].cost;
    }
    forget(from, m_up);
    for (std::uint32_t p = 0; p < m_over.size(); ++p) {
        for (std::uint32_t a = m_over.up_first[p]; a < m_over.up_first[p + 1]; ++a) {
            at[p] = std::min(at[p], plus(at[m_over.up_to[a]], m_metric.basic[a].down));
        }
    }
    for (std::uint32_t p = 0; p < m_over.size(); ++p) {
        out[m_over.node[p]] = at[p];
    }
    return out;
}

}  // namespace jt::network
