#include "score/robustness_ranks.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

using namespace jt::score;

namespace {

struct Moments {
    double mean = 0, variance = 0;
};

template <class Draw>
Moments moments(const Draw& draw, std::uint64_t draws) {
    double sum = 0, square = 0;
    Lanes x;
    for (std::uint64_t first = 0; first < draws; first += kLanes) {
        draw(first, x);
        for (const double one : x.at) {
            sum += one;
            square += one * one;
        }
    }
    const auto n = static_cast<double>(draws);
    return {sum / n, square / n - sum / n * sum / n};
}

}  // namespace

TEST_CASE("uniform draws are SplitMix64") {
    // splitmix64.c (Vigna 2015) from the seed 1234567.
    const std::uint64_t expected[] = {6457827717110365317ULL, 3203168211198807973ULL,
                                      9817491932198370423ULL, 4593380528125082431ULL,
                                      16408922859458223821ULL};
    Lanes u;
    draw_uniforms(1234567, 0, u);
    for (std::size_t d = 0; d < 5; ++d) {
        CHECK(u.at[d] == (static_cast<double>(expected[d] >> 12) + 0.5) / 4503599627370496.0);
    }
    Lanes later;
    draw_uniforms(1234567, 3, later);
    CHECK(later.at[0] == u.at[3]);
    CHECK(later.at[12] == u.at[15]);
}

TEST_CASE("streams of different names differ, and names do not run together") {
    std::set<std::uint64_t> streams;
    for (const std::uint64_t seed : {0ULL, 1ULL, 2ULL}) {
        streams.insert({stream_of(seed, {"ab", "c"}), stream_of(seed, {"a", "bc"}),
                        stream_of(seed, {"abc"}), stream_of(seed, {"c", "ab"}),
                        stream_of(seed, {"abc", ""}), stream_of(seed, {})});
    }
    CHECK(streams.size() == 18);
}

TEST_CASE("normal and exponential draws invert their distributions") {
    Lanes u, z, e;
    for (std::uint64_t first = 0; first < 8000; first += kLanes) {
        draw_uniforms(11, first, u);
        draw_normals(11, first, z);
        draw_exponentials(11, first, e);
        for (std::size_t l = 0; l < kLanes; ++l) {
            const double tail = std::min(u.at[l], 1 - u.at[l]);
            CHECK(std::abs(0.5 * std::erfc(std::abs(z.at[l]) / std::sqrt(2.0)) - tail) <
                  1e-13 * tail);
            CHECK((z.at[l] < 0) == (u.at[l] < 0.5));
            CHECK(e.at[l] == Approx(-std::log(u.at[l])).epsilon(1e-15));
        }
    }
}

TEST_CASE("gamma draws have mean and variance of their shape") {
    constexpr std::uint64_t kDraws = 400000;
    for (const double shape : {0.05, 0.4, 1.0, 1.7, 6.0, 80.0}) {
        const auto got = moments(
            [&](std::uint64_t first, Lanes& x) { draw_gammas(5, shape, first, x); }, kDraws);
        const double error = std::sqrt(shape / kDraws);
        CHECK(got.mean == Approx(shape).margin(4 * error));
        // The variance of a squared deviation is 2 shape^2 + 6 shape.
        CHECK(got.variance ==
              Approx(shape).margin(4 * std::sqrt((2 * shape * shape + 6 * shape) / kDraws)));
    }
    Lanes zero;
    draw_gammas(5, 0, 0, zero);
    CHECK(std::all_of(std::begin(zero.at), std::end(zero.at), [](double x) { return x == 0; }));
}

TEST_CASE("gamma draws of small shapes follow their distribution, not its moments only") {
    // Shape 1/2 is half a squared normal: P(X < x) = erf(sqrt x).
    constexpr std::uint64_t kDraws = 100000;
    Lanes x;
    for (const double limit : {0.01, 0.1, 0.5, 2.0}) {
        double below = 0;
        for (std::uint64_t first = 0; first < kDraws; first += kLanes) {
            draw_gammas(77, 0.5, first, x);
            below += static_cast<double>(std::count_if(std::begin(x.at), std::end(x.at),
                                                       [&](double v) { return v < limit; }));
        }
        const double p = std::erf(std::sqrt(limit));
        CHECK(below / kDraws == Approx(p).margin(4 * std::sqrt(p * (1 - p) / kDraws)));
    }
}

TEST_CASE("Dirichlet weights keep their mean, uniform ones their range") {
    const std::vector<std::string> names = {"a", "b", "c", "d"};
    const std::vector<double> base = {0.4, 0.3, 0.3, 0};
    const WeightDraws dirichlet(1, names, base, {Vary::dirichlet, 24, {}});
    const WeightDraws uniform(1, names, base, {Vary::uniform, 0.25, {}});
    std::vector<Lanes> w(4);
    double sum = 0, square = 0, low = 1, high = 0;
    bool none = true;
    constexpr std::uint64_t kDraws = 160000;
    for (std::uint64_t first = 0; first < kDraws; first += kLanes) {
        dirichlet.at(first, w.data());
        for (std::size_t l = 0; l < kLanes; ++l) {
            sum += w[0].at[l];
            square += w[0].at[l] * w[0].at[l];
            none = none && w[3].at[l] == 0;
        }
        uniform.at(first, w.data());
        low = std::min(low, *std::min_element(std::begin(w[0].at), std::end(w[0].at)));
        high = std::max(high, *std::max_element(std::begin(w[0].at), std::end(w[0].at)));
    }
    const double mean = sum / kDraws;
    CHECK(none);
    CHECK(mean == Approx(0.4).margin(0.001));
    CHECK(square / kDraws - mean * mean == Approx(0.4 * 0.6 / 25).epsilon(0.02));
    CHECK(low > 0.3 / (0.3 + 0.75) - 1e-12);
    CHECK(low < 0.29);
    CHECK(high < 0.5 / (0.5 + 0.45) + 1e-12);
    CHECK(high > 0.51);
}

TEST_CASE("ordinal weights descend and centre on the rank order centroid") {
    const std::vector<std::string> names = {"a", "b", "c"};
    const std::vector<std::size_t> importance = {2, 0, 1};
    const auto centroid = centroid_weights(importance);
    // Barron & Barrett 1996: 11/18, 5/18, 2/18 of three.
    CHECK(centroid[2] == Approx(11.0 / 18));
    CHECK(centroid[0] == Approx(5.0 / 18));
    CHECK(centroid[1] == Approx(2.0 / 18));
    const WeightDraws ordinal(9, names, centroid, {Vary::ordinal, 0, importance});
    std::vector<Lanes> w(3);
    double sums[3] = {};
    bool descending = true;
    constexpr std::uint64_t kDraws = 80000;
    for (std::uint64_t first = 0; first < kDraws; first += kLanes) {
        ordinal.at(first, w.data());
        for (std::size_t l = 0; l < kLanes; ++l) {
            const double sum = w[0].at[l] + w[1].at[l] + w[2].at[l];
            descending = descending && w[2].at[l] >= w[0].at[l] && w[0].at[l] >= w[1].at[l] &&
                         std::abs(sum - 1) < 1e-14;
            for (std::size_t j = 0; j < 3; ++j) {
                sums[j] += w[j].at[l];
            }
        }
    }
    CHECK(descending);
    for (std::size_t j = 0; j < 3; ++j) {
        CHECK(sums[j] / kDraws == Approx(centroid[j]).margin(0.002));
    }
}

TEST_CASE("ranks side by side are those of a full comparison, ties included") {
    for (const std::size_t rows : {1U, 2U, 3U, 5U, 16U, 17U, 64U, 200U}) {
        RankCounter counter(rows);
        std::vector<std::uint32_t> expected(rows * rows);
        std::vector<Lanes> scores(rows);
        for (const std::uint64_t round : {0U, 1U, 2U}) {
            for (std::size_t i = 0; i < rows; ++i) {
                draw_uniforms(i, 100 * round, scores[i]);
                for (double& score : scores[i].at) {
                    // Coarse in the first round, with 0, -0 and the nearest neighbours in the last.
                    score = round == 0    ? std::floor(score * 8) - 4
                            : round == 1  ? score - 0.5
                            : score < 0.3 ? -0.0
                            : score < 0.5 ? 0.0
                            : score < 0.7 ? 1.0
                                          : std::nextafter(1.0, 2.0);
                }
            }
            const std::size_t active = round == 1 ? 5 : kLanes;
            counter.add(scores.data(), active);
            std::size_t firsts = 0;
            for (std::size_t l = 0; l < active; ++l) {
                for (std::size_t i = 0; i < rows; ++i) {
                    std::size_t better = 0;
                    for (std::size_t k = 0; k < rows; ++k) {
                        better += scores[k].at[l] > scores[i].at[l] ? 1U : 0U;
                    }
                    ++expected[better * rows + i];
                    firsts += better == 0 ? 1U : 0U;
                }
            }
            CHECK(counter.firsts().size() == firsts);
        }
        CHECK(counter.counts() == expected);
    }
    CHECK_THROWS(RankCounter(RankCounter::kMostRows + 1));
}
