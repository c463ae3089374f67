// CRITIC, swing, combined and entropy weights.
#include "score/combine.hpp"
#include "score/critic.hpp"
#include "score/entropy.hpp"
#include "score/goldens.hpp"
#include "score/swing.hpp"
#include "support/errors.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <random>

using namespace jt;
using namespace jt::score;
using test::error_text;

namespace {

Criteria random_criteria(std::size_t columns, std::size_t rows, unsigned seed) {
    std::mt19937 random(seed);
    Criteria out(columns, std::vector<double>(rows));
    for (auto& column : out) {
        std::ranges::generate(column, [&] { return double(random() % 10007) / 100; });
    }
    return out;
}

std::vector<Direction> more(std::size_t n) { return std::vector<Direction>(n, Direction::max); }

double mean_of(const std::vector<double>& x) {
    return std::accumulate(x.begin(), x.end(), 0.0) / double(x.size());
}

double covariance(const std::vector<double>& x, const std::vector<double>& y) {
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        sum += (x[i] - mean_of(x)) * (y[i] - mean_of(y));
    }
    return sum / double(x.size() - 1);
}

/// CRITIC written out again: s_j of x / (max - min), r of the raw columns with the sign of the
/// directions.
std::vector<double> critic_by_hand(const Criteria& x, const std::vector<Direction>& d) {
    std::vector<double> c;
    for (std::size_t j = 0; j < x.size(); ++j) {
        const auto [low, high] = std::ranges::minmax(x[j]);
        double conflict = 0;
        for (std::size_t k = 0; k < x.size(); ++k) {
            const double r =
                covariance(x[j], x[k]) / std::sqrt(covariance(x[j], x[j]) * covariance(x[k], x[k]));
            conflict += 1 - (d[j] == d[k] ? r : -r);
        }
        c.push_back(std::sqrt(covariance(x[j], x[j])) / (high - low) * conflict);
    }
    const double sum = std::accumulate(c.begin(), c.end(), 0.0);
    for (double& value : c) {
        value /= sum;
    }
    return c;
}

}  // namespace

TEST_CASE("CRITIC gives the published weights of eight firms") {
    const auto out = critic_weights(test::letters(3), test::kFirms, more(3));
    for (std::size_t j = 0; j < 3; ++j) {
        CHECK(out.weights[j] == Approx(test::kFirmsWeights[j]).margin(1e-8));
    }
}

TEST_CASE("CRITIC agrees with the formula written out again, whatever the order") {
    const auto x = random_criteria(4, 30, 5);
    const std::vector<Direction> d = {Direction::max, Direction::min, Direction::max,
                                      Direction::min};
    const auto out = critic_weights(test::letters(4), x, d);
    const auto again = critic_by_hand(x, d);
    Criteria turned(x.rbegin(), x.rend());
    for (auto& column : turned) {
        std::ranges::reverse(column);
    }
    const auto back =
        critic_weights(test::letters(4), turned, std::vector<Direction>(d.rbegin(), d.rend()));
    for (std::size_t j = 0; j < 4; ++j) {
        CHECK(out.weights[j] == Approx(again[j]).margin(1e-12));
        CHECK(out.weights[j] == Approx(back.weights[3 - j]).margin(1e-12));
    }
    auto scaled = x;
    for (double& value : scaled[0]) {
        value = 7 - 3 * value;  // units change nothing once the direction is turned too
    }
    const auto other = critic_weights(
        test::letters(4), scaled, {Direction::min, Direction::min, Direction::max, Direction::min});
    CHECK(other.weights[0] == Approx(out.weights[0]).margin(1e-12));
}

TEST_CASE("CRITIC: equal columns weigh the same, constant ones nothing, gaps are left out") {
    auto x = random_criteria(2, 12, 9);
    x.push_back(x[0]);
    x.push_back(std::vector<double>(12, 4));
    x[1][7] = NAN;
    const auto out = critic_weights(test::letters(4), x, more(4));
    CHECK(out.weights[0] == Approx(out.weights[2]).epsilon(1e-12));
    CHECK(out.weights[3] == 0);
    CHECK(out.constant == std::vector<std::size_t>{3});
    CHECK(out.missing == std::vector<std::size_t>{7});
    for (auto& column : x) {
        column.erase(column.begin() + 7);
    }
    CHECK(critic_weights(test::letters(4), x, more(4)).weights == out.weights);
}

TEST_CASE("CRITIC refuses what gives no weights") {
    CHECK(error_text([] {
              critic_weights({"a", "b"}, {{1, 2, 4}, {2, 4, 8}}, more(2));
          }) ==
          "the 2 criteria that vary tell the same: CRITIC gives no weights\n"
          "  hint: leave out criteria that repeat each other, or use score.entropy");
    CHECK(error_text([] {
              critic_weights({"a", "b"}, {{1, 2, 4}, {3, 3, 3}}, more(2));
          }).find("the 1 criteria that vary tell the same") == 0);
    CHECK(error_text([] {
              critic_weights({"a", "b"}, {{1, NAN}, {3, 4}}, more(2));
          }) == "CRITIC weights want at least two complete rows, found 1");
    CHECK(error_text([] {
              critic_weights({"a"}, {{1, INFINITY, 2}}, more(1));
          }) == "CRITIC weights want finite values; 'a' is infinite in row 2");
}

TEST_CASE("entropy weights: constant columns are listed and bad values have their row") {
    const auto out = entropy_weights({"a", "b", "c"}, {{0, 0, 0}, {0, 1, 2}, {5, 5, 5}});
    CHECK(out.constant == std::vector<std::size_t>{0, 2});
    CHECK(out.weights == std::vector<double>{0, 1, 0});
    const auto twice = entropy_weights({"a", "b"}, {{0, 1, 2}, {0, 1, 2}});
    CHECK(twice.weights == std::vector<double>{0.5, 0.5});
    CHECK(error_text([] {
              entropy_weights({"a"}, {{7, 3, -7}});
          }) == "entropy weights want finite values of 0 or more; 'a' holds -7 in row 3");
    CHECK(error_text([] {
              entropy_weights({"a"}, {{INFINITY, 3}});
          }).find("'a' holds inf in row 1") != std::string::npos);
    CHECK(error_text([] { entropy_weights({"a"}, {{4}}); }) ==
          "entropy weights want at least two complete rows, found 1");
}

TEST_CASE("entropy weights do not mind units or order") {
    auto x = random_criteria(3, 20, 21);
    const auto out = entropy_weights(test::letters(3), x);
    for (auto& column : x) {
        std::ranges::reverse(column);
    }
    for (double& value : x[1]) {
        value *= 1000;
    }
    const auto again = entropy_weights(test::letters(3), x);
    for (std::size_t j = 0; j < 3; ++j) {
        CHECK(again.weights[j] == Approx(out.weights[j]).margin(1e-12));
    }
}

TEST_CASE("swing weights are shares of the points") {
    CHECK(swing_weights({"a", "b", "c"}, {100, 60, 40}) == std::vector<double>{.5, .3, .2});
    CHECK(swing_weights({"a", "b"}, {0, 100}) == std::vector<double>{0, 1});
    CHECK(swing_weights({"a", "b"}, {100, 100}) == std::vector<double>{.5, .5});
    CHECK(error_text([] {
              swing_weights({"a", "b", "c", "d"}, {120, -5, NAN, 100});
          }) == "points are 0 to 100: a = 120, b = -5, c = nan");
    CHECK(error_text([] {
              swing_weights({"a", "b"}, {20, 80});
          }) ==
          "no swing has 100 points; 'b' has the most, 80\n"
          "  hint: give 100 to the swing that matters most and the others against it");
    CHECK(error_text([] { swing_weights({"a", "b"}, {100}); }) == "1 points for 2 criteria");
    CHECK(error_text([] { swing_weights({}, {}); }) == "0 points for 0 criteria");
}

TEST_CASE(
    "combined weights: alpha 1 is the first, alpha 0 the second, names meet whatever their order") {
    const NamedWeights a = {{"x", "y", "z"}, {.5, .3, .2}};
    const NamedWeights b = {{"z", "x", "y"}, {.6, .1, .3}};
    for (const auto how : {Combination::linear, Combination::multiplicative}) {
        const auto first = combine_weights(a, b, 1, how);
        const auto second = combine_weights(a, b, 0, how);
        for (std::size_t j = 0; j < 3; ++j) {
            CHECK(first[j] == Approx(a.weights[j]).margin(1e-15));
        }
        CHECK(second[0] == Approx(.1));
        CHECK(second[2] == Approx(.6));
    }
    const auto linear = combine_weights(a, b, .25, Combination::linear);
    CHECK(linear[0] == Approx(.25 * .5 + .75 * .1));
    CHECK(linear[0] + linear[1] + linear[2] == Approx(1));
    const auto product = combine_weights(a, b, .5, Combination::multiplicative);
    const double sum = std::sqrt(.05) + std::sqrt(.09) + std::sqrt(.12);
    CHECK(product[0] == Approx(std::sqrt(.05) / sum));
    CHECK(product[2] == Approx(std::sqrt(.12) / sum));
}

TEST_CASE("combined weights refuse names that do not meet, all of them listed") {
    CHECK(error_text([] {
              combine_weights({{"x", "y", "q"}, {.5, .3, .2}}, {{"y", "z"}, {.4, .6}}, .5,
                              Combination::linear);
          }) ==
          "the two weightings speak of different criteria; only in the first: x, q; only in the "
          "second: z");
    CHECK(error_text([] {
              combine_weights({{"x", "x"}, {.5, .5}}, {{"x"}, {1}}, .5, Combination::linear);
          }) == "the criterion 'x' stands twice in the weights");
    CHECK(error_text([] {
              combine_weights({{"x", "y"}, {1, 0}}, {{"x", "y"}, {0, 1}}, .5,
                              Combination::multiplicative);
          }) == "the product of the two weightings is 0 for every criterion");
}
