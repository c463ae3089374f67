// Closing and opening links one by one, against doing it all anew with scenario and matrix.
#include "base/parallel.hpp"
#include "network/criticality/link_effects.hpp"
#include "network/graph/road_links.hpp"
#include "network/helpers.hpp"
#include "network/town.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using network::Indicator;
using network::Word;

namespace {

struct Case {
    std::shared_ptr<const network::Network> net;
    network::Points origins, destinations;
    Indicator indicator;
    std::vector<std::vector<std::uint32_t>> units;
};

Case make_case(std::uint64_t seed, Indicator::Kind kind, bool closing) {
    const test::Town town(seed);
    Case out;
    out.net = town.build(town.roads);
    base::Diagnostics quiet;
    out.origins = network::connect(*out.net, *town.points, "", quiet);
    out.destinations = out.origins;
    std::reverse(out.destinations.ids.begin(), out.destinations.ids.end());
    std::reverse(out.destinations.places.begin(), out.destinations.places.end());
    out.indicator.kind = kind;
    out.indicator.threshold_ms = 150000;
    out.indicator.lost_ms = 600000;
    for (std::size_t i = 0; i < out.origins.places.size(); ++i) {
        out.indicator.origin_weights.push_back(1 + static_cast<double>(i % 3));
        out.indicator.destination_weights.push_back(0.5 + static_cast<double>(i % 5));
    }
    for (std::uint32_t l = 0; l < out.net->topology().links.size(); ++l) {
        if (out.net->open(l) == closing) {
            out.units.push_back({l});
        }
    }
    return out;
}

/// The indicator from a matrix of the changed network.
network::LinkEffect naive(const Case& c, const network::Network& changed) {
    const auto matrix = [&](const network::Network& net) {
        return network::cost_matrix(net, c.origins, c.destinations, layer::kMaxCost - 1,
                                    base::Progress());
    };
    const layer::Matrix before = matrix(*c.net), after = matrix(changed);
    network::LinkEffect out;
    double total = 0;
    for (std::size_t o = 0; o < c.origins.places.size(); ++o) {
        double sum = 0, weights = 0;
        for (std::size_t d = 0; d < c.destinations.places.size(); ++d) {
            const bool had = before.at(o, d) <= layer::kMaxCost;
            const bool has = after.at(o, d) <= layer::kMaxCost;
            out.cut_pairs += had && !has ? 1 : 0;
            out.joined_pairs += !had && has ? 1 : 0;
            double counted = 0;
            if (c.indicator.kind == Indicator::Kind::opportunities) {
                counted = has && after.at(o, d) <= c.indicator.threshold_ms ? 1 : 0;
            } else if (had) {
                counted = has ? after.at(o, d) : std::max(before.at(o, d), c.indicator.lost_ms);
            }
            sum += c.indicator.destination_weights[d] * counted;
            weights += had ? c.indicator.destination_weights[d] : 0;
        }
        out.value += c.indicator.origin_weights[o] * sum;
        total += c.indicator.origin_weights[o] * weights;
    }
    if (c.indicator.kind == Indicator::Kind::mean_time) {
        out.value /= total;
    }
    return out;
}

}  // namespace

TEST_CASE("closing each link by reuse gives exactly what closing it anew gives") {
    std::size_t changed = 0, saved = 0, cut = 0;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        for (const auto kind : {Indicator::Kind::opportunities, Indicator::Kind::mean_time}) {
            const Case c = make_case(seed, kind, true);
            const auto effects = network::closing_effects(*c.net, c.origins, c.destinations,
                                                          c.indicator, c.units, base::Progress());
            CHECK(effects.before == naive(c, *c.net).value);
            REQUIRE(effects.units.size() == c.units.size());
            for (std::size_t u = 0; u < c.units.size(); ++u) {
                const auto wanted = naive(c, *network::with_word(*c.net, c.units[u], Word::closed));
                CHECK(effects.units[u].value == wanted.value);
                CHECK(effects.units[u].cut_pairs == wanted.cut_pairs);
                CHECK(effects.units[u].joined_pairs == 0);
                changed += wanted.value != effects.before ? 1 : 0;
                cut += wanted.cut_pairs;
                saved += c.origins.places.size() - effects.units[u].searches;
            }
        }
    }
    CHECK(changed > 50);
    CHECK(saved > 1000);
    CHECK(cut > 0);
}

TEST_CASE("closing several links at once, and links that are closed already") {
    const Case c = make_case(5, Indicator::Kind::mean_time, true);
    const std::vector<std::vector<std::uint32_t>> units = {
        {c.units[0][0], c.units[3][0], c.units[7][0]}, {}, {c.units[2][0], c.units[2][0]}};
    const auto effects = network::closing_effects(*c.net, c.origins, c.destinations, c.indicator,
                                                  units, base::Progress());
    for (std::size_t u = 0; u < units.size(); ++u) {
        CHECK(effects.units[u].value ==
              naive(c, *network::with_word(*c.net, units[u], Word::closed)).value);
    }
    CHECK(effects.units[1].value == effects.before);
    CHECK(effects.units[1].searches == 0);
}

TEST_CASE("opening each link gives what a scenario that opens it gives") {
    std::size_t gained = 0;
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        const Case c = make_case(seed, Indicator::Kind::mean_time, false);
        const auto effects = network::opening_effects(*c.net, c.origins, c.destinations,
                                                      c.indicator, c.units, base::Progress());
        for (std::size_t u = 0; u < c.units.size(); ++u) {
            const auto wanted = naive(c, *network::with_word(*c.net, c.units[u], Word::opened));
            CHECK(effects.units[u].value == wanted.value);
            CHECK(effects.units[u].joined_pairs == wanted.joined_pairs);
            gained += wanted.value < effects.before ? 1 : 0;
        }
    }
    CHECK(gained > 0);
}

TEST_CASE("effects are the same for any number of threads") {
    const Case c = make_case(6, Indicator::Kind::opportunities, true);
    const auto run = [&] {
        std::vector<double> values;
        for (const auto& effect : network::closing_effects(*c.net, c.origins, c.destinations,
                                                           c.indicator, c.units, base::Progress())
                                      .units) {
            values.push_back(effect.value);
        }
        return values;
    };
    const auto once = run();
    base::set_threads(1);
    const auto alone = run();
    base::set_threads(0);
    CHECK(once == alone);
}

TEST_CASE("closings tell their progress and can be stopped") {
    const Case c = make_case(7, Indicator::Kind::opportunities, true);
    std::vector<double> shares;
    network::closing_effects(
        *c.net, c.origins, c.destinations, c.indicator, c.units,
        base::Progress([&](double share, const std::string&) { shares.push_back(share); }));
    REQUIRE(shares.size() >= 2);
    CHECK(shares.front() == 0);
    CHECK(shares.back() == 1);
    base::request_cancel();
    CHECK_THROWS(network::closing_effects(*c.net, c.origins, c.destinations, c.indicator, c.units,
                                          base::Progress()));
    base::reset_cancel();
}

TEST_CASE("a place whose every street is closed is cut off, even from its own corner") {
    const auto built = test::build({{{0, 0, 1000, 0}}, {{1000, 0, 2000, 0}}});
    base::Diagnostics quiet;
    const auto points =
        network::connect(*built.network, *test::points({0, 30, 0, -30, 2000, 0}), "", quiet);
    Indicator indicator;
    indicator.origin_weights = indicator.destination_weights = {1, 1, 1};
    const auto effects = network::closing_effects(*built.network, points, points, indicator,
                                                  {{0}, {1}}, base::Progress());
    for (std::uint32_t u = 0; u < 2; ++u) {
        const auto net = network::with_word(*built.network, {u}, Word::closed);
        const auto matrix =
            network::cost_matrix(*net, points, points, layer::kMaxCost - 1, base::Progress());
        double sum = 0;
        for (const std::uint32_t cost : matrix.cost) {
            sum += cost <= indicator.threshold_ms ? 1 : 0;
        }
        CHECK(effects.units[u].value == sum);
    }
}
