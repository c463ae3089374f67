#include "score/entropy.hpp"
#include "score/goldens.hpp"
#include "score/topsis.hpp"
#include "support/errors.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

using namespace jt;
using namespace jt::score;
using test::error_text;

namespace {

Criteria random_criteria(std::size_t columns, std::size_t rows, unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> draw(0, 100);
    Criteria out(columns, std::vector<double>(rows));
    for (auto& column : out) {
        std::ranges::generate(column, [&] { return draw(random); });
    }
    return out;
}

/// TOPSIS written out again, by rows.
std::vector<double> topsis_by_hand(const Criteria& x, const std::vector<double>& w,
                                   const std::vector<Direction>& d) {
    const std::size_t n = x.front().size();
    std::vector<double> out;
    for (std::size_t i = 0; i < n; ++i) {
        double plus = 0;
        double minus = 0;
        for (std::size_t j = 0; j < x.size(); ++j) {
            double norm = 0;
            double best = 0;
            double worst = 0;
            for (std::size_t k = 0; k < n; ++k) {
                norm += x[j][k] * x[j][k];
                const double v = d[j] == Direction::max ? x[j][k] : -x[j][k];
                best = k == 0 ? v : std::max(best, v);
                worst = k == 0 ? v : std::min(worst, v);
            }
            const double v = d[j] == Direction::max ? x[j][i] : -x[j][i];
            plus += std::pow(w[j] * (v - best) / std::sqrt(norm), 2);
            minus += std::pow(w[j] * (v - worst) / std::sqrt(norm), 2);
        }
        out.push_back(std::sqrt(minus) / (std::sqrt(plus) + std::sqrt(minus)));
    }
    return out;
}

}  // namespace

TEST_CASE("TOPSIS gives the published closeness of three cars") {
    const auto out =
        topsis({{5490, 6500, 6489}, {51.4, 70.6, 54.3}, {8.5, 7, 7.5}, {285, 288, 290}},
               std::vector<double>{.35, .25, .25, .15},
               {Direction::min, Direction::max, Direction::max, Direction::max});
    CHECK(out.closeness[0] == Approx(0.4817).margin(0.00005));
    CHECK(out.closeness[1] == Approx(0.5182).margin(0.00005));
    CHECK(out.closeness[2] == Approx(0.1780).margin(0.00005));
}

TEST_CASE("TOPSIS gives the published order of four fighter aircraft") {
    const auto out = topsis(test::kFighters, std::vector<double>{.2, .1, .1, .1, .2, .3},
                            {Direction::max, Direction::max, Direction::max, Direction::min,
                             Direction::max, Direction::max});
    const std::vector<double> wanted = {0.643, 0.268, 0.614, 0.312};
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(out.closeness[i] == Approx(wanted[i]).margin(0.0006));
    }
}

TEST_CASE("entropy gives the published weights of the fighter aircraft") {
    const auto out = entropy_weights(test::letters(6), test::kFighters);
    const std::vector<double> wanted = {.0642, .2061, .0134, .0813, .3587, .2763};
    for (std::size_t j = 0; j < 6; ++j) {
        CHECK(out.weights[j] == Approx(wanted[j]).margin(0.00006));
    }
}

TEST_CASE("a constant criterion has no entropy weight and zeros are allowed") {
    const auto out = entropy_weights({"a", "b"}, {{7, 7, 7}, {0, 1, 2}});
    CHECK(out.weights == std::vector<double>{0, 1});
    CHECK(out.entropy[0] == 1);
    CHECK(error_text([] {
              entropy_weights({"a"}, {{7, 7}});
          }) == "all criteria are constant: entropy gives no weights");
    CHECK(error_text([] {
              entropy_weights({"a"}, {{7, -7}});
          }) == "entropy weights want finite values of 0 or more; 'a' holds -7 in row 2");
    CHECK(error_text([] {
              entropy_weights({"a"}, {{7, NAN}});
          }) == "entropy weights want at least two complete rows, found 1");
}

TEST_CASE("TOPSIS agrees with the formula written out again, whatever the order of rows") {
    const auto x = random_criteria(4, 50, 7);
    const std::vector<double> w = {.4, .3, .2, .1};
    const std::vector<Direction> d = {Direction::max, Direction::min, Direction::max,
                                      Direction::min};
    const auto out = topsis(x, w, d);
    const auto again = topsis_by_hand(x, w, d);
    auto turned = x;
    for (auto& column : turned) {
        std::ranges::reverse(column);
    }
    const auto back = topsis(turned, w, d);
    for (std::size_t i = 0; i < 50; ++i) {
        CHECK(out.closeness[i] == Approx(again[i]).margin(1e-12));
        CHECK(out.closeness[i] == Approx(back.closeness[49 - i]).margin(1e-12));
        CHECK(out.closeness[i] >= 0);
        CHECK(out.closeness[i] <= 1);
    }
}

TEST_CASE("TOPSIS leaves out rows with gaps and says when nothing can be compared") {
    const auto out = topsis({{1, NAN, 3}, {2, 5, 1}}, std::vector<double>{.5, .5},
                            {Direction::max, Direction::max});
    CHECK(out.missing == std::vector<std::size_t>{1});
    CHECK(std::isnan(out.closeness[1]));
    CHECK(std::isfinite(out.closeness[0]));
    const auto same = topsis({{4, 4}}, std::vector<double>{1}, {Direction::max});
    CHECK(same.undefined == std::vector<std::size_t>{0, 1});
    CHECK(std::isnan(same.closeness[0]));
    CHECK(topsis({}, std::vector<double>{}, {}).closeness.empty());
}

TEST_CASE("a weighted sum is the sum of its listed parts and stays within its indicators") {
    const auto x = random_criteria(3, 40, 11);
    const auto out = wlc(x, std::vector<double>{.5, .3, .2});
    for (std::size_t i = 0; i < 40; ++i) {
        CHECK(out.score[i] == Approx(.5 * x[0][i] + .3 * x[1][i] + .2 * x[2][i]));
        CHECK(out.score[i] ==
              Approx(out.parts[0][i] + out.parts[1][i] + out.parts[2][i]).margin(1e-12));
        CHECK(out.score[i] >= std::min({x[0][i], x[1][i], x[2][i]}) - 1e-12);
        CHECK(out.score[i] <= std::max({x[0][i], x[1][i], x[2][i]}) + 1e-12);
    }
}

TEST_CASE("more weight on a better indicator never lowers the score") {
    const auto x = random_criteria(2, 40, 13);
    for (std::size_t i = 0; i < 40; ++i) {
        const std::size_t better = x[0][i] >= x[1][i] ? 0 : 1;
        double before = -1;
        for (int step = 0; step <= 10; ++step) {
            std::vector<double> w(2);
            w[better] = step / 10.0;
            w[1 - better] = 1 - w[better];
            const double score = wlc(x, w).score[i];
            CHECK(score >= before - 1e-12);
            before = score;
        }
    }
}

TEST_CASE("the order of rows and of criteria does not change a weighted sum") {
    auto x = random_criteria(3, 10, 17);
    const auto a = wlc(x, std::vector<double>{.5, .25, .25});
    std::swap(x[0], x[2]);
    for (auto& column : x) {
        std::ranges::reverse(column);
    }
    const auto b = wlc(x, std::vector<double>{.25, .25, .5});
    for (std::size_t i = 0; i < 10; ++i) {
        CHECK(a.score[i] == Approx(b.score[9 - i]).margin(1e-12));
    }
}

TEST_CASE("a missing indicator gives no score, or the score of the others when asked") {
    const Criteria x = {{10, NAN, NAN}, {20, 20, NAN}};
    const std::vector<double> w = {.25, .75};
    const auto strict = wlc(x, w);
    CHECK(strict.missing == std::vector<std::size_t>{1, 2});
    CHECK(strict.score[0] == Approx(17.5));
    CHECK(std::isnan(strict.score[1]));
    const auto filled = wlc(x, w, MissingRule::renormalise);
    CHECK(filled.score[1] == Approx(20));
    CHECK(std::isnan(filled.parts[0][1]));
    CHECK(std::isnan(filled.score[2]));
}

TEST_CASE("weights are checked before they are used") {
    CHECK(checked_weights({"a", "b"}, {.4, .6}, false) == std::vector<double>{.4, .6});
    CHECK(checked_weights({"a", "b"}, {1, 3}, true) == std::vector<double>{.25, .75});
    CHECK(error_text([] {
              checked_weights({"a", "b"}, {1, 3}, false);
          }) ==
          "the weights add up to 4, not to 1\n"
          "  hint: correct them, or set normalise = true");
    CHECK(error_text([] {
              checked_weights({"a", "b"}, {1.5, -.5}, false);
          }) == "the weight of 'b' is -0.5; weights are 0 or more");
    CHECK(error_text([] { checked_weights({"a"}, {NAN}, true); }) ==
          "the weight of 'a' is nan; weights are 0 or more");
    CHECK(error_text([] {
              checked_weights({"a", "b"}, {1}, false);
          }) == "1 weights for 2 criteria");
    CHECK(error_text([] { checked_weights({"a"}, {0}, true); }) == "all weights are 0");
}
