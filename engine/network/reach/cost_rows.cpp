#include "network/reach/cost_rows.hpp"

#include "base/parallel.hpp"
#include "geo/vectors.hpp"
#include "network/reach/arrival.hpp"

#include <algorithm>
#include <utility>

namespace jt::network {
namespace {

/// Would a search still hold a start beyond the limit? Not where an earlier one enters the same
/// state at no higher cost.
bool starts_beyond(const std::vector<Start>& starts, std::uint32_t limit) {
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const auto known = std::find_if(
            starts.begin(), starts.begin() + static_cast<std::ptrdiff_t>(i), [&](const Start& one) {
                return one.node == starts[i].node && one.cost <= starts[i].cost;
            });
        if (starts[i].cost > limit && known == starts.begin() + static_cast<std::ptrdiff_t>(i)) {
            return true;
        }
    }
    return false;
}

/// The longest open arc from each place.
std::vector<std::uint32_t> longest_arcs(const Network& network, const Hierarchy& hierarchy) {
    const Topology& t = network.topology();
    std::vector<std::uint32_t> out(hierarchy.size(), 0);
    for (std::uint32_t state = 0; state < hierarchy.size(); ++state) {
        for (std::uint32_t a = t.first_arc[state]; a < t.first_arc[state + 1]; ++a) {
            const std::uint32_t ms = network.arcs()[a].cost;
            std::uint32_t& longest = out[hierarchy.place[state]];
            longest = ms < kFar ? std::max(longest, ms) : longest;
        }
    }
    return out;
}

/// The highest cost of each lane, and whether an arc leads from within the limit to beyond it.
JT_VECTORS void note_ends(std::span<const Lanes> rows, const std::uint32_t* longest,
                          std::uint32_t limit, Lanes& farthest, Lanes& beyond) {
    for (std::size_t r = 0; r < rows.size(); ++r) {
        for (std::size_t l = 0; l < kLanes; ++l) {
            const std::uint32_t cost = rows[r][l];
            const std::uint32_t near = cost < kFar ? cost : 0;
            farthest[l] = near > farthest[l] ? near : farthest[l];
            beyond[l] |= (cost <= limit ? 1U : 0U) & (cost + longest[r] > limit ? 1U : 0U);
        }
    }
}

}  // namespace

CostRows::CostRows(const Network& network, const Points& origins, const Points& destinations,
                   std::uint32_t cutoff_ms, std::shared_ptr<const Hierarchy> hierarchy)
    : m_network(network),
      m_origins(origins),
      m_destinations(destinations),
      m_cutoff(cutoff_ms),
      m_hierarchy(std::move(hierarchy)),
      m_searches(network) {
    std::vector<std::uint32_t> targets;
    for (std::uint32_t column = 0; column < destinations.places.size(); ++column) {
        const Place& place = destinations.places[column];
        m_exits.push_back(exits(network, place));
        for (const Gate& gate : m_exits.back()) {
            targets.push_back(gate.state);
        }
        for (const Connector& connector : place.connectors) {
            m_on_edge.push_back({connector.edge, column});
        }
    }
    std::ranges::sort(m_on_edge, {},
                      [](const OnEdge& one) { return std::pair(one.edge, one.column); });
    if (m_hierarchy) {
        m_downward.emplace(*m_hierarchy, targets);
    }
}

void CostRows::rows(std::size_t begin, std::size_t end, std::uint32_t* out) const {
    std::fill(out, out + (end - begin) * columns(), layer::kOffNetwork);
    if (columns() == 0) {
        return;
    }
    if (m_hierarchy) {
        sweep_rows(begin, end, out);
        return;
    }
    std::vector<std::size_t> all;
    for (std::size_t row = begin; row < end; ++row) {
        all.push_back(row);
    }
    search_rows(all, begin, out);
}

/// The value of a pair that both have connectors. Where a destination has no exit, no way is cut
/// off: there is none.
std::uint32_t CostRows::value(const Arrival& arrival, std::size_t column, bool limited) const {
    if (arrival.ms == kClosed) {
        return limited && !m_exits[column].empty() ? layer::kCutOff : layer::kUnreachable;
    }
    return arrival.ms > m_cutoff ? layer::kCutOff : arrival.ms;
}

void CostRows::search_rows(const std::vector<std::size_t>& rows, std::size_t begin,
                           std::uint32_t* out) const {
    base::parallel_blocks(rows.size(), 1, [&](std::size_t first, std::size_t last) {
        m_searches.with([&](Search& search) {
            for (std::size_t i = first; i < last; ++i) {
                search_row(search, rows[i], out + (rows[i] - begin) * columns());
            }
        });
    });
}

void CostRows::search_row(Search& search, std::size_t row, std::uint32_t* out) const {
    const Place& origin = m_origins.places[row];
    if (origin.connectors.empty()) {
        return;
    }
    start_from(search, m_network, origin);
    for (const auto& gates : m_exits) {
        for (const Gate& gate : gates) {
            search.add_target(gate.state);
        }
    }
    search.run(std::min(m_cutoff, layer::kMaxCost - 1));
    for (std::size_t column = 0; column < columns(); ++column) {
        const Place& destination = m_destinations.places[column];
        if (!destination.connectors.empty()) {
            out[column] = value(arrive(search, m_network, origin, destination, m_exits[column]),
                                column, search.limited());
        }
    }
}

/// Columns that lie on an edge of the origin's: the others have no way along one edge.
std::vector<std::uint8_t> CostRows::columns_near(const Place& origin) const {
    std::vector<std::uint8_t> near(columns(), 0);
    for (const Connector& connector : origin.connectors) {
        auto it = std::ranges::lower_bound(m_on_edge, connector.edge, {}, &OnEdge::edge);
        for (; it != m_on_edge.end() && it->edge == connector.edge; ++it) {
            near[it->column] = 1;
        }
    }
    return near;
}

/// A row in a sweep. `open`: a way is missing, and a limit may be the reason.
struct CostRows::Lane {
    const Place* origin = nullptr;
    std::uint32_t* out = nullptr;
    std::vector<std::uint8_t> near = {};
    bool open = false;
};

void CostRows::fill(const Sweep& sweep, std::vector<Lane>& lanes) const {
    std::vector<const Lanes*> costs;
    for (std::size_t column = 0; column < columns(); ++column) {
        const Place& destination = m_destinations.places[column];
        if (destination.connectors.empty()) {
            continue;
        }
        costs.clear();
        for (const Gate& gate : m_exits[column]) {
            costs.push_back(&sweep.costs(gate.state));
        }
        for (std::size_t l = 0; l < lanes.size(); ++l) {
            Lane& lane = lanes[l];
            Arrival best;
            if (lane.near[column] != 0) {
                best = arrive_along(m_network, *lane.origin, destination);
            }
            if (!best.same_place) {
                best = arrive_through(m_exits[column], best, [&](std::uint32_t g) {
                    return (*costs[g])[l] < kFar ? (*costs[g])[l] : kClosed;
                });
            }
            lane.out[column] = value(best, column, false);
            lane.open = lane.open || (best.ms == kClosed && !costs.empty());
        }
    }
}

void CostRows::sweep_rows(std::size_t begin, std::size_t end, std::uint32_t* out) const {
    std::vector<std::vector<Start>> starts;
    std::vector<std::size_t> row_of, to_search;
    for (std::size_t row = begin; row < end; ++row) {
        const Place& origin = m_origins.places[row];
        if (origin.connectors.empty()) {
            continue;
        }
        std::vector<Start> ways;
        bool far = false;
        for (const Gate& gate : entries(m_network, origin)) {
            ways.push_back({gate.state, gate.ms});
            far = far || gate.ms >= kLongest;
        }
        if (far) {
            to_search.push_back(row);
        } else {
            starts.push_back(std::move(ways));
            row_of.push_back(row);
        }
    }
    std::vector<std::uint8_t> open(starts.size(), 0);
    sweep_blocks(
        *m_downward, starts, [&](const Sweep& sweep, std::span<const std::uint32_t> numbers) {
            std::vector<Lane> lanes;
            for (const std::uint32_t i : numbers) {
                const Place& origin = m_origins.places[row_of[i]];
                lanes.push_back(
                    {&origin, out + (row_of[i] - begin) * columns(), columns_near(origin)});
            }
            fill(sweep, lanes);
            for (std::size_t l = 0; l < lanes.size(); ++l) {
                open[numbers[l]] = lanes[l].open ? 1 : 0;
            }
        });
    std::vector<std::vector<Start>> doubtful;
    std::vector<std::size_t> doubtful_row;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        if (open[i] != 0) {
            doubtful.push_back(std::move(starts[i]));
            doubtful_row.push_back(row_of[i]);
        }
    }
    const std::vector<Verdict> verdicts = judge(doubtful);
    for (std::size_t i = 0; i < doubtful.size(); ++i) {
        if (verdicts[i] == Verdict::search) {
            to_search.push_back(doubtful_row[i]);
        } else if (verdicts[i] == Verdict::cut_off) {
            std::uint32_t* row = out + (doubtful_row[i] - begin) * columns();
            for (std::size_t column = 0; column < columns(); ++column) {
                if (row[column] == layer::kUnreachable && !m_exits[column].empty()) {
                    row[column] = layer::kCutOff;
                }
            }
        }
    }
    search_rows(to_search, begin, out);
}

/// Why ways are missing from these origins. A search with a limit says cut_off where it met an arc
/// or a start that leads beyond the limit, whether or not the destination lies there; so do we.
/// Ways of kFar and more are none to a sweep: as no arc takes kLongest, the costs on such a way
/// pass through kFar / 2, and whoever has come that far is searched.
std::vector<CostRows::Verdict> CostRows::judge(
    const std::vector<std::vector<Start>>& origins) const {
    std::vector<Verdict> verdicts(origins.size(), Verdict::unreachable);
    if (origins.empty()) {
        return verdicts;
    }
    const std::uint32_t limit = std::min(m_cutoff, kFar - 1);
    const Downward whole(*m_hierarchy);
    const std::vector<std::uint32_t> longest = longest_arcs(m_network, *m_hierarchy);
    sweep_blocks(whole, origins, [&](const Sweep& sweep, std::span<const std::uint32_t> lanes) {
        Lanes beyond{}, farthest{};
        note_ends(sweep.rows(), longest.data(), limit, farthest, beyond);
        for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
            beyond[lane] |= starts_beyond(origins[lanes[lane]], limit) ? 1U : 0U;
            Verdict& verdict = verdicts[lanes[lane]];
            if (limit >= kFar / 2 && farthest[lane] >= kFar / 2) {
                verdict = Verdict::search;
            } else if (beyond[lane] != 0) {
                verdict = Verdict::cut_off;
            }
        }
    });
    return verdicts;
}

bool has_long_arc(const Network& network) {
    return std::ranges::any_of(
        network.arcs(), [](const Arc& arc) { return arc.cost >= kLongest && arc.cost != kClosed; });
}

}  // namespace jt::network
