#include "network/criticality/link_effects.hpp"

#include "base/parallel.hpp"
#include "base/pool.hpp"
#include "network/criticality/closure.hpp"
#include "network/graph/road_links.hpp"
#include "network/reach/compressed_rows.hpp"
#include "network/sorted.hpp"

#include <algorithm>

namespace jt::network {
namespace {

constexpr std::size_t kAtATime = 16;  ///< origins between two reports

using Row = std::vector<std::uint32_t>;

using Workers = base::Pool<ClosedSearch>;

Workers workers_on(const StreetIndex& index) {
    return Workers([&index] { return std::make_unique<ClosedSearch>(index); });
}

class Evaluator {
public:
    Evaluator(const Points& origins, const Points& destinations, const Indicator& indicator)
        : m_origins(origins), m_destinations(destinations), m_indicator(indicator) {}

    /// Rows of all origins in a network.
    std::vector<Row> rows(const Network& network) const {
        const StreetIndex index(network, m_destinations.places);
        Workers workers = workers_on(index);
        std::vector<Row> out(m_origins.places.size());
        base::parallel_blocks(out.size(), 1, [&](std::size_t o, std::size_t) {
            workers.with([&](ClosedSearch& search) { search.row(m_origins.places[o], out[o]); });
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
            m_values.push_back(value(m_base[o], m_base[o]));
        }
    }
    const std::vector<double>& values() const { return m_values; }

    /// What one origin adds, before its weight: its row now, and in the network as it is.
    double value(const Row& base, const Row& row) const {
        double sum = 0;
        for (std::size_t d = 0; d < row.size(); ++d) {
            const std::uint32_t before = base[d];
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
        const std::vector<Row> rows = this->rows(network);
        std::vector<double> values;
        for (std::size_t o = 0; o < rows.size(); ++o) {
            values.push_back(value(m_base[o], rows[o]));
            compare(o, rows[o], effect);
        }
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

/// What one unit does to one origin.
struct Changed {
    std::uint32_t unit = 0, origin = 0;
    double value = 0;
    std::uint64_t cut_pairs = 0;
};

/// Closes units for one origin after the other: those with a link that its ways depend on.
class Closer {
public:
    Closer(const Network& network, const Points& origins, const Points& destinations,
           Evaluator& evaluator, const std::vector<Row>& units)
        : m_origins(origins),
          m_evaluator(evaluator),
          m_units(units),
          m_index(network, destinations.places),
          m_workers(workers_on(m_index)) {
        in_rows(network.topology().links.size(), m_first_unit, m_unit, [&](const auto& add) {
            for (std::uint32_t u = 0; u < units.size(); ++u) {
                if (!rides(network, units[u])) {
                    for (const std::uint32_t link : units[u]) {
                        add(link, u);
                    }
                }
            }
        });
    }

    std::vector<LinkEffect> run(const base::Progress& progress) {
        const std::size_t origins = m_origins.places.size();
        std::vector<Row> rows(origins);
        std::vector<std::vector<Changed>> changed(origins);
        for (std::size_t first = 0; first < origins; first += kAtATime) {
            const std::size_t count = std::min(kAtATime, origins - first);
            base::parallel_blocks(count, 1, [&](std::size_t begin, std::size_t) {
                m_workers.with([&](ClosedSearch& search) {
                    const std::size_t o = first + begin;
                    changed[o] = one_origin(static_cast<std::uint32_t>(o), search, rows[o]);
                });
            });
            progress.at(0.99 * static_cast<double>(first + count) / static_cast<double>(origins),
                        "criticality");
        }
        m_evaluator.set_base(std::move(rows));
        return gathered(changed);
    }

private:
    std::vector<Changed> one_origin(std::uint32_t origin, ClosedSearch& search, Row& row) {
        Row used, units;
        search.row(m_origins.places[origin], row, &used);
        for (const std::uint32_t link : used) {
            units.insert(units.end(), m_unit.begin() + m_first_unit[link],
                         m_unit.begin() + m_first_unit[link + 1]);
        }
        sort_unique(units);
        std::vector<Changed> out;
        Row costs;
        for (const std::uint32_t unit : units) {
            base::check_cancel();
            costs = row;
            search.close(m_units[unit]);
            search.mended_row(costs);
            search.reopen();
            Changed one{unit, origin, m_evaluator.value(row, costs), 0};
            for (std::size_t d = 0; d < row.size(); ++d) {
                one.cut_pairs += row[d] != kClosed && costs[d] == kClosed ? 1 : 0;
            }
            out.push_back(one);
        }
        return out;
    }

    /// The effect of each unit, its origins in their order.
    std::vector<LinkEffect> gathered(const std::vector<std::vector<Changed>>& changed) const {
        std::vector<Changed> all;
        for (const auto& of_origin : changed) {
            all.insert(all.end(), of_origin.begin(), of_origin.end());
        }
        std::ranges::stable_sort(all, {}, &Changed::unit);
        std::vector<LinkEffect> out(m_units.size());
        auto next = all.begin();
        for (std::uint32_t u = 0; u < out.size(); ++u) {
            std::vector<double> values = m_evaluator.values();
            for (; next != all.end() && next->unit == u; ++next) {
                values[next->origin] = next->value;
                out[u].cut_pairs += next->cut_pairs;
                ++out[u].searches;
            }
            out[u].value = m_evaluator.all(values);
        }
        return out;
    }

    const Points& m_origins;
    Evaluator& m_evaluator;
    const std::vector<Row>& m_units;
    const StreetIndex m_index;
    Workers m_workers;
    std::vector<std::uint32_t> m_first_unit, m_unit;  ///< units of each link
};

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
    LinkEffects out;
    out.units = Closer(network, origins, destinations, evaluator, units).run(progress);
    out.before = evaluator.all(evaluator.values());
    for (std::size_t u = 0; u < units.size(); ++u) {
        // A line's closing changes where other lines are boarded: no short cut there.
        if (rides(network, units[u])) {
            out.units[u] = evaluator.anew(*with_word(network, units[u], Word::closed));
        }
    }
    progress.at(1, "criticality");
    return out;
}

LinkEffects opening_effects(const Network& network, const Points& origins,
                            const Points& destinations, const Indicator& indicator,
                            const std::vector<Row>& units, const base::Progress& progress) {
    Evaluator evaluator(origins, destinations, indicator);
    evaluator.set_base(evaluator.rows(network));
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
