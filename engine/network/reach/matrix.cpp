#include "network/reach/matrix.hpp"

#include "base/parallel.hpp"

namespace jt::network {
namespace {

bool same_place(const Place& a, const Place& b) { return a.x == b.x && a.y == b.y; }

std::uint32_t value(const Arrival& arrival, std::uint32_t cutoff, bool limited) {
    if (arrival.ms == kClosed) {
        return limited ? layer::kCutOff : layer::kUnreachable;
    }
    return arrival.ms > cutoff ? layer::kCutOff : arrival.ms;
}

}  // namespace

void start_from(Search& search, const Network& network, const Place& origin) {
    search.begin();
    for (const Gate& gate : entries(network, origin)) {
        search.add_source(gate.state, gate.ms);
    }
}

Arrival arrive(const Search& search, const Network& network, const Place& origin,
               const Place& destination, const std::vector<Gate>& exits) {
    Arrival best;
    if (same_place(origin, destination)) {
        best.ms = 0;
        best.same_place = true;
        return best;
    }
    for (std::uint32_t a = 0; a < origin.connectors.size(); ++a) {
        for (std::uint32_t b = 0; b < destination.connectors.size(); ++b) {
            const std::uint32_t ms =
                along_edge(network, origin.connectors[a], destination.connectors[b]);
            if (ms < best.ms) {
                best = {ms, kNone, a, b, false};
            }
        }
    }
    for (std::uint32_t g = 0; g < exits.size(); ++g) {
        const std::uint32_t cost = search.cost(exits[g].state);
        const std::uint64_t sum = std::uint64_t{cost} + exits[g].ms;
        if (cost != kClosed && sum < layer::kMaxCost && sum < best.ms) {
            best = {static_cast<std::uint32_t>(sum), g, kNone, kNone, false};
        }
    }
    return best;
}

layer::Matrix cost_matrix(const Network& network, const Points& origins, const Points& destinations,
                          std::uint32_t cutoff_ms, const base::Progress& progress) {
    layer::Matrix matrix;
    matrix.row_ids = origins.ids;
    matrix.column_ids = destinations.ids;
    const std::size_t columns = destinations.places.size();
    matrix.cost.assign(origins.places.size() * columns, layer::kOffNetwork);
    std::vector<std::vector<Gate>> all_exits;
    for (const Place& place : destinations.places) {
        all_exits.push_back(exits(network, place));
    }
    progress.at(0, "matrix");
    SearchPool pool(network);
    base::parallel_blocks(origins.places.size(), 1, [&](std::size_t begin, std::size_t end) {
        pool.with([&](Search& search) {
            for (std::size_t row = begin; row < end; ++row) {
                const Place& origin = origins.places[row];
                if (origin.connectors.empty()) {
                    continue;
                }
                start_from(search, network, origin);
                for (const auto& gates : all_exits) {
                    for (const Gate& gate : gates) {
                        search.add_target(gate.state);
                    }
                }
                search.run(std::min(cutoff_ms, layer::kMaxCost - 1));
                for (std::size_t column = 0; column < columns; ++column) {
                    const Place& destination = destinations.places[column];
                    if (!destination.connectors.empty()) {
                        matrix.cost[row * columns + column] =
                            value(arrive(search, network, origin, destination, all_exits[column]),
                                  cutoff_ms, search.limited());
                    }
                }
            }
        });
    });
    progress.at(1, "matrix");
    return matrix;
}

}  // namespace jt::network
