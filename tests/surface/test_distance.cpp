#include "base/parallel.hpp"
#include "support/errors.hpp"
#include "surface/cost_distance.hpp"
#include "surface/distance.hpp"
#include "surface/fixtures.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <queue>
#include <random>
#include <set>

using namespace jt;
using surface::CostMethod;
using surface::Grid;
using surface::SourceRule;
using surface::Surface;
using test::alike;
using test::error_text;
using test::shared;
using test::values_of;

namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

Grid grid_of(std::size_t columns, std::size_t rows, double cell_x, double cell_y) {
    Grid grid = test::metre_grid(columns, rows);
    grid.cell_x = cell_x;
    grid.cell_y = cell_y;
    return grid;
}

Surface surface_of(const Grid& grid, std::vector<float> values) {
    return {grid, geo::Crs::from("EPSG:4544"), std::move(values)};
}

/// One source in `rarity` cells, of values 1 to 5.
std::vector<float> scattered(std::size_t cells, unsigned rarity, std::mt19937& random) {
    std::vector<float> out(cells, kNone);
    for (float& value : out) {
        if (random() % rarity == 0) {
            value = static_cast<float>(1 + random() % 5);
        }
    }
    return out;
}

/// Distance and value of the nearest source by asking all: the sum is exact for cells of whole
/// metres. Of equally near ones the westernmost, then the northernmost.
struct Nearest {
    std::vector<double> distance, value;
};
Nearest ask_all(const Grid& grid, const std::vector<float>& values, const SourceRule& rule) {
    const bool square = grid.cell_x == grid.cell_y;
    const double wx = square ? 1 : grid.cell_x * grid.cell_x;
    const double wy = square ? 1 : grid.cell_y * grid.cell_y;
    Nearest out;
    for (std::size_t i = 0; i < values.size(); ++i) {
        double best = std::numeric_limits<double>::infinity();
        double value = kNone;
        for (std::size_t column = 0; column < grid.columns; ++column) {
            for (std::size_t row = 0; row < grid.rows; ++row) {
                const float source = values[row * grid.columns + column];
                const bool counts = rule.values.empty()
                                        ? !std::isnan(source)
                                        : static_cast<double>(source) == rule.values.front();
                const double dx =
                    static_cast<double>(column) - static_cast<double>(i % grid.columns);
                const double dy = static_cast<double>(row) - static_cast<double>(i / grid.columns);
                const double squares = wx * (dx * dx) + wy * (dy * dy);
                if (counts && squares < best) {
                    best = squares;
                    value = source;
                }
            }
        }
        const double metres = (square ? grid.cell_x : 1) * std::sqrt(best);
        const bool within = metres <= rule.max && std::isfinite(metres);
        out.distance.push_back(within ? static_cast<float>(metres) : kNone);
        out.value.push_back(within ? value : kNone);
    }
    return out;
}

/// Equal to asking all, for one thread and for two.
void check_all(const Grid& grid, const std::vector<float>& values, const SourceRule& rule) {
    const Nearest wanted = ask_all(grid, values, rule);
    const Surface sources = surface_of(grid, values);
    for (const int threads : {1, 2}) {
        base::set_threads(threads);
        CHECK(alike(values_of(surface::distance(sources, rule).surface), wanted.distance));
        CHECK(alike(values_of(surface::allocation(sources, rule).surface), wanted.value));
    }
    base::set_threads(0);
}

}  // namespace

TEST_CASE("distances are those to the nearest of all sources, bit for bit") {
    std::mt19937 random(1);
    for (int round = 0; round < 200; ++round) {
        const double cell = round % 3 == 0 ? 7.3 : 10;
        const bool square = round % 2 == 0;
        const Grid grid =
            grid_of(1 + random() % 30, 1 + random() % 40, square ? cell : 20, square ? cell : 30);
        SourceRule rule;
        if (round % 5 == 0) {
            rule.max = 60;
        }
        if (round % 7 == 0) {
            rule.values = {3};
        }
        check_all(grid, scattered(grid.cells(), 1 + static_cast<unsigned>(random() % 40), random),
                  rule);
    }
}

TEST_CASE("distances across stripes and chunks, near and far") {
    std::mt19937 random(2);
    for (const unsigned rarity : {20U, 400U, 30000U}) {
        const Grid tall = grid_of(9, 300, 5, 5), wide = grid_of(1700, 3, 5, 5);
        auto values = scattered(tall.cells(), rarity, random);
        values[4] = 2;
        check_all(tall, values, {});
        values = scattered(wide.cells(), rarity, random);
        values[200] = 1;
        check_all(wide, values, {});
    }
    // A crowd in the west, nothing in the east.
    const Grid wide = grid_of(1700, 3, 5, 5);
    auto values = scattered(wide.cells(), 3, random);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i % 1700 > 600) {
            values[i] = kNone;
        }
    }
    check_all(wide, values, {});
}

TEST_CASE("one source, only sources, and none") {
    const Grid grid = test::metre_grid(40, 30);
    std::vector<float> one(grid.cells(), kNone);
    one[12 * 40 + 7] = 9;
    check_all(grid, one, {});
    check_all(grid, std::vector<float>(grid.cells(), 1), {});
    check_all(grid, std::vector<float>(grid.cells(), kNone), {});
    const auto ran =
        test::run("surface.distance",
                  {{"sources", {shared(surface_of(grid, std::vector<float>(1200, kNone)))}}});
    CHECK(ran.texts() ==
          std::vector<std::string>{"warning: no cell is a source: all 1200 cells have no value"});
    const auto some = test::run("surface.distance", {{"sources", {shared(surface_of(grid, one))}}},
                                {{"values", {9}}, {"max", "0.1 km"}});
    CHECK(some.texts() == std::vector<std::string>{"info: 1 of 1200 cells are sources"});
    CHECK(some.surface().at(12, 17) == 100);
    CHECK(std::isnan(some.surface().at(12, 18)));
    const auto owner = test::run("surface.allocation",
                                 {{"sources", {shared(surface_of(grid, one))}}}, {{"max", 15}});
    CHECK(owner.surface().at(13, 8) == 9);
    CHECK(std::isnan(owner.surface().at(12, 9)));
}

TEST_CASE("sources of 64 bit keep their values") {
    const Grid grid = test::metre_grid(5, 1);
    const double odd = 0.1 + 1e-12;
    const Surface sources(grid, geo::Crs::from("EPSG:4544"),
                          std::vector<double>{kNone, odd, kNone, kNone, 0.1});
    SourceRule rule;
    rule.values = {odd};
    CHECK(values_of(surface::distance(sources, rule).surface) ==
          std::vector<double>{10, 0, 10, 20, 30});
    CHECK(values_of(surface::allocation(sources, {}).surface) ==
          std::vector<double>{odd, odd, odd, 0.1, 0.1});
}

TEST_CASE("distances are refused where a metre has no meaning") {
    Grid grid = test::metre_grid(3, 3, 0.1);
    grid.left = 104;
    grid.top = 30;
    const Surface degrees(grid, geo::Crs::from("EPSG:4490"), std::vector<float>(9, 1));
    CHECK(error_text([&] { surface::distance(degrees, {}); }).find("is in degrees") !=
          std::string::npos);
    const Surface mercator(test::metre_grid(3, 3), geo::Crs::from("EPSG:3857"),
                           std::vector<float>(9, 1));
    CHECK(error_text([&] {
              surface::allocation(mercator, {});
          }).find("distances cannot be measured in") == 0);
    const auto bad = [&] {
        test::run("surface.distance",
                  {{"sources", {shared(surface_of(test::metre_grid(1, 1), {1}))}}},
                  {{"values", {"x"}}});
    };
    CHECK(error_text(bad).find("is not a finite number") != std::string::npos);
}

namespace {

/// Costs by a set of open cells and no heap; barriers are NaN.
std::vector<double> plain_costs(const Grid& grid, const std::vector<float>& friction,
                                const std::vector<float>& sources) {
    const auto columns = static_cast<int>(grid.columns), rows = static_cast<int>(grid.rows);
    const auto index = [&](int r, int c) { return static_cast<std::size_t>(r * columns + c); };
    const auto free = [&](int r, int c) { return !std::isnan(friction[index(r, c)]); };
    std::vector<double> out(friction.size(), std::numeric_limits<double>::infinity());
    std::set<std::pair<double, std::size_t>> open;
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (!std::isnan(sources[i]) && !std::isnan(friction[i])) {
            out[i] = 0;
            open.insert({0, i});
        }
    }
    while (!open.empty()) {
        const auto [cost, cell] = *open.begin();
        open.erase(open.begin());
        const int r = static_cast<int>(cell) / columns, c = static_cast<int>(cell) % columns;
        for (int dr = -1; dr <= 1; ++dr) {
            for (int dc = -1; dc <= 1; ++dc) {
                const int nr = r + dr, nc = c + dc;
                if (nr < 0 || nc < 0 || nr >= rows || nc >= columns || !free(nr, nc) ||
                    (dr != 0 && dc != 0 && !free(r, nc) && !free(nr, c))) {
                    continue;
                }
                const std::size_t to = index(nr, nc);
                const double mean =
                    (static_cast<double>(friction[cell]) + static_cast<double>(friction[to])) / 2;
                const double next = cost + mean * std::hypot(dc * grid.cell_x, dr * grid.cell_y);
                if (next < out[to]) {
                    open.erase({out[to], to});
                    out[to] = next;
                    open.insert({next, to});
                }
            }
        }
    }
    for (double& cost : out) {
        cost = std::isinf(cost) ? kNone : cost;
    }
    return out;
}

surface::CostDistance costs(const Grid& grid, std::vector<float> friction,
                            std::vector<float> sources, CostMethod method,
                            const SourceRule& rule = {}) {
    return surface::cost_distance(shared(surface_of(grid, std::move(friction))),
                                  shared(surface_of(grid, std::move(sources))), rule, method);
}

/// The largest excess over the straight line from the middle cell of constant friction, as a share;
/// of cells at least `from` cells away.
double excess(CostMethod method, double from) {
    const Grid grid = grid_of(201, 201, 10, 10);
    std::vector<float> sources(grid.cells(), kNone);
    sources[100 * 201 + 100] = 1;
    const auto found = costs(grid, std::vector<float>(grid.cells(), 2), sources, method);
    const auto exact = values_of(surface::distance(surface_of(grid, sources), {}).surface);
    const auto cost = values_of(found.cost);
    double out = 0;
    for (std::size_t i = 0; i < cost.size(); ++i) {
        CHECK(cost[i] >= 2 * exact[i] * (1 - 1e-6));
        if (exact[i] >= from * 10) {
            out = std::max(out, cost[i] / (2 * exact[i]) - 1);
        }
    }
    return out;
}

}  // namespace

TEST_CASE("costs of eight neighbours are those of a plain search") {
    std::mt19937 random(3);
    for (int round = 0; round < 100; ++round) {
        const Grid grid =
            grid_of(1 + random() % 20, 1 + random() % 20, 10, round % 2 == 0 ? 10 : 25);
        std::vector<float> friction(grid.cells());
        for (float& value : friction) {
            value = random() % 4 == 0 ? kNone : 0.5F + static_cast<float>(random() % 100);
        }
        const auto sources = scattered(grid.cells(), 30, random);
        const auto found = costs(grid, friction, sources, CostMethod::dijkstra);
        CHECK(alike(values_of(found.cost), plain_costs(grid, friction, sources)));
        const auto nearest = values_of(found.nearest), cost = values_of(found.cost);
        for (std::size_t i = 0; i < cost.size(); ++i) {
            CHECK(std::isnan(nearest[i]) == std::isnan(cost[i]));
        }
    }
}

TEST_CASE("how far both methods are from the straight line") {
    // sec(22.5 deg) less a little: the known excess of eight directions.
    CHECK(excess(CostMethod::dijkstra, 0) == Approx(0.0824).margin(0.0002));
    CHECK(excess(CostMethod::dijkstra, 90) == Approx(0.0824).margin(0.0002));
    CHECK(excess(CostMethod::eikonal, 0) < 0.042);
    CHECK(excess(CostMethod::eikonal, 10) < 0.022);
    CHECK(excess(CostMethod::eikonal, 90) < 0.005);
}

TEST_CASE("the way back leads to the source, around barriers") {
    const Grid grid = test::metre_grid(5, 3);
    std::vector<float> friction(15, 1), sources(15, kNone);
    friction[2] = kNone;          // a wall from the north ...
    friction[1 * 5 + 2] = kNone;  // ... open in the last row
    sources[0] = 7;
    for (const CostMethod method : {CostMethod::dijkstra, CostMethod::eikonal}) {
        const auto found = costs(grid, friction, sources, method);
        CHECK(std::isnan(found.back.at(0, 0)));
        CHECK(found.back.at(0, 1) == 270);
        CHECK(found.back.at(1, 0) == 0);
        CHECK(found.back.at(1, 1) == Approx(315));
        CHECK(std::isnan(found.cost.at(0, 2)));
        CHECK(found.nearest.at(0, 4) == 7);
        CHECK(found.unreached == 0);
    }
    // 0 -> (1,1)* -> (2,2) -> (1,3): three diagonals would squeeze past no corner of two barriers.
    const auto found = costs(grid, friction, sources, CostMethod::dijkstra);
    CHECK(found.cost.at(1, 3) == Approx(10 * 3 * std::sqrt(2.0)));
    std::vector<float> cross(9, 1), corner(9, kNone);
    cross[1] = cross[3] = kNone;
    corner[0] = 1;
    const auto shut = costs(test::metre_grid(3, 3), cross, corner, CostMethod::eikonal);
    CHECK(std::isnan(shut.cost.at(1, 1)));
    CHECK(shut.unreached == 6);
}

TEST_CASE("cost distance as an operator tells what it left out") {
    const Grid grid = test::metre_grid(4, 1);
    const auto sources = shared(surface_of(grid, {1, kNone, kNone, 2}));
    const auto ran = test::run(
        "surface.cost_distance",
        {{"friction", {shared(surface_of(grid, {2, 2, 2, kNone}))}}, {"sources", {sources}}},
        {{"max", 20}});
    CHECK(ran.texts() ==
          std::vector<std::string>{
              "info: 2 of 4 cells are sources",
              "warning: 1 sources lie on cells without friction and are left out",
              "info: 1 cells with a friction have no way to a source within the limit"});
    const auto& cost = dynamic_cast<const Surface&>(*ran.outputs.at("cost"));
    CHECK(alike(values_of(cost), {0, 20, kNone, kNone}));
    const auto bad = [&] {
        test::run("surface.cost_distance", {{"friction", {shared(surface_of(grid, {2, 0, -1, 1}))}},
                                            {"sources", {sources}}});
    };
    CHECK(error_text(bad).find("the friction of 2 cells is not above 0 and finite, first in row 1, "
                               "column 2: 0") != std::string::npos);
    const auto other = [&] {
        test::run("surface.cost_distance",
                  {{"friction", {shared(surface_of(test::metre_grid(3, 1), {1, 1, 1}))}},
                   {"sources", {sources}}});
    };
    CHECK(error_text(other).find("does not match the first") != std::string::npos);
}
