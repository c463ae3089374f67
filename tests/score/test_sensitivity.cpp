#include "score/sensitivity.hpp"

#include "score/draws.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

using namespace jt::score;

namespace {

/// Seeded values 0 to 1, [criterion][row].
Criteria values_of(std::size_t criteria, std::size_t rows, std::uint64_t seed) {
    Criteria out(criteria, std::vector<double>(rows));
    for (std::size_t j = 0; j < criteria; ++j) {
        for (std::size_t i = 0; i < rows; ++i) {
            Lanes u;
            draw_uniforms(stream_of(seed, {std::to_string(j)}), i, u);
            out[j][i] = u.at[0];
        }
    }
    return out;
}

double score(const Criteria& values, const std::vector<double>& weights, std::size_t row) {
    double out = 0;
    for (std::size_t j = 0; j < weights.size(); ++j) {
        out += weights[j] * values[j][row];
    }
    return out;
}

std::size_t best(const Criteria& values, const std::vector<double>& weights) {
    std::size_t out = 0;
    for (std::size_t i = 1; i < values.front().size(); ++i) {
        out = score(values, weights, i) > score(values, weights, out) ? i : out;
    }
    return out;
}

/// Least sum of absolute changes over a grid of the simplex of three weights; 9 where none is.
double grid_flip(const Criteria& values, const std::vector<double>& weights, std::size_t leader,
                 std::size_t rival, int parts) {
    double least = 9;
    for (int a = 0; a <= parts; ++a) {
        for (int b = 0; a + b <= parts; ++b) {
            const std::vector<double> w = {static_cast<double>(a) / parts,
                                           static_cast<double>(b) / parts,
                                           static_cast<double>(parts - a - b) / parts};
            if (score(values, w, rival) >= score(values, w, leader)) {
                least = std::min(least, std::abs(w[0] - weights[0]) + std::abs(w[1] - weights[1]) +
                                            std::abs(w[2] - weights[2]));
            }
        }
    }
    return least;
}

}  // namespace

TEST_CASE("a weight moves and the others keep their proportions") {
    CHECK(moved_weights({0.5, 0.3, 0.2}, 0, 0.75) == std::vector<double>{0.75, 0.15, 0.1});
    CHECK(moved_weights({1, 0, 0}, 0, 0.5) == std::vector<double>{0.5, 0.25, 0.25});
    const auto same = moved_weights({0.2, 0.8}, 1, 0.8);
    CHECK(same[0] == Approx(0.2));
    CHECK_THROWS(moved_weights({1}, 0, 0.5));
}

TEST_CASE("one at a time: scores, ranks and the leads between them") {
    // Scores w, 1 - w, 0.6: the first place changes at 0.4 and 0.6.
    const Criteria values = {{1, 0, 0.6}, {0, 1, 0.6}};
    const auto steps = one_at_a_time(values, {0.5, 0.5}, {"a", "b", "c"}, 4);
    REQUIRE(steps.size() == 10);
    CHECK(steps[1].criterion == 0);
    CHECK(steps[1].weight == 0.25);
    CHECK(steps[1].score == std::vector<double>{0.25, 0.75, 0.6});
    CHECK(steps[1].rank == std::vector<std::int64_t>{3, 1, 2});
    CHECK(steps[9].rank == std::vector<std::int64_t>{3, 1, 2});
    const auto list = leads(values, {0.5, 0.5}, {"a", "b", "c"});
    REQUIRE(list.size() == 6);
    CHECK(list[0].row == 1);
    CHECK(list[0].to == Approx(0.4));
    CHECK(list[1].row == 2);
    CHECK(list[1].to == Approx(0.6));
    CHECK(list[2].row == 0);
    CHECK(list[2].to == 1);
    CHECK(list[3].row == 0);
    CHECK(list[3].from == 0);
    CHECK(leads({{}, {}}, {0.5, 0.5}, {}).empty());
}

TEST_CASE("equal rows lead by their ids, and meet in one point") {
    const auto twins = leads({{1, 1}, {2, 2}}, {0.5, 0.5}, {"10", "9"});
    REQUIRE(twins.size() == 2);
    CHECK(twins[0].row == 1);
    // Three lines through one point: the middle one leads nowhere.
    const auto bundle = leads({{0, 1, 0.5}, {1, 0, 0.5}}, {0.5, 0.5}, {"a", "b", "c"});
    REQUIRE(bundle.size() == 4);
    CHECK(bundle[0].row == 0);
    CHECK(bundle[0].to == 0.5);
    CHECK(bundle[1].row == 1);
}

TEST_CASE("leads agree with the best row on a fine grid") {
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        const auto values = values_of(4, 12, seed);
        const std::vector<double> weights = {0.1, 0.2, 0.3, 0.4};
        std::vector<std::string> ids;
        for (std::size_t i = 0; i < 12; ++i) {
            ids.push_back(std::to_string(i));
        }
        for (const Lead& lead : leads(values, weights, ids)) {
            for (int k = 1; k < 50; ++k) {
                const double t = lead.from + (lead.to - lead.from) * k / 50;
                CHECK(best(values, moved_weights(weights, lead.criterion, t)) == lead.row);
            }
        }
    }
}

TEST_CASE("the nearest flip moves weight from the largest to the least difference") {
    // a leads b by 0.5 * 4 + 0.3 * 1 - 0.2 * 2 = 1.9. From the first criterion to the third each
    // unit narrows by 6: 1.9 / 6.
    const Criteria values = {{4, 0}, {1, 0}, {0, 2}};
    const auto flips = nearest_flips(values, {0.5, 0.3, 0.2}, 0);
    REQUIRE(flips.size() == 1);
    CHECK(flips[0].rival == 1);
    CHECK(flips[0].possible);
    CHECK(flips[0].total == Approx(2 * 1.9 / 6));
    CHECK(flips[0].largest == Approx(1.9 / 6));
    CHECK(flips[0].raised == 2);
    CHECK(score(values, flips[0].weights, 0) == Approx(score(values, flips[0].weights, 1)));
    // Better everywhere: no weights help. Equal in one criterion: all weight goes there.
    CHECK_FALSE(nearest_flips({{2, 1}, {2, 1}}, {0.5, 0.5}, 0)[0].possible);
    CHECK(nearest_flips({{2, 1}, {2, 2}}, {0.5, 0.5}, 0)[0].weights == std::vector<double>{0, 1});
    CHECK(nearest_flips({{1, 1}, {2, 2}}, {0.5, 0.5}, 0)[0].total == 0);
}

TEST_CASE("the nearest flip agrees with a search over the simplex") {
    constexpr int kParts = 100;
    std::size_t possible = 0;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const auto values = values_of(3, 4, seed);
        const std::vector<double> weights = {0.5, 0.3, 0.2};
        const std::size_t leader = best(values, weights);
        for (const Flip& flip : nearest_flips(values, weights, leader)) {
            const double found = grid_flip(values, weights, leader, flip.rival, kParts);
            CHECK(flip.possible == (found < 9));
            if (flip.possible) {
                ++possible;
                CHECK(flip.total <= found + 1e-12);
                CHECK(flip.total >= found - 4.0 / kParts);
                CHECK(score(values, flip.weights, flip.rival) >=
                      score(values, flip.weights, leader) - 1e-12);
                CHECK(*std::min_element(flip.weights.begin(), flip.weights.end()) >= -1e-15);
            }
        }
    }
    CHECK(possible > 15);
}
