#include "score/goldens.hpp"
#include "score/owa.hpp"
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
        std::ranges::generate(column, [&] { return double(random() % 11) * 10; });  // with ties
    }
    return out;
}

std::vector<double> row_of(const Criteria& x, std::size_t i) {
    std::vector<double> out;
    for (const auto& column : x) {
        out.push_back(column[i]);
    }
    return out;
}

/// The mean over all orders of the criteria that sort the row: what shared order weights mean.
double owa_by_hand(const std::vector<double>& x, const std::vector<double>& v,
                   const std::vector<double>& u) {
    std::vector<std::size_t> order = {0, 1, 2};
    std::vector<double> top, bottom;
    do {
        if (x[order[0]] >= x[order[1]] && x[order[1]] >= x[order[2]]) {
            double a = 0;
            double b = 0;
            for (std::size_t j = 0; j < 3; ++j) {
                a += v[j] * u[order[j]] * x[order[j]];
                b += v[j] * u[order[j]];
            }
            top.push_back(a);
            bottom.push_back(b);
        }
    } while (std::next_permutation(order.begin(), order.end()));
    double a = 0;
    double b = 0;
    for (std::size_t k = 0; k < top.size(); ++k) {
        a += top[k];
        b += bottom[k];
    }
    return a / b;
}

/// Many small criteria of equal importance instead of few weighted ones: the integral form.
double quantifier_by_hand(const std::vector<double>& x, const std::vector<int>& parts,
                          double orness) {
    std::vector<double> all;
    for (std::size_t j = 0; j < x.size(); ++j) {
        all.insert(all.end(), static_cast<std::size_t>(parts[j]), x[j]);
    }
    std::ranges::sort(all, std::greater<>());
    const auto v = rim_weights(all.size(), orness);
    double sum = 0;
    for (std::size_t k = 0; k < all.size(); ++k) {
        sum += v[k] * all[k];
    }
    return sum;
}

}  // namespace

TEST_CASE("OWA gives Yager's example") {
    const std::vector<double> v = {.4, .3, .2, .1};
    const auto out = owa({{.7}, {1}, {.3}, {.6}}, v, {});
    CHECK(out.score[0] == Approx(0.76));
    CHECK(owa_strategy(v).orness == Approx(2.0 / 3));
}

// Fuller, R. (1996), OWA Operators in Decision Making, in: C. Carlsson (ed.), Exploring the Limits
// of Support Systems, TUCS General Publications 3, 85-104.
TEST_CASE("OWA gives the examples of Fuller's survey") {
    const std::vector<double> v = {.4, .3, .2, .1};
    CHECK(owa({{.7}, {1}, {.2}, {.6}}, v, {}).score[0] == Approx(0.75));
    CHECK(owa_strategy(std::vector<double>{.8, .2, 0, 0}).orness == Approx(0.93).margin(0.005));
}

// Soft Computing and Its Applications, vol. 1 (ISBN 978-1-926895-38-3), example 2.39.
TEST_CASE("OWA gives the example of a textbook") {
    CHECK(owa({{5}, {6}, {4}}, std::vector<double>{.2, .7, .1}, {}).score[0] == Approx(5.1));
}

TEST_CASE("OWA with importances and Q(r) = r^2, worked by hand") {
    // u = 1, .6, .5, .9 (sum 3), x = .7, 1, .5, .6: U = .2, 1.6/3, 2.5/3, 1 and v = U^2 stepwise.
    const std::vector<double> u = {1.0 / 3, .6 / 3, .5 / 3, .9 / 3};
    const double orness = 1.0 / 3;  // (1 - orness) / orness = 2
    const double a = 0.04;
    const double b = 2.56 / 9;
    const double c = 6.25 / 9;
    const auto out = quantifier_owa({{.7}, {1}, {.5}, {.6}}, orness, u);
    CHECK(out.score[0] == Approx(a * 1 + (b - a) * .7 + (c - b) * .6 + (1 - c) * .5).margin(1e-12));
    CHECK(out.score[0] == Approx(0.61).margin(0.0005));
}

TEST_CASE("orness and trade-off of the corners") {
    const auto best = owa_strategy(std::vector<double>{1, 0, 0, 0});
    CHECK(best.orness == 1);
    CHECK(best.tradeoff == Approx(0).margin(1e-12));
    const auto worst = owa_strategy(std::vector<double>{0, 0, 0, 1});
    CHECK(worst.orness == 0);
    CHECK(worst.tradeoff == Approx(0).margin(1e-12));
    const auto mean = owa_strategy(std::vector<double>{.25, .25, .25, .25});
    CHECK(mean.orness == Approx(.5));
    CHECK(mean.tradeoff == 1);
    const auto middle = owa_strategy(std::vector<double>{0, 1, 0});
    CHECK(middle.orness == .5);
    CHECK(middle.tradeoff == Approx(0).margin(1e-12));
    CHECK(std::isnan(owa_strategy(std::vector<double>{1}).orness));
}

TEST_CASE("order weights of the quantifier sum to 1 and grow more optimistic with orness") {
    for (const std::size_t n : {1, 2, 5, 12}) {
        CHECK(rim_weights(n, 1).front() == 1);
        CHECK(rim_weights(n, 0).back() == 1);
        for (const double v : rim_weights(n, .5)) {
            CHECK(v == Approx(1.0 / double(n)).margin(1e-12));
        }
        double before = -1;
        for (int step = 0; step <= 10 && n > 1; ++step) {
            const auto v = rim_weights(n, step / 10.0);
            double sum = 0;
            for (const double one : v) {
                CHECK(one >= 0);
                sum += one;
            }
            CHECK(sum == Approx(1).margin(1e-12));
            CHECK(owa_strategy(v).orness > before);
            before = owa_strategy(v).orness;
        }
    }
    CHECK(owa_strategy(rim_weights(2000, .3)).orness == Approx(.3).margin(0.001));
}

TEST_CASE("OWA agrees with the mean over all orders of equal values") {
    const auto x = random_criteria(3, 200, 31);
    const std::vector<double> v = {.5, .3, .2};
    const std::vector<double> u = {.2, .7, .1};
    const auto out = owa(x, v, u);
    const Criteria turned = {x[2], x[0], x[1]};
    const auto back = owa(turned, v, std::vector<double>{.1, .2, .7});
    for (std::size_t i = 0; i < 200; ++i) {
        CHECK(out.score[i] == Approx(owa_by_hand(row_of(x, i), v, u)).margin(1e-10));
        CHECK(out.score[i] == Approx(back.score[i]).margin(1e-10));
    }
}

TEST_CASE("OWA by a quantifier agrees with many criteria of equal importance") {
    const auto x = random_criteria(3, 100, 37);
    const std::vector<int> parts = {5, 2, 3};
    const std::vector<double> u = {.5, .2, .3};
    for (const double orness : {0.0, 0.2, 0.5, 0.8, 1.0}) {
        const auto out = quantifier_owa(x, orness, u);
        for (std::size_t i = 0; i < 100; ++i) {
            CHECK(out.score[i] ==
                  Approx(quantifier_by_hand(row_of(x, i), parts, orness)).margin(1e-10));
        }
    }
}

TEST_CASE("the corners of OWA: best, worst, mean and weighted sum") {
    const auto x = random_criteria(4, 60, 41);
    const std::vector<double> u = {.4, .3, .2, .1};
    const auto best = owa(x, rim_weights(4, 1), {});
    const auto worst = owa(x, rim_weights(4, 0), {});
    const auto even = owa(x, std::vector<double>{.25, .25, .25, .25}, u);
    const auto half = quantifier_owa(x, .5, u);
    const auto sum = wlc(x, u);
    for (std::size_t i = 0; i < 60; ++i) {
        const auto row = row_of(x, i);
        CHECK(best.score[i] == std::ranges::max(row));
        CHECK(worst.score[i] == std::ranges::min(row));
        CHECK(even.score[i] == Approx(sum.score[i]).margin(1e-10));
        CHECK(half.score[i] == Approx(sum.score[i]).margin(1e-10));
    }
}

TEST_CASE("a criterion of no importance never decides, however pessimistic") {
    // .7 + .2 + .1 is a hair below 1 in binary.
    const std::vector<double> u = {.7, .2, .1, 0};
    const Criteria x = {{90}, {80}, {70}, {0}};
    CHECK(quantifier_owa(x, 0, u).score[0] == 70);
    CHECK(quantifier_owa({{10}, {80}, {70}, {100}}, 1, u).score[0] == 80);
}

TEST_CASE("OWA lists gaps, and rows where the order weights meet no importance") {
    const auto out =
        owa({{1, 9, NAN}, {5, 2, 3}}, std::vector<double>{1, 0}, std::vector<double>{1, 0});
    CHECK(out.undefined == std::vector<std::size_t>{0});  // the larger value has importance 0
    CHECK(std::isnan(out.score[0]));
    CHECK(out.score[1] == 9);
    CHECK(out.missing == std::vector<std::size_t>{2});
    CHECK(std::isnan(out.score[2]));
    CHECK(owa({}, {}, {}).score.empty());
    CHECK(test::error_of([] {
              owa({{1}}, std::vector<double>{.5, .5}, {});
          })->kind() == base::ErrorKind::internal);
}
