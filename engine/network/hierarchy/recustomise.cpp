#include "network/hierarchy/customise.hpp"
#include "network/hierarchy/relax.hpp"

#include <queue>

namespace jt::network {
namespace {

/// Numbers that wait for their turn, each once, the largest first.
class Waiting {
public:
    explicit Waiting(std::size_t numbers) : m_in(numbers, false) {}
    void add(std::uint32_t number) {
        if (!m_in[number]) {
            m_in[number] = true;
            m_queue.push(number);
            ++m_added;
        }
    }
    bool empty() const { return m_queue.empty(); }
    std::uint32_t take() {
        const std::uint32_t number = m_queue.top();
        m_queue.pop();
        m_in[number] = false;
        return number;
    }
    std::size_t added() const { return m_added; }

private:
    std::vector<bool> m_in;
    std::priority_queue<std::uint32_t> m_queue;
    std::size_t m_added = 0;
};

/// May a cost change when one that it can be made of goes from `before` to `now`? It may when it
/// was that cheap before, or would be cheaper now.
bool touched(std::uint32_t cost, std::uint32_t before, std::uint32_t now) {
    return before != now && ((before == cost && cost < kFar) || now < cost);
}

/// Many changes reach most of the map: then all anew, side by side, is quicker.
constexpr std::size_t kShare = 8;

class Renewal {
public:
    Renewal(const Customizable& over, std::span<const Arc> arcs, Metric& metric)
        : m_over(over), m_arcs(arcs), m_metric(metric), m_places(over.size()) {}

    /// Says no when so much changes that it gave up; then the metric is of no use.
    bool run(const std::vector<std::uint32_t>& changed) { return upwards(changed) && downwards(); }

private:
    /// Arcs from the lowest up: when one comes, all that it is made of are right.
    bool upwards(const std::vector<std::uint32_t>& changed) {
        Waiting waiting(m_over.arcs());
        for (const std::uint32_t arc : changed) {
            waiting.add(arc);
        }
        while (!waiting.empty()) {
            if (waiting.added() > m_over.arcs() / kShare) {
                return false;
            }
            const std::uint32_t arc = waiting.take();
            TwoWay now = given_cost(m_over, m_arcs, arc);
            m_over.below(arc, [&](std::uint32_t a, std::uint32_t b) {
                relax_lower(now, m_metric.basic[a], m_metric.basic[b]);
                return true;
            });
            const TwoWay before = std::exchange(m_metric.basic[arc], now);
            if (!(before == now)) {
                m_places.add(mirrored(m_over.tail[arc]));
                pass_up(arc, before, now, waiting);
            }
        }
        return true;
    }

    /// The arcs that lie across the triangles below which this one is.
    void pass_up(std::uint32_t arc, const TwoWay& before, const TwoWay& now, Waiting& waiting) {
        const std::uint32_t low = m_over.tail[arc], end = m_over.up_to[arc];
        for (std::uint32_t b = m_over.up_first[low]; b < m_over.up_first[low + 1]; ++b) {
            const std::uint32_t other = m_over.up_to[b];
            if (b == arc) {
                continue;
            }
            const std::uint32_t across = m_over.arc_of(std::max(end, other), std::min(end, other));
            TwoWay cost = m_metric.basic[across];
            if (end < other) {  // as seen from `end`
                std::swap(cost.up, cost.down);
            }
            const TwoWay side = m_metric.basic[b];
            if (touched(cost.up, plus(before.down, side.up), plus(now.down, side.up)) ||
                touched(cost.down, plus(side.down, before.up), plus(side.down, now.up))) {
                waiting.add(across);
            }
        }
    }

    /// Places from the highest down, by what the places above now say.
    bool downwards() {
        Slots slots(m_over.size(), 0);
        std::vector<TwoWay> before;
        while (!m_places.empty()) {
            if (m_places.added() > m_over.size() / kShare) {
                return false;
            }
            const std::uint32_t place = mirrored(m_places.take());
            const auto first = m_metric.perfect.begin() + m_over.up_first[place];
            before.assign(first, m_metric.perfect.begin() + m_over.up_first[place + 1]);
            perfect_place(m_over, place, slots, m_metric);
            for (std::uint32_t i = 0; i < before.size(); ++i) {
                const std::uint32_t arc = m_over.up_first[place] + i;
                if (!(before[i] == m_metric.perfect[arc])) {
                    pass_down(arc, before[i], m_metric.perfect[arc]);
                }
            }
        }
        return true;
    }

    /// The places below both ends of an arc whose ways may take it.
    void pass_down(std::uint32_t arc, const TwoWay& before, const TwoWay& now) {
        m_over.below(arc, [&](std::uint32_t a, std::uint32_t b) {
            const TwoWay to_low = m_metric.basic[a], to_high = m_metric.basic[b];
            const TwoWay low = m_metric.perfect[a], high = m_metric.perfect[b];
            if (touched(high.up, plus(to_low.up, before.up), plus(to_low.up, now.up)) ||
                touched(high.down, plus(before.down, to_low.down), plus(now.down, to_low.down)) ||
                touched(low.up, plus(to_high.up, before.down), plus(to_high.up, now.down)) ||
                touched(low.down, plus(before.up, to_high.down), plus(now.up, to_high.down))) {
                m_places.add(mirrored(m_over.tail[a]));
            }
            return true;
        });
    }

    /// The largest number comes first: for places, the smallest must.
    std::uint32_t mirrored(std::uint32_t place) const { return m_over.size() - 1 - place; }

    const Customizable& m_over;
    std::span<const Arc> m_arcs;
    Metric& m_metric;
    Waiting m_places;
};

}  // namespace

void recustomise(const Customizable& over, std::span<const Arc> before, std::span<const Arc> arcs,
                 Metric& metric) {
    std::vector<std::uint32_t> changed;
    for (std::size_t a = 0; a < arcs.size(); ++a) {
        if (before[a].cost != arcs[a].cost && over.over[a] != Customizable::kNoArc) {
            changed.push_back(over.over[a]);
        }
    }
    if (!Renewal(over, arcs, metric).run(changed)) {
        metric = customise(over, arcs);
    }
}

}  // namespace jt::network
