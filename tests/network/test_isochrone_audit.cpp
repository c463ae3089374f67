// Isochrones must not lie: audited against plain_streets.hpp, by seeded samples.
#include "base/parallel.hpp"
#include "geo/topology.hpp"
#include "network/helpers.hpp"
#include "network/plain_streets.hpp"
#include "network/reach/reverse.hpp"
#include "network/scenario.hpp"
#include "network/town.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using network::Direction;
using network::Piece;

namespace {

constexpr double kBuffer = 60;
const std::vector<std::uint32_t> kLimits = {40000, 80000, 120000, 200000};

/// A seeded town for cars alone.
std::shared_ptr<const network::Network> streets(const test::Town& town,
                                                const std::vector<test::Road>& roads) {
    auto options = town.options;
    options.walk = options.metro = false;
    base::Diagnostics quiet;
    return network::build({test::roads(roads)}, nullptr, nullptr, options, quiet);
}

struct Isochrone {
    std::vector<Piece> pieces;
    geo::GeometryArray polygons{geo::Shape::polygon};
};

Isochrone isochrone(const network::Network& net, const network::Place& place,
                    Direction direction = Direction::from) {
    Isochrone out;
    const auto reverse = network::transpose(net);
    network::Search forward(net), backward(reverse.first, reverse.arcs);
    out.pieces = network::reach(direction == Direction::to ? backward : forward, net, {&place},
                                kLimits, direction);
    network::band_polygons(net.topology(), out.pieces, kLimits.size(), kBuffer, out.polygons);
    return out;
}

network::Points connected(const network::Network& net, const layer::Layer& points) {
    base::Diagnostics quiet;
    return network::connect(net, points, "", quiet);
}

struct Sample {
    double x, y;
};

std::vector<Sample> samples(const geo::GeometryArray& polygons, std::size_t band,
                            std::uint64_t seed, int count) {
    test::Random random{seed};
    const geo::Box box = polygons.box(band);
    std::vector<Sample> out;
    for (int i = 0; i < count; ++i) {
        out.push_back({box.min_x + random.unit() * (box.max_x - box.min_x),
                       box.min_y + random.unit() * (box.max_y - box.min_y)});
    }
    return out;
}

/// In a hole: inside a ring that is not the shell, and not in the polygon.
bool in_hole(const geo::GeometryArray& polygons, std::size_t band, const Sample& at) {
    for (std::size_t p = polygons.parts_begin(band); p < polygons.parts_end(band); ++p) {
        for (std::size_t r = polygons.rings_begin(p) + 1; r < polygons.rings_end(p); ++r) {
            geo::GeometryArray hole(geo::Shape::polygon);
            hole.add_ring(polygons.ring(r));
            if (geo::contains_point(hole, 0, at.x, at.y)) {
                return true;
            }
        }
    }
    return false;
}

}  // namespace

TEST_CASE(
    "ground inside a polygon lies within the buffer of reached streets, ground outside does not") {
    std::size_t inside = 0, holes = 0;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        const test::Town town(seed);
        const auto net = streets(town, town.roads);
        const auto places = connected(*net, *town.points);
        for (const Direction direction : {Direction::from, Direction::to}) {
            const Isochrone found = isochrone(*net, places.places[seed], direction);
            for (std::uint32_t band = 0; band < kLimits.size(); ++band) {
                const auto reached = test::ground(net->topology(), found.pieces, band);
                for (const Sample& at : samples(found.polygons, band, seed, 400)) {
                    const double distance = test::distance_to(reached, at.x, at.y);
                    if (geo::contains_point(found.polygons, band, at.x, at.y)) {
                        CHECK(distance <= 1.01 * kBuffer);
                        ++inside;
                    } else {
                        CHECK(distance >= 0.98 * kBuffer);
                        holes += in_hole(found.polygons, band, at) ? 1 : 0;
                    }
                }
            }
        }
    }
    CHECK(inside > 2000);
    CHECK(holes > 20);
}

TEST_CASE("reached ground is within its limit by a plain second implementation, both ways") {
    std::size_t checked = 0;
    for (std::uint64_t seed = 4; seed <= 7; ++seed) {
        const test::Town town(seed);
        const auto net = streets(town, town.roads);
        const network::Topology& t = net->topology();
        const auto places = connected(*net, *town.points);
        for (const Direction direction : {Direction::from, Direction::to}) {
            const bool towards = direction == Direction::to;
            const network::Place& place = places.places[seed];
            const Isochrone found = isochrone(*net, place, direction);
            const auto cost = test::PlainStreets(*net, towards).from(place);
            std::vector<std::uint32_t> first_band(t.nodes, network::kNone);
            for (const Piece& piece : found.pieces) {
                CHECK(piece.to_ms <= kLimits[piece.band]);
                CHECK(piece.from_ms <= piece.to_ms);
                for (const bool far : {false, true}) {
                    const std::uint32_t mm = far ? piece.to_mm : piece.from_mm;
                    const network::Edge& edge = t.edges[piece.edge];
                    if (mm == 0 || mm == edge.length_mm) {
                        const std::uint32_t node = mm == 0 ? edge.from : edge.to;
                        CHECK((far ? piece.to_ms : piece.from_ms) >= cost[node]);
                        first_band[node] = std::min(first_band[node], piece.band);
                        ++checked;
                    }
                }
            }
            for (std::uint32_t n = 0; n < t.nodes; ++n) {
                for (std::uint32_t band = 0; band < kLimits.size(); ++band) {
                    if (cost[n] <= kLimits[band]) {
                        CHECK(geo::contains_point(found.polygons, band, t.place_xy[2 * n],
                                                  t.place_xy[2 * n + 1]));
                    } else {
                        CHECK((first_band[n] == network::kNone || first_band[n] > band));
                    }
                }
            }
        }
    }
    CHECK(checked > 500);
}

TEST_CASE("towards a place an isochrone runs against the one-way streets") {
    const auto built = test::build({{.xy = {0, 0, 1000, 0}, .oneway = "FT"}});
    const auto places = connected(*built.network, *test::points({400, 0}));
    const auto reverse = network::transpose(*built.network);
    network::Search search(reverse.first, reverse.arcs);
    const auto pieces =
        network::reach(search, *built.network, {&places.places[0]}, {20000}, Direction::to);
    REQUIRE(pieces.size() == 1);
    CHECK(pieces[0].from_mm == 400000);
    CHECK(pieces[0].to_mm == 200000);
    CHECK(pieces[0].from_ms == 0);
    CHECK(pieces[0].to_ms == 20000);
}

TEST_CASE("opening streets loses no ground, and more time loses none") {
    std::size_t compared = 0;
    for (std::uint64_t seed = 11; seed <= 13; ++seed) {
        const test::Town town(seed);
        const auto net = streets(town, town.roads);
        std::vector<network::Touched> touched;
        const auto later = network::modify(*net, {.year = 2025}, touched);
        REQUIRE(!touched.empty());
        const auto places = connected(*net, *town.points);
        for (const Direction direction : {Direction::from, Direction::to}) {
            const Isochrone before = isochrone(*net, places.places[2], direction);
            const Isochrone after = isochrone(*later, places.places[2], direction);
            for (std::uint32_t band = 0; band < kLimits.size(); ++band) {
                const auto reached = test::ground(net->topology(), after.pieces, band);
                for (const auto& [ax, ay, bx, by] :
                     test::ground(net->topology(), before.pieces, band)) {
                    // Ends of pieces are rounded down to a millimetre, from either side.
                    CHECK(test::distance_to(reached, (ax + bx) / 2, (ay + by) / 2) < 0.003);
                    ++compared;
                }
                for (const Sample& at : samples(before.polygons, band, seed, 300)) {
                    if (geo::contains_point(before.polygons, band, at.x, at.y)) {
                        CHECK((geo::contains_point(after.polygons, band, at.x, at.y) ||
                               test::distance_to(reached, at.x, at.y) > 0.98 * kBuffer));
                        CHECK((band + 1 == kLimits.size() ||
                               geo::contains_point(before.polygons, band + 1, at.x, at.y)));
                    }
                }
            }
        }
    }
    CHECK(compared > 100);
}

TEST_CASE("isochrones are the same bytes for any order of features and number of threads") {
    const test::Town town(21);
    auto reversed = town.roads;
    std::reverse(reversed.begin(), reversed.end());
    const auto net = streets(town, town.roads), other = streets(town, reversed);
    const auto places = connected(*net, *town.points);
    const auto same = [](const Isochrone& a, const Isochrone& b) {
        const auto left = a.polygons.xy(), right = b.polygons.xy();
        return std::equal(left.begin(), left.end(), right.begin(), right.end()) &&
               a.pieces.size() == b.pieces.size();
    };
    for (const Direction direction : {Direction::from, Direction::to}) {
        const Isochrone once = isochrone(*net, places.places[0], direction);
        CHECK(!once.polygons.xy().empty());
        CHECK(same(once, isochrone(*other, places.places[0], direction)));
        base::set_threads(1);
        CHECK(same(once, isochrone(*net, places.places[0], direction)));
        base::set_threads(0);
    }
}
