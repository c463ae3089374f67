#include "network/reach/reverse.hpp"
#include "network/scenario.hpp"
#include "network/town.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace jt;
using test::Town;

namespace {

/// Pairs whose cost by a search from the destination differs from the matrix's.
std::size_t wrong_pairs(const network::Network& net, const layer::Layer& points,
                        std::uint32_t limit) {
    base::Diagnostics quiet;
    const auto at = network::connect(net, points, "", quiet);
    const auto forward = network::cost_matrix(net, at, at, limit, base::Progress());
    const network::Reverse reverse = network::transpose(net);
    network::Search search(reverse.first, reverse.arcs);
    std::size_t wrong = 0;
    for (std::size_t to = 0; to < at.places.size(); ++to) {
        network::start_towards(search, net, at.places[to]);
        search.run(limit);
        for (std::size_t from = 0; from < at.places.size(); ++from) {
            const auto gates = network::entries(net, at.places[from]);
            const auto ms = network::depart(search, net, at.places[from], gates, at.places[to]);
            const auto wanted = forward.at(from, to);
            const bool off = at.places[from].connectors.empty() || at.places[to].connectors.empty();
            const bool known = wanted <= layer::kMaxCost;
            wrong += !off && (known ? ms != wanted : ms <= limit) ? 1 : 0;
        }
    }
    return wrong;
}

}  // namespace

TEST_CASE("searches from the destinations cost what the matrix says, to the millisecond") {
    for (const std::uint64_t seed : {1, 2, 3, 4}) {
        const Town town(seed);
        const auto net = town.build(town.roads);
        CHECK(wrong_pairs(*net, *town.points, layer::kMaxCost - 1) == 0);
        CHECK(wrong_pairs(*net, *town.points, 120000) == 0);
        std::vector<network::Touched> touched;
        const auto later = network::modify(*net, {.year = 2025}, touched);
        CHECK(wrong_pairs(*later, *town.points, layer::kMaxCost - 1) == 0);
    }
}

TEST_CASE("the reverse graph has every open arc once, turned round, and no closed one") {
    const auto built = test::build({{.xy = {0, 0, 100, 0}, .oneway = "FT"},
                                    {.xy = {100, 0, 200, 0}},
                                    {.xy = {200, 0, 300, 0}, .year = 2030}});
    const network::Network& net = *built.network;
    const auto& first = net.topology().first_arc;
    const network::Reverse reverse = network::transpose(net);
    std::vector<std::uint64_t> wanted, found;
    const auto key = [](std::uint64_t from, std::uint64_t to, std::uint64_t cost) {
        return from << 48 | to << 32 | cost;
    };
    for (std::uint32_t s = 0; s + 1 < first.size(); ++s) {
        for (std::uint32_t a = first[s]; a < first[s + 1]; ++a) {
            if (net.arcs()[a].cost != network::kClosed) {
                wanted.push_back(key(s, net.arcs()[a].to, net.arcs()[a].cost));
            }
        }
        for (std::uint32_t a = reverse.first[s]; a < reverse.first[s + 1]; ++a) {
            found.push_back(key(reverse.arcs[a].to, s, reverse.arcs[a].cost));
        }
    }
    std::sort(wanted.begin(), wanted.end());
    std::sort(found.begin(), found.end());
    CHECK(wanted.size() == 3);
    CHECK(found == wanted);
}
