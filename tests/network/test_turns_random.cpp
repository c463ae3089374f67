// Random networks with random turn rules against a plain Dijkstra on edges.
#include "network/graph/turn_places.hpp"
#include "network/helpers.hpp"
#include "network/reach/isochrone.hpp"
#include "network/reach/reached.hpp"
#include "network/reach/reverse.hpp"
#include "network/turn_oracle.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>

using namespace jt;

namespace {

constexpr int kSide = 4;

/// A lattice of links with random costs, some of them one-way, and random rules at its nodes.
struct Case {
    std::shared_ptr<const network::Network> network;
    std::map<std::tuple<std::string, std::string, std::string>, long long> said;  // from, to, via
    std::map<std::pair<std::string, std::string>, std::set<std::string>> only;    // from, via
};

std::string node_name(int x, int y) { return std::to_string(x) + "." + std::to_string(y); }

std::shared_ptr<layer::Table> texts(
    const std::vector<std::pair<const char*, std::vector<std::string>>>& columns) {
    auto out = std::make_shared<layer::Table>(columns.front().second.size());
    for (const auto& [name, values] : columns) {
        out->set({name, layer::Type::text, "", {}}, layer::Column::of_texts(values));
    }
    return out;
}

struct Streets {
    std::shared_ptr<layer::Table> links;
    std::shared_ptr<layer::Layer> nodes;
    std::map<std::string, std::vector<std::string>> links_at;
};

Streets random_streets(test::Random& random) {
    std::vector<std::string> id, from, to, names;
    std::vector<double> cost, reverse, xy;
    Streets out;
    for (int x = 0; x < kSide; ++x) {
        for (int y = 0; y < kSide; ++y) {
            names.push_back(node_name(x, y));
            xy.insert(xy.end(), {100.0 * x, 100.0 * y});
            for (const auto& [dx, dy] : {std::pair(1, 0), std::pair(0, 1), std::pair(1, 1)}) {
                if (x + dx >= kSide || y + dy >= kSide || random.below(5) == 0) {
                    continue;
                }
                id.push_back("k" + std::to_string(id.size()));
                from.push_back(node_name(x, y));
                to.push_back(node_name(x + dx, y + dy));
                out.links_at[from.back()].push_back(id.back());
                out.links_at[to.back()].push_back(id.back());
                cost.push_back(2.0 * (1 + random.below(20)));
                reverse.push_back(random.below(4) == 0 ? -1 : cost.back());
            }
        }
    }
    out.links = texts({{"id", id}, {"from_node", from}, {"to_node", to}});
    out.links->set({"cost", layer::Type::real, "", {}}, layer::Column::of_reals(cost));
    out.links->set({"reverse_cost", layer::Type::real, "", {}}, layer::Column::of_reals(reverse));
    out.nodes = test::points(xy, names);
    return out;
}

struct Rules {
    std::vector<std::string> from, to, via, kind;
    std::vector<double> cost;
};

Rules random_rules(const Streets& streets, test::Random& random) {
    Rules out;
    for (const auto& [node, links] : streets.links_at) {
        const auto count = static_cast<std::uint32_t>(links.size());
        for (std::uint32_t i = random.below(4); i > 0; --i) {
            out.from.push_back(links[random.below(count)]);
            out.to.push_back(links[random.below(count)]);
            out.via.push_back(node);
            const std::uint32_t kind = random.below(3);
            out.kind.push_back(kind == 0 ? "no_entry" : kind == 1 ? "only_it" : "cost");
            out.cost.push_back(random.below(30));
        }
    }
    return out;
}

/// Can a car come from one link to the other at the node? Rules where it cannot are not taken.
bool can_follow(const network::Topology& t, const std::string& from, const std::string& to,
                const std::string& via) {
    const network::TurnPlaces places(t);
    for (std::uint32_t n = 0; n < t.nodes; ++n) {
        for (const auto& in : places.into(n)) {
            for (const auto& away : places.out_of(n)) {
                if (t.names[t.node_ids[n]] == via && t.id_of(t.edges[in.edge].link) == from &&
                    t.id_of(t.edges[away.edge].link) == to) {
                    return true;
                }
            }
        }
    }
    return false;
}

Case random_case(test::Random& random) {
    const Streets streets = random_streets(random);
    const Rules rules = random_rules(streets, random);
    auto table =
        texts({{"from", rules.from}, {"to", rules.to}, {"via", rules.via}, {"kind", rules.kind}});
    table->set({"cost", layer::Type::real, "", {}}, layer::Column::of_reals(rules.cost));
    network::BuildInputs inputs;
    inputs.by_id.links = {streets.links};
    inputs.by_id.nodes = streets.nodes;
    inputs.turns = table;
    auto options = test::car_options();
    options.cost_unit = network::CostUnit::s;
    base::Diagnostics diagnostics;
    Case out;
    out.network = network::build(inputs, options, diagnostics);
    for (std::size_t i = 0; i < rules.from.size(); ++i) {
        if (!can_follow(out.network->topology(), rules.from[i], rules.to[i], rules.via[i])) {
            continue;
        }
        long long& known = out.said[{rules.from[i], rules.to[i], rules.via[i]}];
        if (rules.kind[i] == "only_it") {
            out.only[{rules.from[i], rules.via[i]}].insert(rules.to[i]);
        } else if (rules.kind[i] == "no_entry") {
            known = -1;
        } else if (known >= 0) {
            known = std::max(known, static_cast<long long>(1000 * rules.cost[i]));
        }
    }
    return out;
}

test::TurnCost meaning(const Case& one) {
    return [&one](std::uint32_t node, test::Driven in, test::Driven away) -> long long {
        const auto& t = one.network->topology();
        const std::string via = t.names[t.node_ids[node]];
        const std::string from = t.id_of(t.edges[in.edge].link);
        const std::string to = t.id_of(t.edges[away.edge].link);
        const auto only = one.only.find({from, via});
        if (only != one.only.end() && only->second.count(to) == 0) {
            return -1;
        }
        const auto said = one.said.find({from, to, via});
        return said == one.said.end() ? 0 : said->second;
    };
}

/// Every node, then the middle of every edge: as spots of the oracle and places of the engine.
void spots_of(const network::Network& net, std::vector<test::TurnOracle::Spot>& spots,
              network::Points& points) {
    const auto& t = net.topology();
    const auto add = [&](std::uint32_t edge, std::uint32_t offset) {
        network::Place place;
        place.x = static_cast<double>(points.places.size());  // all apart
        network::Connector connector;
        connector.edge = edge;
        connector.offset_mm = offset;
        place.connectors.push_back(connector);
        points.ids.push_back(std::to_string(points.places.size()));
        points.features.push_back(static_cast<std::int64_t>(points.places.size()));
        points.places.push_back(place);
    };
    for (std::uint32_t n = 0; n < t.nodes; ++n) {
        for (std::uint32_t e = 0; e < t.edges.size(); ++e) {
            if (t.edges[e].from == n || t.edges[e].to == n) {
                add(e, t.edges[e].from == n ? 0 : t.edges[e].length_mm);
                spots.push_back({false, n, 0});
                break;
            }
        }
    }
    for (std::uint32_t e = 0; e < t.edges.size(); ++e) {
        if (t.edges[e].length_mm % 2 == 0) {
            add(e, t.edges[e].length_mm / 2);
            spots.push_back({true, 0, e});
        }
    }
}

}  // namespace

TEST_CASE("random bans, only_ rules and costs: the matrix is that of a Dijkstra on edges") {
    test::Random random{20211};
    std::size_t pairs = 0, unreachable = 0, slower = 0;
    for (int round = 0; round < 20; ++round) {
        const Case one = random_case(random);
        const test::TurnOracle oracle(*one.network, meaning(one));
        const test::TurnOracle free(*one.network, [](auto, auto, auto) { return 0LL; });
        std::vector<test::TurnOracle::Spot> spots;
        network::Points points;
        spots_of(*one.network, spots, points);
        const auto matrix = network::cost_matrix(*one.network, points, points, layer::kMaxCost - 1,
                                                 base::Progress());
        for (std::size_t a = 0; a < spots.size(); ++a) {
            const auto done = oracle.from(spots[a]);
            const auto undisturbed = free.from(spots[a]);
            for (std::size_t b = 0; b < spots.size(); ++b) {
                const long long wanted = oracle.to(spots[a], spots[b], done);
                const std::uint32_t value =
                    wanted < 0 ? layer::kUnreachable : static_cast<std::uint32_t>(wanted);
                if (matrix.at(a, b) != value) {
                    CAPTURE(round, a, b);
                    CHECK(matrix.at(a, b) == value);
                }
                ++pairs;
                unreachable += wanted < 0 ? 1 : 0;
                slower += wanted > free.to(spots[a], spots[b], undisturbed) ? 1 : 0;
            }
        }
    }
    CHECK(pairs > 20000);
    CHECK(unreachable > 1000);
    CHECK(slower > 3000);  // the rules did matter
}

TEST_CASE("with turn rules an isochrone covers the middle of an edge when the oracle is there") {
    test::Random random{77};
    std::size_t inside = 0, outside = 0;
    for (int round = 0; round < 20; ++round) {
        const Case one = random_case(random);
        const auto& t = one.network->topology();
        const test::TurnOracle oracle(*one.network, meaning(one));
        std::vector<test::TurnOracle::Spot> spots;
        network::Points points;
        spots_of(*one.network, spots, points);
        network::Search search(*one.network);
        for (std::size_t a = 0; a < spots.size(); a += 3) {
            const std::uint32_t limit = 10000 + random.below(60000);
            const auto pieces = network::reach(search, *one.network, {&points.places[a]}, {limit});
            const auto done = oracle.from(spots[a]);
            for (const auto& spot : spots) {
                const long long ms = oracle.to(spots[a], spot, done);
                if (!spot.inside || (ms >= 0 && std::abs(ms - limit) < 20)) {
                    continue;
                }
                const std::uint32_t half = t.edges[spot.edge].length_mm / 2;
                bool covered = false;
                for (const auto& piece : pieces) {
                    covered = covered || (piece.edge == spot.edge &&
                                          std::min(piece.from_mm, piece.to_mm) <= half &&
                                          std::max(piece.from_mm, piece.to_mm) >= half);
                }
                const bool reached = ms >= 0 && ms <= limit;
                if (covered != reached) {
                    CAPTURE(round, a, spot.edge, ms, limit);
                    CHECK(covered == reached);
                }
                ++(reached ? inside : outside);
            }
        }
    }
    CHECK(inside > 1000);
    CHECK(outside > 1000);
}

TEST_CASE(
    "with turn rules an isochrone towards a place covers what the oracle sends there in time") {
    test::Random random{78};
    std::size_t inside = 0, outside = 0;
    for (int round = 0; round < 10; ++round) {
        const Case one = random_case(random);
        const auto& t = one.network->topology();
        const test::TurnOracle oracle(*one.network, meaning(one));
        std::vector<test::TurnOracle::Spot> spots;
        network::Points points;
        spots_of(*one.network, spots, points);
        const auto reverse = network::transpose(*one.network);
        network::Search search(reverse.first, reverse.arcs);
        for (std::size_t a = 0; a < spots.size(); a += 5) {
            const std::uint32_t limit = 10000 + random.below(60000);
            const auto pieces = network::reach(search, *one.network, {&points.places[a]}, {limit},
                                               network::Direction::to);
            for (const auto& spot : spots) {
                const long long ms = oracle.to(spot, spots[a], oracle.from(spot));
                if (!spot.inside || (ms >= 0 && std::abs(ms - limit) < 20)) {
                    continue;
                }
                const std::uint32_t half = t.edges[spot.edge].length_mm / 2;
                const bool covered = std::ranges::any_of(pieces, [&](const auto& piece) {
                    return piece.edge == spot.edge &&
                           std::min(piece.from_mm, piece.to_mm) <= half &&
                           std::max(piece.from_mm, piece.to_mm) >= half;
                });
                const bool reached = ms >= 0 && ms <= limit;
                if (covered != reached) {
                    CAPTURE(round, a, spot.edge, ms, limit);
                    CHECK(covered == reached);
                }
                ++(reached ? inside : outside);
            }
        }
    }
    CHECK(inside > 300);
    CHECK(outside > 300);
}

TEST_CASE("with turn rules, reached stretches are those of isochrones, by either engine") {
    test::Random random{79};
    const base::Progress quiet;
    for (int round = 0; round < 10; ++round) {
        const Case one = random_case(random);
        std::vector<test::TurnOracle::Spot> spots;
        network::Points points;
        spots_of(*one.network, spots, points);
        const std::vector<std::uint32_t> limits{10000 + random.below(60000)};
        const auto plain =
            network::reached(*one.network, points, limits, network::Engine::dijkstra, quiet);
        const auto swept =
            network::reached(*one.network, points, limits, network::Engine::contraction, quiet);
        network::Search search(*one.network);
        for (std::size_t a = 0; a < spots.size(); a += 5) {
            std::map<std::uint32_t, std::vector<std::pair<std::uint32_t, std::uint32_t>>> covered;
            for (const auto& p :
                 network::reach(search, *one.network, {&points.places[a]}, limits)) {
                covered[p.edge].emplace_back(std::min(p.from_mm, p.to_mm),
                                             std::max(p.from_mm, p.to_mm));
            }
            std::uint64_t mm = 0;
            for (auto& [edge, stretches] : covered) {
                std::ranges::sort(stretches);
                std::uint32_t done = 0;
                for (const auto& [from, to] : stretches) {
                    mm += to > std::max(from, done) ? to - std::max(from, done) : 0;
                    done = std::max(done, to);
                }
            }
            CAPTURE(round, a, limits[0]);
            CHECK(std::abs(static_cast<double>(mm) - static_cast<double>(plain[a].mm)) <=
                  2.0 * static_cast<double>(covered.size()));
            CHECK(plain[a].mm == swept[a].mm);
            CHECK(plain[a].nodes == swept[a].nodes);
        }
    }
}
