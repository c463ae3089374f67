#include "network/access/reverse_sweep.hpp"

#include "base/parallel.hpp"
#include "network/access/keyed.hpp"
#include "network/reach/reverse.hpp"

#include <algorithm>
#include <span>

namespace jt::network {
namespace {

constexpr std::size_t kCostsHeld = 16U << 20;  // of 4 bytes
constexpr std::size_t kNobody = ~std::size_t{0};

class Sweep {
public:
    Sweep(const Network& network, const Points& origins, const Points& destinations,
          std::uint32_t limit, bool with_itself, Sums& sums)
        : m_network(network),
          m_origins(origins),
          m_destinations(destinations),
          m_limit(limit),
          m_with_itself(with_itself),
          m_sums(sums),
          m_reverse(transpose(network)),
          m_entries(origins.places.size()),
          m_nearest(origins.places.size()),
          m_best(origins.places.size(), kNobody) {
        base::parallel_blocks(m_entries.size(), 256, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                m_entries[i] = entries(network, origins.places[i]);
            }
        });
        for (std::uint32_t i = 0; i < origins.places.size(); ++i) {
            for (const Connector& connector : origins.places[i].connectors) {
                m_on_edge.emplace_back(connector.edge, i);
            }
        }
        std::sort(m_on_edge.begin(), m_on_edge.end());
    }

    std::vector<Nearest> run(const base::Progress& progress) {
        const std::size_t rows = m_origins.places.size(), columns = m_destinations.places.size();
        const std::vector<std::size_t> order = by_id(m_destinations.ids);
        mark_off();
        const std::size_t block =
            std::clamp<std::size_t>(kCostsHeld / std::max<std::size_t>(rows, 1), 1, 1024);
        SearchPool pool(m_reverse.first, m_reverse.arcs);
        std::vector<std::uint32_t> costs(std::min(block, columns) * rows);
        for (std::size_t first = 0; first < columns; first += block) {
            progress.at(static_cast<double>(first) / static_cast<double>(columns), "opportunities");
            const std::size_t count = std::min(block, columns - first);
            base::parallel_blocks(count, 1, [&](std::size_t begin, std::size_t end) {
                pool.with([&](Search& search) {
                    for (std::size_t i = begin; i < end; ++i) {
                        search_from(search, m_destinations.places[order[first + i]],
                                    std::span(costs).subspan(i * rows, rows));
                    }
                });
            });
            base::parallel_blocks(rows, 64, [&](std::size_t begin, std::size_t end) {
                for (std::size_t row = begin; row < end; ++row) {
                    for (std::size_t i = 0; i < count; ++i) {
                        add(row, order[first + i], costs[i * rows + row]);
                    }
                }
            });
        }
        progress.at(1, "opportunities");
        return std::move(m_nearest);
    }

private:
    void mark_off() {
        const bool any = std::any_of(m_destinations.places.begin(), m_destinations.places.end(),
                                     [](const Place& place) { return !place.connectors.empty(); });
        for (std::size_t i = 0; i < m_nearest.size(); ++i) {
            const bool off =
                m_origins.places[i].connectors.empty() || (!any && !m_destinations.places.empty());
            m_nearest[i].ms = off ? layer::kOffNetwork : layer::kCutOff;
        }
    }

    /// The same as depart() for every origin, but only origins on an edge of the destination are
    /// held against it.
    void search_from(Search& search, const Place& destination, std::span<std::uint32_t> costs) {
        std::fill(costs.begin(), costs.end(), kClosed);
        if (destination.connectors.empty()) {
            return;
        }
        start_towards(search, m_network, destination);
        search.run(m_limit);
        for (std::size_t i = 0; i < costs.size(); ++i) {
            costs[i] = through_gates(search, m_entries[i]);
        }
        for (const Connector& connector : destination.connectors) {
            const auto edge = std::equal_range(
                m_on_edge.begin(), m_on_edge.end(), std::pair(connector.edge, std::uint32_t{0}),
                [](const auto& a, const auto& b) { return a.first < b.first; });
            for (auto it = edge.first; it != edge.second; ++it) {
                costs[it->second] = depart(search, m_network, m_origins.places[it->second],
                                           m_entries[it->second], destination);
            }
        }
        for (std::size_t i = 0; i < costs.size(); ++i) {
            const Place& origin = m_origins.places[i];
            if (!origin.connectors.empty() && origin.x == destination.x &&
                origin.y == destination.y) {
                costs[i] = 0;
            }
        }
    }

    void add(std::size_t row, std::size_t column, std::uint32_t ms) {
        if (ms > m_limit || (!m_with_itself && m_origins.ids[row] == m_destinations.ids[column])) {
            return;
        }
        m_sums.add(row, column, ms);
        std::size_t& best = m_best[row];  // of equal costs the first destination, as nearest()
        if (best == kNobody || ms < m_nearest[row].ms ||
            (ms == m_nearest[row].ms && column < best)) {
            best = column;
            m_nearest[row] = {m_destinations.ids[column], ms};
        }
    }

    const Network& m_network;
    const Points &m_origins, &m_destinations;
    std::uint32_t m_limit;
    bool m_with_itself;
    Sums& m_sums;
    Reverse m_reverse;
    std::vector<std::vector<Gate>> m_entries;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> m_on_edge;  ///< edge, origin; sorted
    std::vector<Nearest> m_nearest;
    std::vector<std::size_t> m_best;  ///< destination of each in m_nearest
};

}  // namespace

std::vector<Nearest> sweep_back(const Network& network, const Points& origins,
                                const Points& destinations, std::uint32_t limit_ms,
                                bool with_itself, Sums& sums, const base::Progress& progress) {
    return Sweep(network, origins, destinations, limit_ms, with_itself, sums).run(progress);
}

}  // namespace jt::network
