// Weighted products, the minimum rule, and TOPSIS against a second published example.
#include "score/goldens.hpp"
#include "score/minimum.hpp"
#include "score/wpm.hpp"
#include "support/errors.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

using namespace jt;
using namespace jt::score;

namespace {

Criteria random_criteria(std::size_t columns, std::size_t rows, unsigned seed) {
    std::mt19937 random(seed);
    Criteria out(columns, std::vector<double>(rows));
    for (auto& column : out) {
        std::ranges::generate(column, [&] { return 1 + double(random() % 50); });
    }
    return out;
}

const std::vector<Direction> kMixed = {Direction::max, Direction::min, Direction::max};

}  // namespace

TEST_CASE("TOPSIS gives the published closeness of Tzeng & Huang's example") {
    const auto out =
        topsis(test::kTzeng, test::kTzengWeights, {Direction::max, Direction::max, Direction::max});
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(out.closeness[i] == Approx(test::kTzengCloseness[i]).margin(0.00006));
    }
}

// Triantaphyllou, E. (2000), Multi-Criteria Decision Making Methods: A Comparative Study: three
// alternatives by four criteria; the ratios of their products are printed to three digits.
TEST_CASE("a weighted product gives the published ratios of three alternatives") {
    const Criteria x = {{25, 10, 30}, {20, 30, 10}, {15, 20, 30}, {30, 30, 10}};
    const std::vector<double> w = {.20, .15, .40, .25};
    const auto p = wpm(x, w, std::vector<Direction>(4, Direction::max)).score;
    CHECK(p[0] / p[1] == Approx(1.007).margin(0.0005));
    CHECK(p[0] / p[2] == Approx(1.067).margin(0.0005));
    CHECK(p[1] / p[2] == Approx(1.059).margin(0.0005));
}

TEST_CASE("a weighted product is e to the weighted sum of logarithms, and its parts multiply") {
    const auto x = random_criteria(3, 50, 51);
    const std::vector<double> w = {.5, .2, .3};
    const auto out = wpm(x, w, kMixed);
    for (std::size_t i = 0; i < 50; ++i) {
        const double log = .5 * std::log(x[0][i]) - .2 * std::log(x[1][i]) + .3 * std::log(x[2][i]);
        CHECK(out.score[i] == Approx(std::exp(log)).epsilon(1e-12));
        CHECK(out.score[i] ==
              Approx(out.parts[0][i] * out.parts[1][i] * out.parts[2][i]).epsilon(1e-12));
    }
}

TEST_CASE("a weighted product: units change no ratio, equal values give that value") {
    auto x = random_criteria(3, 20, 53);
    const std::vector<double> w = {.5, .2, .3};
    const auto before = wpm(x, w, kMixed);
    for (double& value : x[1]) {
        value *= 60;
    }
    const auto after = wpm(x, w, kMixed);
    for (std::size_t i = 1; i < 20; ++i) {
        CHECK(after.score[i] / after.score[0] ==
              Approx(before.score[i] / before.score[0]).epsilon(1e-12));
    }
    const std::vector<Direction> more(2, Direction::max);
    CHECK(wpm({{8}, {8}}, std::vector<double>{.25, .75}, more).score[0] == Approx(8));
    CHECK(wpm({{8}, {2}}, std::vector<double>{.5, .5}, more).score[0] == Approx(4));
    CHECK(wpm({{8}, {2}}, std::vector<double>{1, 0}, more).score[0] == 8);
    CHECK(wpm({}, {}, {}).score.empty());
}

TEST_CASE("a weighted product sets gaps and values of 0 or less apart") {
    const auto out = wpm({{1, NAN, 0, 4}, {1, 2, 3, -1}}, std::vector<double>{.5, .5},
                         {Direction::max, Direction::max});
    CHECK(out.missing == std::vector<std::size_t>{1});
    CHECK(out.nonpositive == std::vector<std::size_t>{2, 3});
    CHECK(out.score[0] == 1);
    for (const std::size_t i : {1, 2, 3}) {
        CHECK(std::isnan(out.score[i]));
        CHECK(std::isnan(out.parts[0][i]));
    }
}

TEST_CASE("the minimum rule: the worst factor decides and is known") {
    const Criteria x = {{1, 3, 2, NAN}, {4, 3, 5, 1}, {2, 5, 5, 1}};
    const auto grades = minimum_rule(x, Direction::min);  // 1 good .. 5 bad
    CHECK(grades.score[0] == 4);
    CHECK(grades.score[1] == 5);
    CHECK(grades.score[2] == 5);
    CHECK(std::isnan(grades.score[3]));
    CHECK(grades.deciding[0] == std::vector<std::size_t>{1});
    CHECK(grades.deciding[1] == std::vector<std::size_t>{2});
    CHECK(grades.deciding[2] == std::vector<std::size_t>{1, 2});
    CHECK(grades.deciding[3].empty());
    CHECK(grades.missing == std::vector<std::size_t>{3});
    const auto scores = minimum_rule(x, Direction::max);
    CHECK(scores.score[0] == 1);
    CHECK(scores.deciding[1] == std::vector<std::size_t>{0, 1});
    CHECK(minimum_rule({}, Direction::max).score.empty());
}

TEST_CASE("raising a factor that does not decide changes nothing") {
    auto x = random_criteria(3, 60, 57);
    const auto before = minimum_rule(x, Direction::max);
    for (std::size_t i = 0; i < 60; ++i) {
        CHECK(before.score[i] == std::min({x[0][i], x[1][i], x[2][i]}));
        for (std::size_t j = 0; j < 3; ++j) {
            if (std::ranges::find(before.deciding[i], j) == before.deciding[i].end()) {
                x[j][i] += 1000;
            }
        }
    }
    const auto after = minimum_rule(x, Direction::max);
    CHECK(after.score == before.score);
    CHECK(after.deciding == before.deciding);
}
