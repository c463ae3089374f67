#include "network/hierarchy/customise.hpp"
#include "network/hierarchy/relax.hpp"

#include <queue>
#include <utility>

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
    bool has(std::uint32_t number) const { return m_in[number]; }
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

/// Beyond this share of the places (one in so many), which are mostly the dear ones near the top,
/// all anew and side by side is quicker; for so few it does not matter.
constexpr std::size_t kShare = 32, kFew = 1000;

class Renewal {
public:
    Renewal(const Customizable& over, std::span<const Arc> arcs, Metric& metric)
        : m_over(over),
          m_arcs(arcs),
          m_metric(metric),
          m_rising(over.size()),
          m_sinking(over.size()),
          m_slots(over.size(), 0) {}

    /// Says no when so much changes that it gave up; then the metric is of no use.
    bool run(const std::vector<std::uint32_t>& changed) {
        for (const std::uint32_t arc : changed) {
            m_rising.add(m_over.tail[arc]);
        }
        const std::size_t most = std::max<std::size_t>(m_over.size() / kShare, kFew);
        while (!m_rising.empty()) {
            rise(m_rising.take());
            if (m_rising.added() > most) {
                return false;
            }
        }
        while (!m_sinking.empty()) {
            sink(mirrored(m_sinking.take()));
            if (m_sinking.added() > most) {
                return false;
            }
        }
        return true;
    }

private:
    /// From the lowest place up: when its turn comes, all below are right.
    void rise(std::uint32_t place) {
        keep(place, m_metric.basic);
        basic_place(m_over, place, m_arcs, m_slots, m_metric.basic);
        const std::uint32_t first = m_over.up_first[place];
        bool any = false;
        for (std::uint32_t i = 0; i < m_before.size(); ++i) {
            if (!(m_before[i] == m_metric.basic[first + i])) {
                any = true;
                pass_up(first + i, m_before[i], m_metric.basic[first + i]);
            }
        }
        if (any) {
            m_sinking.add(mirrored(place));
        }
    }

    /// To the arcs that lie across the triangles below which this one is.
    void pass_up(std::uint32_t arc, const TwoWay& before, const TwoWay& now) {
        const std::uint32_t low = m_over.tail[arc], end = m_over.up_to[arc];
        for (std::uint32_t b = m_over.up_first[low]; b < m_over.up_first[low + 1]; ++b) {
            const std::uint32_t other = m_over.up_to[b];
            if (b == arc || m_rising.has(std::max(end, other))) {
                continue;
            }
            const std::uint32_t across = m_over.arc_of(std::max(end, other), std::min(end, other));
            TwoWay cost = m_metric.basic[across];
            if (end < other) {  // as seen from `end`
                std::swap(cost.up, cost.down);
            }
            const TwoWay was = m_before[b - m_over.up_first[low]], is = m_metric.basic[b];
            if (touched(cost.up, plus(before.down, was.up), plus(now.down, is.up)) ||
                touched(cost.down, plus(was.down, before.up), plus(is.down, now.up))) {
                m_rising.add(std::max(end, other));
            }
        }
    }

    /// From the highest place down, by what the places above now say.
    void sink(std::uint32_t place) {
        keep(place, m_metric.perfect);
        perfect_place(m_over, place, m_slots, m_metric);
        const std::uint32_t first = m_over.up_first[place];
        if (std::equal(m_before.begin(), m_before.end(), m_metric.perfect.begin() + first)) {
            return;
        }
        triangles_below(
            m_over, place, m_slots, [&](std::uint32_t a, std::uint32_t b, std::uint32_t arc) {
                const TwoWay& before = m_before[arc - first];
                const TwoWay& now = m_metric.perfect[arc];
                const std::uint32_t below = mirrored(m_over.tail[a]);
                if (!(before == now) && !m_sinking.has(below) && sinks(a, b, before, now)) {
                    m_sinking.add(below);
                }
            });
    }

    /// May the arcs a and b of a place change with the one across?
    bool sinks(std::uint32_t a, std::uint32_t b, const TwoWay& before, const TwoWay& now) const {
        const TwoWay to_low = m_metric.basic[a], to_high = m_metric.basic[b];
        const TwoWay low = m_metric.perfect[a], high = m_metric.perfect[b];
        return touched(high.up, plus(to_low.up, before.up), plus(to_low.up, now.up)) ||
               touched(high.down, plus(before.down, to_low.down), plus(now.down, to_low.down)) ||
               touched(low.up, plus(to_high.up, before.down), plus(to_high.up, now.down)) ||
               touched(low.down, plus(before.up, to_high.down), plus(now.up, to_high.down));
    }

    void keep(std::uint32_t place, const std::vector<TwoWay>& costs) {
        m_before.assign(costs.begin() + m_over.up_first[place],
                        costs.begin() + m_over.up_first[place + 1]);
    }

    /// The largest number comes first: for places, the smallest must.
    std::uint32_t mirrored(std::uint32_t place) const { return m_over.size() - 1 - place; }

    const Customizable& m_over;
    std::span<const Arc> m_arcs;
    Metric& m_metric;
    Waiting m_rising, m_sinking;
    Slots m_slots;
    std::vector<TwoWay> m_before;  ///< costs of the arcs of the place in hand
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
