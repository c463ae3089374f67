#include "network/criticality/link_effects.hpp"

#include "base/parallel.hpp"
#include "network/criticality/closure.hpp"
#include "network/graph/road_links.hpp"
#include "network/pool.hpp"
#include "network/sorted.hpp"

#include <algorithm>

namespace jt::network {
namespace {

constexpr std::size_t kAtATime = 256;  ///< units between two reports

using Row = std::vector<std::uint32_t>;

using Workers = Pool<ClosedSearch>;

Workers workers_on(const StreetIndex& index) {
    return Workers([&index] { return std::make_unique<ClosedSearch>(index); });
}

class Evaluator {
public:
    Evaluator(const Points& origins, const Points& destinations, const Indicator& indicator)
        : m_origins(origins), m_destinations(destinations), m_indicator(indicator) {}

    /// Rows of all origins in a network, with the links that each depends on where asked for.
    std::vector<Row> rows(const Network& network, std::vector<Row>* used) const {
        const StreetIndex index(network);
        Workers workers = workers_on(index);
        std::vector<Row> out(m_origins.places.size());
        base::parallel_blocks(out.size(), 1, [&](std::size_t begin, std::size_t end) {
            workers.with([&](ClosedSearch& search) {
                for (std::size_t o = begin; o < end; ++o) {
                    search.row(m_origins.places[o], m_destinations.places, out[o],
                               used != nullptr ? &(*used)[o] : nullptr);
                }
            });
        });
        return out;
    }

    void set_base(std::vector<Row> base) {
        m_base = std::move(base);
        m_total = 0;
        m_values.clear();
        for (std::size_t o = 0; o < m_base.size(); ++o) {
            double sum = 0;
            for (std::size_t d = 0; d < m_base[o].size(); ++d) {
                sum += m_base[o][d] != kClosed ? m_indicator.destination_weights[d] : 0;
            }
            m_total += m_indicator.origin_weights[o] * sum;
            m_values.push_back(value(o, m_base[o]));
        }
    }
    const std::vector<Row>& base() const { return m_base; }
    const std::vector<double>& values() const { return m_values; }

    /// What one origin's row adds, before its weight.
    double value(std::size_t origin, const Row& row) const {
        double sum = 0;
        for (std::size_t d = 0; d < row.size(); ++d) {
            const std::uint32_t before = m_base[origin][d];
            double counted = 0;
            if (m_indicator.kind == Indicator::Kind::opportunities) {
                counted = row[d] != kClosed && row[d] <= m_indicator.threshold_ms ? 1 : 0;
            } else if (before != kClosed) {
                counted = row[d] != kClosed ? row[d] : std::max(m_indicator.lost_ms, before);
            }
            sum += m_indicator.destination_weights[d] * counted;
        }
        return sum;
    }

    double all(const std::vector<double>& values) const {
        double sum = 0;
        for (std::size_t o = 0; o < values.size(); ++o) {
            sum += m_indicator.origin_weights[o] * values[o];
        }
        return m_indicator.kind == Indicator::Kind::mean_time ? sum / m_total : sum;
    }

    void compare(std::size_t origin, const Row& row, LinkEffect& effect) const {
        for (std::size_t d = 0; d < row.size(); ++d) {
            const bool before = m_base[origin][d] != kClosed, after = row[d] != kClosed;
            effect.cut_pairs += before && !after ? 1 : 0;
            effect.joined_pairs += !before && after ? 1 : 0;
        }
        ++effect.searches;
    }

    LinkEffect anew(const Network& network) const {
        LinkEffect effect;
        const std::vector<Row> rows = this->rows(network, nullptr);
        std::vector<double> values;
        for (std::size_t o = 0; o < rows.size(); ++o) {
            values.push_back(value(o, rows[o]));
            compare(o, rows[o], effect);
        }
        effect.value = all(values);
        return effect;
    }

    LinkEffect closed(ClosedSearch& search, const std::vector<std::uint32_t>& links,
                      const std::vector<std::uint32_t>& affected) const {
        LinkEffect effect;
        std::vector<double> values = m_values;
        Row row;
        search.close(links);
        for (const std::uint32_t origin : affected) {
            search.row(m_origins.places[origin], m_destinations.places, row);
            values[origin] = value(origin, row);
            compare(origin, row, effect);
        }
        search.reopen();
        effect.value = all(values);
        return effect;
    }

private:
    const Points &m_origins, &m_destinations;
    const Indicator& m_indicator;
    std::vector<Row> m_base;
    std::vector<double> m_values;
    double m_total = 0;
};

bool rides(const Network& network, const std::vector<std::uint32_t>& links) {
    return std::ranges::any_of(links, [&](std::uint32_t link) {
        return (network.topology().links[link].flags & kRide) != 0;
    });
}

/// Origins that depend on each link, ascending.
std::vector<Row> origins_of(std::size_t links, const std::vector<Row>& used) {
    std::vector<Row> out(links);
    for (std::uint32_t o = 0; o < used.size(); ++o) {
        for (const std::uint32_t link : used[o]) {
            out[link].push_back(o);
        }
    }
    return out;
}

}  // namespace

std::shared_ptr<const Network> with_word(const Network& network,
                                         const std::vector<std::uint32_t>& links, Word word) {
    ScenarioState state = network.state();
    for (const std::uint32_t link : links) {
        state.word[link] = static_cast<std::uint8_t>(word);
    }
    return std::make_shared<Network>(network.shared_topology(), std::move(state));
}

LinkEffects closing_effects(const Network& network, const Points& origins,
                            const Points& destinations, const Indicator& indicator,
                            const std::vector<Row>& units, const base::Progress& progress) {
    progress.at(0, "criticality");
    Evaluator evaluator(origins, destinations, indicator);
    std::vector<Row> used(origins.places.size());
    evaluator.set_base(evaluator.rows(network, &used));
    const std::vector<Row> by_link = origins_of(network.topology().links.size(), used);
    LinkEffects out;
    out.before = evaluator.all(evaluator.values());
    out.units.resize(units.size());
    const StreetIndex index(network);
    Workers workers = workers_on(index);
    for (std::size_t first = 0; first < units.size(); first += kAtATime) {
        const std::size_t count = std::min(kAtATime, units.size() - first);
        base::parallel_blocks(count, 4, [&](std::size_t begin, std::size_t end) {
            workers.with([&](ClosedSearch& search) {
                for (std::size_t u = first + begin; u < first + end; ++u) {
                    Row affected;
                    for (const std::uint32_t link : units[u]) {
                        affected.insert(affected.end(), by_link[link].begin(), by_link[link].end());
                    }
                    sort_unique(affected);
                    // A line's closing changes where other lines are boarded: no short cut there.
                    out.units[u] = rides(network, units[u])
                                       ? evaluator.anew(*with_word(network, units[u], Word::closed))
                                       : evaluator.closed(search, units[u], affected);
                }
            });
        });
        progress.at(static_cast<double>(first + count) / static_cast<double>(units.size()),
                    "criticality");
    }
    return out;
}

LinkEffects opening_effects(const Network& network, const Points& origins,
                            const Points& destinations, const Indicator& indicator,
                            const std::vector<Row>& units, const base::Progress& progress) {
    Evaluator evaluator(origins, destinations, indicator);
    evaluator.set_base(evaluator.rows(network, nullptr));
    LinkEffects out;
    out.before = evaluator.all(evaluator.values());
    for (std::size_t u = 0; u < units.size(); ++u) {
        progress.at(static_cast<double>(u) / static_cast<double>(units.size()), "candidates");
        out.units.push_back(evaluator.anew(*with_word(network, units[u], Word::opened)));
    }
    progress.at(1, "candidates");
    return out;
}

}  // namespace jt::network
