#include "base/parallel.hpp"
#include "support/errors.hpp"
#include "surface/fixtures.hpp"
#include "surface/grow.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <random>

using namespace jt;
using nlohmann::json;
using surface::Surface;
using test::error_text;
using test::run;
using test::shared;
using test::values_of;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kCell = 100;  // m2

/// Digits are suitability in tens, a dot is not feasible. Cells of 10 m.
surface::SurfacePtr drawn(const std::vector<std::string>& rows) {
    std::vector<float> values;
    for (const auto& row : rows) {
        for (const char sign : row) {
            values.push_back(sign == '.' ? std::numeric_limits<float>::quiet_NaN()
                                         : static_cast<float>(10 * (sign - '0')));
        }
    }
    return shared(Surface(test::metre_grid(rows.front().size(), rows.size()),
                          geo::Crs::from("EPSG:4544"), std::move(values)));
}

surface::SurfacePtr hills(std::size_t size, unsigned seed, bool holes) {
    std::mt19937 random(seed);
    const auto share = [&] { return static_cast<double>(random()) / 4294967296.0; };
    const double a = share() * 6, b = share() * 6;
    return shared(test::filled(test::metre_grid(size, size), "EPSG:4544", [&](double x, double y) {
        const double value = 50 + 25 * std::sin(x / 90 + a) + 24 * std::cos(y / 70 + b);
        return holes && random() % 5 == 0 ? kNone : value;
    }));
}

/// Cells of one number that can be walked to from its first cell.
std::size_t walked(const Surface& numbers, double number, bool corners) {
    const auto values = values_of(numbers);
    const auto columns = static_cast<int>(numbers.grid().columns);
    const auto rows = static_cast<int>(numbers.grid().rows);
    std::vector<bool> seen(values.size(), false);
    std::vector<std::size_t> open;
    const auto first = std::find(values.begin(), values.end(), number);
    if (first != values.end()) {
        open.push_back(static_cast<std::size_t>(first - values.begin()));
        seen[open.back()] = true;
    }
    std::size_t out = 0;
    while (!open.empty()) {
        const int row = static_cast<int>(open.back()) / columns;
        const int column = static_cast<int>(open.back()) % columns;
        open.pop_back();
        ++out;
        for (int k = 0; k < 9; ++k) {
            const int r = row + k / 3 - 1, c = column + k % 3 - 1;
            if (r >= 0 && c >= 0 && r < rows && c < columns && (corners || k % 2 == 1)) {
                const auto to = static_cast<std::size_t>(r * columns + c);
                if (!seen[to] && values[to] == number) {
                    seen[to] = true;
                    open.push_back(to);
                }
            }
        }
    }
    return out;
}

std::size_t count_of(const Surface& numbers, double number) {
    const auto values = values_of(numbers);
    return static_cast<std::size_t>(std::count(values.begin(), values.end(), number));
}

std::string refused(const surface::SurfacePtr& surface, const json& params) {
    std::string out = error_text([&] { run("surface.grow", {{"surface", {surface}}}, params); });
    const std::string where = "\n  in operator surface.grow";  // said of every error
    return out.find(where) == std::string::npos ? out : out.erase(out.find(where), where.size());
}

}  // namespace

TEST_CASE("a region has its area exactly, is connected, and keeps off cells without a value") {
    for (const unsigned seed : {1U, 2U, 3U, 4U}) {
        for (const bool corners : {false, true}) {
            const auto surface = hills(40, seed, true);
            const auto ran = run("surface.grow", {{"surface", {surface}}},
                                 {{"area", 150.5 * kCell},
                                  {"regions", 3},
                                  {"corners", corners},
                                  {"shape", 0.2 * seed}});
            const auto& table = ran.table();
            REQUIRE(table.rows() == 3);
            const auto given = values_of(*surface), numbers = values_of(ran.surface());
            for (std::size_t k = 0; k < 3; ++k) {
                const auto number = static_cast<double>(k + 1);
                CAPTURE(seed, corners, k);
                CHECK(table.column("cells").integer(k) == 51);
                CHECK(table.column("area_m2").number(k) == 51 * kCell);
                CHECK(table.column("mu").number(k) == Approx(51 * kCell * 15 / 10000));
                CHECK(table.column("connected").boolean(k));
                CHECK(count_of(ran.surface(), number) == 51);
                CHECK(walked(ran.surface(), number, corners) == 51);
                double sum = 0;
                for (std::size_t i = 0; i < given.size(); ++i) {
                    if (numbers[i] == number) {
                        CHECK_FALSE(std::isnan(given[i]));
                        sum += given[i];
                    }
                }
                CHECK(table.column("mean").number(k) == Approx(sum / 51));
            }
        }
    }
}

TEST_CASE("one region is possible just where a connected part is large enough") {
    std::mt19937 random(5);
    std::size_t possible = 0, impossible = 0;
    for (int round = 0; round < 100; ++round) {
        const bool corners = round % 2 == 0;
        std::vector<std::string> rows(7, std::string(7, '.'));
        for (auto& row : rows) {
            for (char& cell : row) {
                cell = random() % 5 < 3 ? static_cast<char>('0' + random() % 10) : '.';
            }
        }
        const auto surface = drawn(rows);
        std::vector<double> mask = values_of(*surface);
        std::size_t largest = 0;
        for (std::size_t i = 0; i < mask.size(); ++i) {
            if (!std::isnan(mask[i])) {
                // The part that holds cell i: numbers of one, everything else none.
                std::vector<double> one(mask.size(), kNone);
                for (std::size_t j = i; j < mask.size(); ++j) {
                    one[j] = std::isnan(mask[j]) ? kNone : 1;
                }
                largest = std::max(
                    largest,
                    walked(Surface(surface->grid(), surface->crs(), std::move(one)), 1, corners));
            }
        }
        const std::size_t wanted = 1 + random() % 25;
        const json params = {{"area", static_cast<double>(wanted) * kCell}, {"corners", corners}};
        CAPTURE(round, largest, wanted);
        if (wanted <= largest) {
            ++possible;
            const auto ran = run("surface.grow", {{"surface", {surface}}}, params);
            CHECK(walked(ran.surface(), 1, corners) == wanted);
        } else {
            ++impossible;
            CHECK(refused(surface, params) != "(no error)");
        }
    }
    CHECK(possible > 10);
    CHECK(impossible > 10);
}

TEST_CASE("suitability alone finds the best cells, shape alone a compact region") {
    const auto ridge = drawn({"1111111", "1999991", "1111111", "1111111", "1111111"});
    const auto best =
        run("surface.grow", {{"surface", {ridge}}}, {{"area", 5 * kCell}, {"shape", 0}});
    CHECK(best.table().column("mean").number(0) == 90);
    CHECK(best.table().column("compactness").number(0) == Approx(16 * 5 / 144.0));
    const auto square =
        run("surface.grow", {{"surface", {ridge}}}, {{"area", 9 * kCell}, {"shape", 1}});
    CHECK(square.table().column("compactness").number(0) == 1);
    double before = 0;
    const auto uneven = hills(50, 9, true);
    for (const double shape : {0.0, 0.5, 1.0}) {
        const auto ran =
            run("surface.grow", {{"surface", {uneven}}}, {{"area", 200 * kCell}, {"shape", shape}});
        const double compactness = ran.table().column("compactness").number(0);
        CHECK(compactness > before);
        before = compactness;
    }
}

TEST_CASE("of equals the first from north to south and west to east is taken, on any threads") {
    const auto flat = drawn({"5555", "5555", "5555"});
    const auto ran =
        run("surface.grow", {{"surface", {flat}}}, {{"area", 3 * kCell}, {"shape", 0}});
    CHECK(ran.table().column("seed_x").number(0) == flat->grid().x(0));
    CHECK(ran.table().column("seed_y").number(0) == flat->grid().y(0));
    const auto rough = hills(60, 2, true);
    const auto bytes = [&](int threads) {
        base::set_threads(threads);
        const auto one = run("surface.grow", {{"surface", {rough}}},
                             {{"area", 300 * kCell}, {"regions", 4}, {"seeds", 90}});
        base::set_threads(0);
        return registry::content_hash(one.surface()) + registry::content_hash(one.table());
    };
    CHECK(bytes(1) == bytes(2));
    CHECK(bytes(2) == bytes(2));
}

TEST_CASE("regions keep their distances from each other and from what is named") {
    const auto surface = hills(60, 4, false);
    const auto ran =
        run("surface.grow", {{"surface", {surface}}},
            {{"area", 160 * kCell}, {"regions", 4}, {"apart_min", "50 m"}, {"apart_max", "120 m"}});
    const auto numbers = values_of(ran.surface());
    const auto columns = static_cast<double>(surface->grid().columns);
    for (std::size_t k = 0; k < 4; ++k) {
        double nearest = std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            for (std::size_t j = 0; j < numbers.size(); ++j) {
                if (numbers[i] == static_cast<double>(k + 1) && !std::isnan(numbers[j]) &&
                    numbers[j] != numbers[i]) {
                    const double a = static_cast<double>(i), b = static_cast<double>(j);
                    const double x = std::fmod(a, columns) - std::fmod(b, columns);
                    const double y = std::floor(a / columns) - std::floor(b / columns);
                    nearest = std::min(nearest, 10 * std::sqrt(x * x + y * y));
                }
            }
        }
        CHECK(ran.table().column("apart").number(k) == Approx(nearest));
        CHECK(nearest >= 50);
        CHECK(nearest <= 120);
    }
    std::vector<double> road(numbers.size(), kNone);
    for (std::size_t row = 0; row < 60; ++row) {
        road[row * 60 + 30] = 1;
    }
    const auto near = run("surface.grow",
                          {{"surface", {surface}},
                           {"from", {shared(Surface(surface->grid(), surface->crs(), road))}}},
                          {{"area", 80 * kCell}, {"from_min", 30}, {"from_max", 150}});
    const auto kept = values_of(near.surface());
    for (std::size_t i = 0; i < kept.size(); ++i) {
        if (!std::isnan(kept[i])) {
            const double away = 10 * std::abs(static_cast<double>(i % 60) - 30);
            CHECK(away >= 30);
            CHECK(away <= 150);
        }
    }
}

TEST_CASE("areas may differ between least and most where the ground is in pieces") {
    const auto pieces = drawn({"999.777777", "999.777777", "999.777777"});
    CHECK(
        refused(pieces, {{"area", 24 * kCell}, {"regions", 2}}) ==
        "only 0.12 ha of 0.24 ha were found, in 1 regions: what is left is too small, or too near "
        "or too far (apart_min, apart_max)\n  hint: lower 'area' or 'least', raise 'regions', or "
        "loosen apart_min and apart_max");
    const auto ran = run("surface.grow", {{"surface", {pieces}}},
                         {{"area", 24 * kCell}, {"regions", 2}, {"least", 8 * kCell}});
    CHECK(ran.table().column("cells").integer(0) + ran.table().column("cells").integer(1) == 24);
}

TEST_CASE("an area that cannot be is refused with the largest that can") {
    const auto pieces = drawn({"99.99", "99.99", "....9"});
    CHECK(refused(pieces, {{"area", "1 ha"}}) ==
          "the area of 1 ha is more than all that is feasible: 0.09 ha\n  hint: lower 'area', or "
          "loosen what is left out as nodata and by 'from_min' and 'from_max'");
    CHECK(refused(pieces, {{"area", 6 * kCell}}) ==
          "a region wants 0.06 ha connected, but the largest connected part of what is feasible is "
          "0.05 ha\n  hint: more and smaller regions ('regions', 'least'), or corners = true");
    CHECK(refused(pieces, {{"area", 6 * kCell}, {"least", 7 * kCell}}) ==
          "the least area of a region, 0.07 ha, is more than 0.06 ha\n"
          "  hint: lower 'least', or raise 'area' or 'most'");
    CHECK(refused(pieces, {{"area", "0.9 亩"}, {"regions", 2}, {"most", 2 * kCell}}) ==
          "2 regions of at most 0.02 ha are 0.04 ha, less than the area of 0.06 ha\n"
          "  hint: raise 'most' or 'regions', or lower 'area'");
    CHECK(refused(pieces, {{"area", 300}, {"bounds", {5}}}) ==
          "bounds wants two ascending numbers, found [5]");
    CHECK(refused(pieces, {{"area", 300}, {"from_max", 5}}) ==
          "from_min and from_max want the port 'from'");
    CHECK(refused(pieces, {{"area", 300}, {"apart_min", 9}, {"apart_max", 5}}) ==
          "apart_min is 9 m and more than apart_max of 5 m");
    const auto nothing = drawn({"...", "..."});
    CHECK(refused(nothing, {{"area", 300}}).substr(0, 60) ==
          "the area of 0.03 ha is more than all that is feasible: 0 ha\n");
    const auto degrees = shared(Surface(test::metre_grid(2, 1, 0.1), geo::Crs::from("EPSG:4490"),
                                        std::vector<float>{1, 2}));
    CHECK(refused(degrees, {{"area", 300}}) != "(no error)");
    const auto out =
        run("surface.grow", {{"surface", {pieces}}}, {{"area", 300}, {"bounds", {0, 50}}});
    CHECK(out.texts().front() ==
          "warning: 9 feasible cells lie outside the bounds 0 to 50 and count as the nearer one");
}
