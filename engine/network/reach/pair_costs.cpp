#include "network/reach/pair_costs.hpp"

#include "base/parallel.hpp"
#include "network/hierarchy/sweep.hpp"
#include "network/reach/arrival.hpp"
#include "network/reach/cost_rows.hpp"

#include <algorithm>
#include <numeric>

namespace jt::network {
namespace {

class PairCosts {
public:
    PairCosts(const Network& network, const Points& origins, const Points& destinations,
              const std::vector<Pair>& pairs, std::uint32_t cutoff_ms)
        : m_network(network),
          m_origins(origins),
          m_destinations(destinations),
          m_pairs(pairs),
          m_cutoff(cutoff_ms),
          m_out(pairs.size(), layer::kOffNetwork),
          m_exits(destinations.places.size()) {
        group();
    }

    std::vector<std::uint32_t> run(const Hierarchy* hierarchy) {
        std::vector<std::uint32_t> to_search = m_groups;
        if (hierarchy != nullptr) {
            to_search = sweep(*hierarchy);
        }
        search(to_search);
        return std::move(m_out);
    }

private:
    /// Pairs in the order of their origins; groups of one origin begin at m_groups. Those without
    /// a connector stay off the network.
    void group() {
        for (std::uint32_t p = 0; p < m_pairs.size(); ++p) {
            if (!m_origins.places[m_pairs[p].origin].connectors.empty() &&
                !m_destinations.places[m_pairs[p].destination].connectors.empty()) {
                m_order.push_back(p);
            }
        }
        std::stable_sort(m_order.begin(), m_order.end(), [&](std::uint32_t a, std::uint32_t b) {
            return m_pairs[a].origin < m_pairs[b].origin;
        });
        for (std::uint32_t i = 0; i < m_order.size(); ++i) {
            if (i == 0 || origin_of(i) != origin_of(i - 1)) {
                m_groups.push_back(i);
            }
            auto& gates = m_exits[m_pairs[m_order[i]].destination];
            if (gates.empty()) {
                gates = exits(m_network, m_destinations.places[m_pairs[m_order[i]].destination]);
            }
        }
    }

    std::uint32_t origin_of(std::size_t i) const { return m_pairs[m_order[i]].origin; }

    template <class Body>
    void each_pair(std::uint32_t begin, const Body& body) const {
        for (std::uint32_t i = begin; i < m_order.size() && origin_of(i) == origin_of(begin); ++i) {
            const std::uint32_t destination = m_pairs[m_order[i]].destination;
            body(m_order[i], m_destinations.places[destination], m_exits[destination]);
        }
    }

    void search(const std::vector<std::uint32_t>& groups) {
        SearchPool pool(m_network);
        base::parallel_blocks(groups.size(), 1, [&](std::size_t first, std::size_t last) {
            pool.with([&](Search& search) {
                for (std::size_t g = first; g < last; ++g) {
                    search_group(search, groups[g]);
                }
            });
        });
    }

    void search_group(Search& search, std::uint32_t begin) {
        const Place& origin = m_origins.places[origin_of(begin)];
        start_from(search, m_network, origin);
        each_pair(begin, [&](std::uint32_t, const Place&, const std::vector<Gate>& gates) {
            for (const Gate& gate : gates) {
                search.add_target(gate.state);
            }
        });
        search.run(std::min(m_cutoff, layer::kMaxCost - 1));
        each_pair(begin, [&](std::uint32_t p, const Place& place, const std::vector<Gate>& gates) {
            const Arrival best = arrive(search, m_network, origin, place, gates);
            m_out[p] = best.ms != kClosed ? (best.ms > m_cutoff ? layer::kCutOff : best.ms)
                       : search.limited() && !gates.empty() ? layer::kCutOff
                                                            : layer::kUnreachable;
        });
    }

    /// Gives the groups that have a pair without a way.
    std::vector<std::uint32_t> sweep(const Hierarchy& hierarchy) {
        std::vector<std::vector<Start>> starts;
        std::vector<std::uint32_t> targets, open;
        std::vector<std::uint8_t> missing(m_groups.size(), 0);
        for (const std::uint32_t begin : m_groups) {
            starts.emplace_back();
            for (const Gate& gate : entries(m_network, m_origins.places[origin_of(begin)])) {
                starts.back().push_back({gate.state, gate.ms});
            }
        }
        for (const auto& gates : m_exits) {
            for (const Gate& gate : gates) {
                targets.push_back(gate.state);
            }
        }
        const Downward downward(hierarchy, targets);
        sweep_blocks(downward, starts,
                     [&](const Sweep& sweep, std::span<const std::uint32_t> numbers) {
                         for (std::size_t lane = 0; lane < numbers.size(); ++lane) {
                             missing[numbers[lane]] =
                                 take_lane(sweep, lane, m_groups[numbers[lane]]) ? 0 : 1;
                         }
                     });
        for (std::size_t g = 0; g < m_groups.size(); ++g) {
            if (missing[g] != 0) {
                open.push_back(m_groups[g]);
            }
        }
        return open;
    }

    bool take_lane(const Sweep& sweep, std::size_t lane, std::uint32_t begin) {
        const Place& origin = m_origins.places[origin_of(begin)];
        bool whole = true;
        each_pair(begin, [&](std::uint32_t p, const Place& place, const std::vector<Gate>& gates) {
            Arrival best = arrive_along(m_network, origin, place);
            if (!best.same_place) {
                best = arrive_through(gates, best, [&](std::uint32_t g) {
                    const std::uint32_t cost = sweep.costs(gates[g].state)[lane];
                    return cost < kFar ? cost : kClosed;
                });
            }
            m_out[p] = best.ms > m_cutoff ? layer::kCutOff : best.ms;
            whole = whole && best.ms != kClosed;
        });
        return whole;
    }

    const Network& m_network;
    const Points &m_origins, &m_destinations;
    const std::vector<Pair>& m_pairs;
    std::uint32_t m_cutoff;
    std::vector<std::uint32_t> m_out, m_order, m_groups;
    std::vector<std::vector<Gate>> m_exits;  ///< of the destinations that stand in pairs
};

}  // namespace

std::vector<std::uint32_t> pair_costs(const Network& network, const Points& origins,
                                      const Points& destinations, const std::vector<Pair>& pairs,
                                      std::uint32_t cutoff_ms,
                                      const std::shared_ptr<const Hierarchy>& hierarchy,
                                      const base::Progress& progress) {
    progress.at(0, "pairs");
    auto out = PairCosts(network, origins, destinations, pairs, cutoff_ms).run(hierarchy.get());
    progress.at(1, "pairs");
    return out;
}

namespace {

/// Statuses from the one that says most.
int rank_of(std::uint32_t status) {
    return status == layer::kCutOff ? 0 : status == layer::kUnreachable ? 1 : 2;
}

class NearestFew {
public:
    NearestFew(const Points& origins, const Points& destinations, std::size_t k, bool with_itself)
        : m_origins(origins), m_destinations(destinations), m_k(k), m_with_itself(with_itself) {}

    void take(std::uint32_t origin, const std::uint32_t* row) {
        m_columns.clear();
        std::uint32_t status = m_destinations.places.empty() ? layer::kUnreachable : 0;
        for (std::uint32_t c = 0; c < m_destinations.places.size(); ++c) {
            if (!m_with_itself && m_destinations.ids[c] == m_origins.ids[origin]) {
                continue;
            }
            if (row[c] <= layer::kMaxCost) {
                m_columns.push_back(c);
            } else if (status == 0 || rank_of(row[c]) < rank_of(status)) {
                status = row[c];
            }
        }
        const std::size_t count = std::min(m_k, m_columns.size());
        std::partial_sort(m_columns.begin(), m_columns.begin() + static_cast<std::ptrdiff_t>(count),
                          m_columns.end(), [&](std::uint32_t a, std::uint32_t b) {
                              return row[a] != row[b] ? row[a] < row[b] : a < b;
                          });
        for (std::size_t i = 0; i < count; ++i) {
            m_out.pairs.push_back({origin, m_columns[i]});
            m_out.ms.push_back(row[m_columns[i]]);
        }
        m_out.status.push_back(count > 0 ? 0 : status == 0 ? layer::kUnreachable : status);
    }
    KNearest out() { return std::move(m_out); }

private:
    const Points &m_origins, &m_destinations;
    std::size_t m_k;
    bool m_with_itself;
    std::vector<std::uint32_t> m_columns;
    KNearest m_out;
};

}  // namespace

KNearest nearest_few(const Network& network, const Points& origins, const Points& destinations,
                     std::size_t k, bool with_itself, std::uint32_t cutoff_ms,
                     const std::shared_ptr<const Hierarchy>& hierarchy,
                     const base::Progress& progress) {
    const CostRows costs(network, origins, destinations, cutoff_ms, hierarchy);
    NearestFew few(origins, destinations, k, with_itself);
    std::vector<std::uint32_t> block;
    const std::size_t size = origins.places.size();
    for (std::size_t begin = 0; begin < size; begin += kRowsAtOnce) {
        const std::size_t end = std::min(size, begin + kRowsAtOnce);
        block.resize((end - begin) * costs.columns());
        costs.rows(begin, end, block.data());
        for (std::size_t row = begin; row < end; ++row) {
            few.take(static_cast<std::uint32_t>(row),
                     block.data() + (row - begin) * costs.columns());
        }
        progress.at(static_cast<double>(end) / static_cast<double>(size), "matrix");
    }
    return few.out();
}

}  // namespace jt::network
