#include "network/reach/matrix.hpp"

#include "network/reach/arrival.hpp"
#include "network/reach/cost_rows.hpp"

#include <algorithm>

namespace jt::network {
void start_from(Search& search, const Network& network, const Place& origin) {
    search.begin();
    for (const Gate& gate : entries(network, origin)) {
        search.add_source(gate.state, gate.ms);
    }
}

Arrival arrive_along(const Network& network, const Place& origin, const Place& destination) {
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
    return best;
}

Arrival arrive(const Search& search, const Network& network, const Place& origin,
               const Place& destination, const std::vector<Gate>& exits) {
    const Arrival along = arrive_along(network, origin, destination);
    return along.same_place ? along : arrive_through(exits, along, [&](std::uint32_t g) {
        return search.cost(exits[g].state);
    });
}

layer::Matrix cost_matrix(const Network& network, const Points& origins, const Points& destinations,
                          std::uint32_t cutoff_ms, const base::Progress& progress, Engine engine) {
    layer::Matrix matrix;
    matrix.row_ids = origins.ids;
    matrix.column_ids = destinations.ids;
    const CostRows rows(network, origins, destinations, cutoff_ms,
                        hierarchy_for(engine, network, progress));
    const std::size_t size = origins.places.size();
    matrix.cost.resize(size * rows.columns());
    progress.at(0, "matrix");
    for (std::size_t begin = 0; begin < size; begin += kRowsAtOnce) {
        const std::size_t end = std::min(size, begin + kRowsAtOnce);
        rows.rows(begin, end, matrix.cost.data() + begin * rows.columns());
        progress.at(static_cast<double>(end) / static_cast<double>(size), "matrix");
    }
    return matrix;
}

}  // namespace jt::network
