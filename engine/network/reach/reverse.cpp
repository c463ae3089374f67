#include "network/reach/reverse.hpp"

#include <algorithm>
#include <numeric>

namespace jt::network {

Reverse transpose(const Network& network) {
    const std::vector<std::uint32_t>& first = network.topology().first_arc;
    const std::vector<Arc>& arcs = network.arcs();
    const std::uint32_t states = network.topology().states();
    Reverse out;
    out.first.assign(std::size_t{states} + 1, 0);
    for (const Arc& arc : arcs) {
        if (arc.cost != kClosed) {
            ++out.first[arc.to + 1];
        }
    }
    std::partial_sum(out.first.begin(), out.first.end(), out.first.begin());
    out.arcs.resize(out.first.back());
    std::vector<std::uint32_t> next(out.first.begin(), out.first.end() - 1);
    for (std::uint32_t state = 0; state < states; ++state) {
        for (std::uint32_t a = first[state]; a < first[state + 1]; ++a) {
            if (arcs[a].cost != kClosed) {
                out.arcs[next[arcs[a].to]++] = {state, arcs[a].cost};
            }
        }
    }
    return out;
}

void start_towards(Search& search, const Network& network, const Place& destination) {
    search.begin();
    for (const Gate& gate : exits(network, destination)) {
        search.add_source(gate.state, gate.ms);
    }
}

std::uint32_t depart(const Search& search, const Network& network, const Place& origin,
                     const std::vector<Gate>& entries, const Place& destination) {
    if (origin.x == destination.x && origin.y == destination.y) {
        return 0;
    }
    std::uint32_t best = kClosed;
    for (const Connector& from : origin.connectors) {
        for (const Connector& to : destination.connectors) {
            best = std::min(best, along_edge(network, from, to));
        }
    }
    for (const Gate& gate : entries) {
        const std::uint32_t cost = search.cost(gate.state);
        const std::uint64_t sum = std::uint64_t{cost} + gate.ms;
        if (cost != kClosed && sum < layer::kMaxCost && sum < best) {
            best = static_cast<std::uint32_t>(sum);
        }
    }
    return best;
}

}  // namespace jt::network
