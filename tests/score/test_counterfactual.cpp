#include "score/counterfactual.hpp"

#include "score/draws.hpp"
#include "score/waterfall.hpp"

#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>

using namespace jt::score;

namespace {

/// Score of one row on the way to another's, by 1 / parts of the room: fewest criteria, then least
/// cost, over every combination.
std::pair<int, double> brute_force(const std::vector<double>& start,
                                   const std::vector<double>& weights,
                                   const std::vector<Room>& rooms, double best, int parts) {
    std::pair<int, double> least = {99, 0};
    const std::size_t n = start.size();
    std::vector<int> at(n);
    while (true) {
        double score = 0, cost = 0;
        int changed = 0;
        for (std::size_t j = 0; j < n; ++j) {
            const double by = (rooms[j].most - start[j]) * at[j] / parts;
            score += weights[j] * (start[j] + by);
            cost += by * rooms[j].unit_cost;
            changed += at[j] > 0 ? 1 : 0;
        }
        if (score >= best - 1e-12) {
            least = std::min(least, {changed, cost});
        }
        std::size_t j = 0;
        while (j < n && ++at[j] > parts) {
            at[j++] = 0;
        }
        if (j == n) {
            return least;
        }
    }
}

}  // namespace

TEST_CASE("fewest criteria first, then least cost") {
    // b lacks 0.4 * 10 + 0.3 * 10 + 0.3 * 10 = 10 points on a.
    const Criteria values = {{60, 50}, {60, 50}, {60, 50}};
    const std::vector<double> weights = {0.4, 0.3, 0.3};
    // One criterion can do it alone: the first by 25.
    const auto one = counterfactual(values, weights, 1, {{100, 9}, {80, 1}, {80, 1}});
    CHECK(one.possible);
    CHECK(one.gap == Approx(10));
    REQUIRE(one.changes.size() == 1);
    CHECK(one.changes[0].criterion == 0);
    CHECK(one.changes[0].to == Approx(75));
    CHECK(one.changes[0].gain == Approx(10));
    CHECK(one.cost == Approx(225));
    // No one alone; of the pairs the second and third cost least: 6 points cost 20 a, 4 points
    // 13.33 b.
    const auto two = counterfactual(values, weights, 1, {{70, 9}, {70, 1}, {70, 2}});
    REQUIRE(two.changes.size() == 2);
    CHECK(two.changes[0].criterion == 1);
    CHECK(two.changes[0].to == Approx(70));
    CHECK(two.changes[1].to == Approx(50 + 4 / 0.3));
    CHECK(two.cost == Approx(20 + 2 * 4 / 0.3));
    // Equal costs: the first set by the order of criteria.
    const auto equal =
        counterfactual({{1, 0}, {1, 0}, {0, 0}}, {0.25, 0.25, 0.5}, 1, {{4, 1}, {4, 1}, {0, 1}});
    REQUIRE(equal.changes.size() == 1);
    CHECK(equal.changes[0].criterion == 0);
}

TEST_CASE("what is impossible says what is missing, what is first needs nothing") {
    const Criteria values = {{60, 50}, {60, 50}};
    const auto none = counterfactual(values, {0.5, 0.5}, 1, {{55, 1}, {50, 1}});
    CHECK_FALSE(none.possible);
    CHECK(none.gap == Approx(10));
    CHECK(none.reachable == Approx(2.5));
    CHECK(none.changes.empty());
    const auto first = counterfactual(values, {0.5, 0.5}, 0, {{55, 1}, {50, 1}});
    CHECK(first.possible);
    CHECK(first.gap == 0);
    CHECK(first.best == 50);
    CHECK(first.changes.empty());
    CHECK(counterfactual({{7}}, {1}, 0, {{9, 1}}).possible);
    // A criterion without weight helps nobody.
    CHECK_FALSE(counterfactual(values, {1, 0}, 1, {{50, 1}, {1000, 1}}).possible);
    // Exactly enough is enough.
    CHECK(counterfactual({{0.3, 0}, {0.3, 0}, {0.3, 0}}, {0.1, 0.2, 0.7}, 1,
                         {{0.3, 1}, {0.3, 1}, {0.3, 1}})
              .changes.size() == 3);
    CHECK_THROWS(counterfactual(Criteria(21, {1, 0}), std::vector<double>(21, 1.0 / 21), 1,
                                std::vector<Room>(21, Room{2, 1})));
}

TEST_CASE("counterfactuals agree with every combination of a grid") {
    constexpr int kParts = 12;
    std::size_t several = 0;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        Lanes u, v, c;
        draw_uniforms(stream_of(seed, {"room"}), 0, u);
        draw_uniforms(stream_of(seed, {"cost"}), 0, c);
        draw_uniforms(stream_of(seed, {"weight"}), 0, v);
        const double sum = v.at[0] + v.at[1] + v.at[2] + v.at[3];
        std::vector<double> weights, start(4, 0.0);
        std::vector<Room> rooms;
        Criteria values;
        for (std::size_t j = 0; j < 4; ++j) {
            weights.push_back(v.at[j] / sum);
            rooms.push_back({u.at[j], 0.1 + c.at[j]});
            values.push_back({0.3, 0.0});
        }
        const auto got = counterfactual(values, weights, 1, rooms);
        const auto [count, cost] = brute_force(start, weights, rooms, 0.3, kParts);
        CHECK(got.possible == (count < 99));
        if (got.possible) {
            several += got.changes.size() > 1 ? 1U : 0U;
            CHECK(got.changes.size() == static_cast<std::size_t>(count));
            CHECK(got.cost <= cost + 1e-9);
            double score = 0;
            for (const auto& change : got.changes) {
                score += change.gain;
                CHECK(change.to <= rooms[change.criterion].most + 1e-12);
            }
            CHECK(score == Approx(0.3));
            CHECK(got.cost >= cost - 3.0 / kParts);  // a step of the grid
        }
    }
    CHECK(several > 5);
}

TEST_CASE("a waterfall runs from the mean to the score") {
    const Criteria values = {{80, 40}, {10, 30}, {50, 50}};
    const std::vector<double> weights = {0.5, 0.3, 0.2};
    const auto means = column_means(values);
    CHECK(means == std::vector<double>{60, 20, 50});
    const auto result = waterfall(values, weights, 0, means, false);
    CHECK(result.base == Approx(46));
    CHECK(result.total == Approx(53));
    REQUIRE(result.steps.size() == 3);
    CHECK(result.steps[0].part == Approx(10));
    CHECK(result.steps[0].start == result.base);
    CHECK(result.steps[1].part == Approx(-3));
    CHECK(result.steps[1].start == result.steps[0].end);
    CHECK(result.steps[2].part == 0);
    CHECK(result.steps[2].end == Approx(result.total));
    const auto sorted = waterfall(values, {0.1, 0.7, 0.2}, 0, means, true);
    CHECK(sorted.steps[0].criterion == 1);
    CHECK(sorted.steps[0].part == Approx(-7));
    CHECK(waterfall(values, weights, 1, {0, 0, 0}, false).base == 0);
    CHECK(column_means({{}}) == std::vector<double>{0});
}
