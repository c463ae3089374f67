#include "geo/measure.hpp"
#include "geo/topology.hpp"
#include "network/helpers.hpp"
#include "network/reach/cover_grid.hpp"
#include "network/reach/isochrone.hpp"

#include <catch2/catch.hpp>
#include <map>

using namespace jt;
using network::Piece;
using test::build;

namespace {

std::vector<Piece> reached(const network::Network& net, const std::vector<double>& xy,
                           const std::vector<std::uint32_t>& limits) {
    base::Diagnostics quiet;
    const auto points = network::connect(net, *test::points(xy), "", quiet);
    std::vector<const network::Place*> places;
    for (const auto& place : points.places) {
        places.push_back(&place);
    }
    network::Search search(net);
    return network::reach(search, net, places, limits);
}

double reached_m(const std::vector<Piece>& pieces) {
    double mm = 0;
    for (const Piece& piece : pieces) {
        mm += std::abs(static_cast<double>(piece.to_mm) - piece.from_mm);
    }
    return mm / 1000;
}

std::vector<test::Road> lattice(std::uint64_t seed) {
    test::Random random{seed};
    std::vector<test::Road> roads;
    for (int i = 0; i < 6; ++i) {
        roads.push_back({{0, i * 400.0, 2000, i * 400.0 + random.below(100)}});
        roads.push_back({{i * 400.0, 0, i * 400.0 + random.below(100), 2000}});
        roads[roads.size() - 1].speed = 20 + random.below(40);
        roads[roads.size() - 2].oneway = random.below(3) == 0 ? "FT" : "";
    }
    return roads;
}

}  // namespace

TEST_CASE("pieces end exactly where the time is up, in both directions from inside an edge") {
    const auto built = build({{{0, 0, 1000, 0}}});
    const auto pieces = reached(*built.network, {400, 0}, {10000, 30000});
    CHECK(reached_m(pieces) == Approx(600.0));
    REQUIRE(pieces.size() == 4);
    CHECK(pieces[0].from_mm == 400000);
    CHECK(pieces[0].to_mm == 500000);
    CHECK(pieces[0].band == 0);
    CHECK(pieces[1].from_mm == 500000);
    CHECK(pieces[1].to_mm == 700000);
    CHECK(pieces[1].to_ms == 30000);
    CHECK(pieces[3].to_mm == 100000);
}

TEST_CASE("a one-way edge is reached in its direction only, and fronts meet once") {
    const auto one = build({{.xy = {0, 0, 1000, 0}, .oneway = "FT"}});
    CHECK(reached_m(reached(*one.network, {400, 0}, {20000})) == Approx(200.0));
    // A square: the two fronts meet in the far corner's edges, and no metre counts twice.
    const auto square = build({{{0, 0, 300, 0, 300, 300, 0, 300, 0, 0}}, {{0, 0, 0, -100}}});
    CHECK(reached_m(reached(*square.network, {0, -100}, {10000000})) ==
          Approx(1300.0).margin(0.01));
}

TEST_CASE("no reached piece goes beyond its limit, and reach grows with time") {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        const auto built = build(lattice(seed));
        const std::vector<std::uint32_t> limits = {20000, 60000, 61000, 120000};
        const auto pieces = reached(*built.network, {730, 410}, limits);
        double last = 0;
        for (std::uint32_t band = 0; band < limits.size(); ++band) {
            std::vector<Piece> within;
            for (const Piece& piece : pieces) {
                if (piece.band <= band) {
                    within.push_back(piece);
                    CHECK(piece.from_ms <= piece.to_ms);
                    CHECK(piece.to_ms <= limits[piece.band]);
                }
            }
            // The same as asking for that limit alone.
            const auto alone = reached(*built.network, {730, 410}, {limits[band]});
            CHECK(reached_m(alone) == Approx(reached_m(within)).margin(0.05));
            CHECK(reached_m(within) >= last);
            last = reached_m(within);
        }
    }
}

TEST_CASE("polygons hold every reached node and every smaller polygon") {
    const auto built = build(lattice(2));
    const std::vector<std::uint32_t> limits = {30000, 60000, 120000};
    base::Diagnostics quiet;
    const auto points = network::connect(*built.network, *test::points({730, 410}), "", quiet);
    network::Search search(*built.network);
    const auto pieces = network::reach(search, *built.network, {&points.places[0]}, limits);
    geo::GeometryArray polygons(geo::Shape::polygon);
    network::band_polygons(built.t(), pieces, limits.size(), 50, polygons);
    REQUIRE(polygons.size() == 3);
    std::size_t inside = 0;
    for (std::size_t band = 0; band < limits.size(); ++band) {
        CHECK(geo::invalid_reason(polygons, band).empty());
        network::start_from(search, *built.network, points.places[0]);
        search.run(limits[band]);
        for (std::uint32_t n = 0; n < built.t().nodes; ++n) {
            if (search.cost(n) != network::kClosed) {
                CHECK(geo::contains_point(polygons, band, built.t().place_xy[2 * n],
                                          built.t().place_xy[2 * n + 1]));
                ++inside;
            }
        }
    }
    CHECK(inside > 10);
    const geo::Measure measure(test::crs());
    for (std::size_t band = 1; band < limits.size(); ++band) {
        const double small = measure.area(polygons, band - 1);
        CHECK(measure.area(polygons, band) > small);
        CHECK(geo::intersection_area(polygons, band - 1, polygons, band) ==
              Approx(geo::intersection_area(polygons, band - 1, polygons, band - 1)).epsilon(1e-9));
    }
}

TEST_CASE("several origins at once reach what the nearest of them reaches") {
    const auto built = build({{{0, 0, 10000, 0}}});
    CHECK(reached_m(reached(*built.network, {0, 0, 10000, 0}, {30000})) == Approx(600.0));
    CHECK(reached_m(reached(*built.network, {0, 0, 100, 0}, {30000})) ==
          Approx(400.0 + 300.0).margin(500));
}

TEST_CASE("an origin off the network reaches nothing, and its polygon is empty") {
    const auto built = build({{{0, 0, 1000, 0}}});
    const auto pieces = reached(*built.network, {0, 90000}, {30000});
    CHECK(pieces.empty());
    geo::GeometryArray polygons(geo::Shape::polygon);
    network::band_polygons(built.t(), pieces, 1, 50, polygons);
    REQUIRE(polygons.size() == 1);
    CHECK(polygons.status(0) == geo::Status::empty);
}

TEST_CASE("covered cells and outer lines together are the buffer of all lines") {
    test::Random random{17};
    geo::GeometryArray lines(geo::Shape::line);
    std::vector<std::size_t> all;
    for (int i = 0; i < 400; ++i) {
        const double x = test::kX + random.unit() * 3000, y = test::kY + random.unit() * 3000;
        lines.add_line(std::vector<double>{x, y, x + random.unit() * 200, y + random.unit() * 200});
        all.push_back(all.size());
    }
    const network::CoverGrid grid(lines, 300);
    const auto outer = grid.outer();
    CHECK(outer.size() < 200);
    CHECK(!outer.empty());
    geo::GeometryArray plain(geo::Shape::polygon), parts(geo::Shape::polygon),
        quick(geo::Shape::polygon);
    geo::buffer_united(lines, all, 300, plain);
    grid.append_cells(parts);
    geo::buffer_united(lines, outer, 300, parts);
    geo::unite(parts, quick);
    const geo::Measure measure(test::crs());
    const double area = measure.area(plain, 0);
    CHECK(measure.area(quick, 0) == Approx(area).epsilon(1e-6));
    CHECK(geo::intersection_area(plain, 0, quick, 0) ==
          Approx(geo::intersection_area(plain, 0, plain, 0)).epsilon(1e-6));
    // Too large a grid covers nothing, and every line is an outer one.
    geo::GeometryArray far(geo::Shape::line);
    far.add_line(std::vector<double>{test::kX, test::kY, test::kX + 1, test::kY});
    far.add_line(std::vector<double>{test::kX + 1e6, test::kY + 1e6, test::kX + 1e6, test::kY});
    CHECK(network::CoverGrid(far, 10).outer().size() == 2);
}
