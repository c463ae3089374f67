#include "base/error.hpp"
#include "base/parallel.hpp"
#include "score/robustness.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

using namespace jt;
using namespace jt::score;

namespace {

/// SplitMix64 as published (Vigna's splitmix64.c), for the plain implementation.
double plain_uniform(std::uint64_t stream, std::uint64_t draw) {
    std::uint64_t z = stream + (draw + 1) * 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    z ^= z >> 31;
    return (static_cast<double>(z >> 12) + 0.5) / 4503599627370496.0;
}

ScoreModel model_of(const Criteria& values, const std::vector<double>& weights, WeightModel vary,
                    std::uint64_t seed = 7) {
    ScoreModel out;
    out.values = values;
    out.weights = weights;
    out.vary = std::move(vary);
    out.seed = seed;
    out.spreads.resize(values.size());
    for (std::size_t j = 0; j < values.size(); ++j) {
        out.names.push_back("c" + std::to_string(j));
    }
    for (std::size_t i = 0; i < values.front().size(); ++i) {
        out.rows.push_back("P" + std::to_string(i));
    }
    return out;
}

/// Seeded values 0 to 100; every third row repeats the one before it.
ScoreModel city(std::size_t rows, std::size_t criteria, WeightModel vary) {
    Criteria values(criteria, std::vector<double>(rows));
    std::vector<double> weights;
    for (std::size_t j = 0; j < criteria; ++j) {
        for (std::size_t i = 0; i < rows; ++i) {
            values[j][i] = 100 * plain_uniform(j, i % 3 == 2 ? i - 1 : i);
        }
        weights.push_back(static_cast<double>(2 * (j + 1)) /
                          static_cast<double>(criteria * (criteria + 1)));
    }
    return model_of(values, weights, std::move(vary));
}

struct Plain {
    std::vector<std::uint64_t> counts;
    std::vector<std::vector<double>> scores;  ///< [row][draw]
};

/// One draw at a time, ranks by a full comparison.
Plain plain(const ScoreModel& given, std::uint64_t draws) {
    const ScoreModel model = in_name_order(given);
    const std::size_t rows = model.rows.size(), criteria = model.names.size();
    const WeightDraws weights(model.seed, model.names, model.weights, model.vary);
    Plain out;
    out.counts.resize(rows * rows);
    out.scores.resize(rows);
    std::vector<Lanes> w(criteria);
    for (std::uint64_t d = 0; d < draws; ++d) {
        weights.at(d, w.data());
        std::vector<double> score(rows);
        for (std::size_t i = 0; i < rows; ++i) {
            for (std::size_t j = 0; j < criteria; ++j) {
                double x = model.values[j][i];
                const Spread& spread = model.spreads[j];
                if (spread.kind == Spread::Kind::normal) {
                    Lanes z;
                    draw_normals(stream_of(model.seed, {"value", model.rows[i], model.names[j]}), d,
                                 z);
                    x = std::clamp(x + spread.sd[i] * z.at[0], spread.min, spread.max);
                }
                score[i] += x * w[j].at[0];
            }
            out.scores[i].push_back(score[i]);
        }
        for (std::size_t i = 0; i < rows; ++i) {
            const auto better = std::count_if(score.begin(), score.end(),
                                              [&](double other) { return other > score[i]; });
            ++out.counts[static_cast<std::size_t>(better) * rows + i];
        }
    }
    return out;
}

void check_same(const Robustness& result, const Plain& expected) {
    CHECK(result.counts == expected.counts);
    for (std::size_t i = 0; i < expected.scores.size(); ++i) {
        auto sorted = expected.scores[i];
        const double n = static_cast<double>(sorted.size());
        const double mean = std::accumulate(sorted.begin(), sorted.end(), 0.0) / n;
        double square = 0;
        for (const double score : sorted) {
            square += (score - mean) * (score - mean);
        }
        std::sort(sorted.begin(), sorted.end());
        CHECK(result.scores.mean[i] == Approx(mean));
        CHECK(result.scores.sd[i] == Approx(std::sqrt(square / (n - 1))).margin(1e-9));
        CHECK(result.scores.low[i] == sorted[(sorted.size() * 5 + 99) / 100 - 1]);
        CHECK(result.scores.high[i] == sorted[(sorted.size() * 95 + 99) / 100 - 1]);
    }
}

bool same(const Robustness& a, const Robustness& b) {
    return a.counts == b.counts && a.central == b.central && a.base == b.base &&
           a.scores.mean == b.scores.mean && a.scores.sd == b.scores.sd &&
           a.scores.low == b.scores.low && a.scores.high == b.scores.high;
}

/// Four standard errors of a share.
double four_sigma(double p, double draws) { return 4 * std::sqrt(p * (1 - p) / draws); }

}  // namespace

TEST_CASE("two criteria under free weights: the shares of first places are lengths") {
    constexpr std::uint64_t kDraws = 200000;
    // Scores w, 1 - w and 0.6: a leads above 0.6, b below 0.4, c between; d is below c always.
    const auto result = robustness(
        model_of({{1, 0, 0.6, 0.5}, {0, 1, 0.6, 0.55}}, {0.5, 0.5}, {Vary::free, 0, {}}), kDraws);
    const double expected[] = {0.4, 0.4, 0.2};
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(result.share_within(i, 1) ==
              Approx(expected[i]).margin(four_sigma(expected[i], kDraws)));
    }
    CHECK(result.count(3, 1) == 0);
    CHECK(result.share_within(2, 2) == 1);
    const double central[] = {0.8, 0.2, 0.5};
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(result.central[2 * i] / static_cast<double>(result.count(i, 1)) ==
              Approx(central[i]).margin(0.002));
    }
    // w is uniform: mean 1/2, sd 1/sqrt 12, quantiles 0.05 and 0.95.
    CHECK(result.scores.mean[0] == Approx(0.5).margin(0.003));
    CHECK(result.scores.sd[0] == Approx(std::sqrt(1.0 / 12)).margin(0.002));
    CHECK(result.scores.low[0] == Approx(0.05).margin(0.002));
    CHECK(result.scores.high[0] == Approx(0.95).margin(0.002));
    CHECK(result.scores.low[2] == Approx(0.6));
    CHECK(result.rank_quantile(0, 5) == 1);
    CHECK(result.rank_quantile(0, 95) == 4);
    CHECK(result.expected_rank(2) == Approx(1.8).margin(0.01));
    CHECK(result.base_rank == std::vector<std::int64_t>{3, 3, 1, 2});
}

TEST_CASE("three symmetric rows are equal up to sampling error") {
    constexpr std::uint64_t kDraws = 90000;
    const Criteria unit = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    for (const Vary vary : {Vary::free, Vary::dirichlet, Vary::uniform}) {
        const auto result = robustness(model_of(unit, {1.0 / 3, 1.0 / 3, 1.0 / 3},
                                                {vary, vary == Vary::uniform ? 0.5 : 20, {}}),
                                       kDraws);
        for (std::size_t i = 0; i < 3; ++i) {
            CHECK(result.share_within(i, 1) == Approx(1.0 / 3).margin(four_sigma(1.0 / 3, kDraws)));
            CHECK(result.expected_rank(i) == Approx(2).margin(0.012));
        }
    }
}

TEST_CASE("blocks of draws give what one draw at a time gives") {
    for (const Vary vary :
         {Vary::none, Vary::dirichlet, Vary::uniform, Vary::free, Vary::ordinal}) {
        auto model = city(23, 5, {vary, vary == Vary::uniform ? 0.4 : 30, {4, 3, 2, 1, 0}});
        check_same(robustness(model, 2503), plain(model, 2503));
        model.spreads[1].kind = Spread::Kind::normal;
        model.spreads[1].sd.assign(23, 12);
        model.spreads[1].min = 0;
        model.spreads[1].max = 100;
        check_same(robustness(model, 499), plain(model, 499));
    }
}

TEST_CASE("free and uniform weights are what their formulas say") {
    const std::vector<std::string> names = {"access", "land", "industry"};
    const WeightDraws free(3, names, {0.2, 0.3, 0.5}, {Vary::free, 0, {}});
    const WeightDraws uniform(3, names, {0.2, 0.3, 0.5}, {Vary::uniform, 0.4, {}});
    std::vector<Lanes> w(3), v(3);
    for (std::uint64_t first = 0; first < 1600; first += kLanes) {
        free.at(first, w.data());
        uniform.at(first, v.data());
        for (std::size_t l = 0; l < kLanes; ++l) {
            double free_sum = 0, uniform_sum = 0, e[3], u[3];
            for (std::size_t j = 0; j < 3; ++j) {
                const double p = plain_uniform(stream_of(3, {"weight", names[j]}), first + l);
                e[j] = -std::log(p);
                u[j] = std::vector<double>{0.2, 0.3, 0.5}[j] * (0.6 + 0.8 * p);
                free_sum += e[j];
                uniform_sum += u[j];
            }
            for (std::size_t j = 0; j < 3; ++j) {
                CHECK(w[j].at[l] == Approx(e[j] / free_sum).epsilon(1e-13));
                CHECK(v[j].at[l] == Approx(u[j] / uniform_sum).epsilon(1e-13));
            }
        }
    }
}

TEST_CASE("threads, the order of rows and that of columns change nothing") {
    auto model = city(40, 6, {Vary::dirichlet, 40, {}});
    model.spreads[2].kind = Spread::Kind::triangular;
    model.spreads[2].low = 0.1;
    model.spreads[2].high = 0.3;
    constexpr std::uint64_t kDraws = 9011;
    const auto result = robustness(model, kDraws);
    const int threads = base::threads();
    for (const int count : {1, 2, 3}) {
        base::set_threads(count);
        CHECK(same(robustness(model, kDraws), result));
    }
    base::set_threads(threads);

    auto columns = model;
    std::reverse(columns.names.begin(), columns.names.end());
    std::reverse(columns.values.begin(), columns.values.end());
    std::reverse(columns.weights.begin(), columns.weights.end());
    std::reverse(columns.spreads.begin(), columns.spreads.end());
    const auto turned = robustness(columns, kDraws);
    CHECK(turned.counts == result.counts);
    CHECK(turned.scores.mean == result.scores.mean);
    CHECK(turned.scores.low == result.scores.low);
    CHECK(turned.central[0] == result.central[5]);

    auto rows = model;
    std::reverse(rows.rows.begin(), rows.rows.end());
    for (auto& column : rows.values) {
        std::reverse(column.begin(), column.end());
    }
    const auto upside_down = robustness(rows, kDraws);
    for (std::size_t i = 0; i < 40; ++i) {
        CHECK(upside_down.scores.mean[39 - i] == result.scores.mean[i]);
        CHECK(upside_down.scores.high[39 - i] == result.scores.high[i]);
        CHECK(upside_down.expected_rank(39 - i) == result.expected_rank(i));
        CHECK(upside_down.central[(39 - i) * 6] == result.central[i * 6]);
    }
}

TEST_CASE("another row leaves the draws of the others as they are") {
    auto model = city(10, 4, {Vary::free, 0, {}});
    for (auto& spread : model.spreads) {
        spread.kind = Spread::Kind::normal;
        spread.sd.assign(10, 5);
    }
    const auto before = robustness(model, 3000);
    model.rows.insert(model.rows.begin(), "new");
    for (std::size_t j = 0; j < 4; ++j) {
        model.values[j].insert(model.values[j].begin(), 50);
        model.spreads[j].sd.push_back(5);
    }
    const auto after = robustness(model, 3000);
    for (std::size_t i = 0; i < 10; ++i) {
        CHECK(after.scores.mean[i + 1] == before.scores.mean[i]);
        CHECK(after.scores.low[i + 1] == before.scores.low[i]);
    }
    model.seed = 8;
    CHECK(robustness(model, 3000).scores.mean[1] != after.scores.mean[1]);
}

TEST_CASE("drawn values have the spread that was asked for") {
    auto model = model_of({{50, 50, 50, -50, 99}}, {1}, {});
    model.spreads[0].kind = Spread::Kind::normal;
    model.spreads[0].sd = {0, 4, 8, 4, 1000};
    model.spreads[0].max = 100;
    constexpr std::uint64_t kDraws = 100000;
    auto result = robustness(model, kDraws);
    CHECK(result.scores.sd[0] == 0);
    CHECK(result.scores.mean[0] == 50);
    CHECK(result.scores.low[0] == 50);
    for (const std::size_t i : {1U, 2U, 3U}) {
        const double sd = model.spreads[0].sd[i];
        CHECK(result.scores.mean[i] == Approx(model.values[0][i]).margin(0.05));
        CHECK(result.scores.sd[i] == Approx(sd).epsilon(0.01));
        CHECK(result.scores.low[i] == Approx(model.values[0][i] - 1.64485 * sd).margin(0.15));
    }
    CHECK(result.scores.high[4] == 100);

    model.spreads[0] = Spread();
    model.spreads[0].kind = Spread::Kind::triangular;
    model.spreads[0].low = 0.1;
    model.spreads[0].high = 0.4;
    result = robustness(model, kDraws);
    // Mean (a + b + c) / 3, variance (a2 + b2 + c2 - ab - ac - bc) / 18 of 45, 50, 70.
    CHECK(result.scores.mean[0] == Approx(55).margin(0.07));
    CHECK(result.scores.sd[0] == Approx(std::sqrt(175.0 / 6)).epsilon(0.01));
    CHECK(result.scores.low[0] == Approx(45 + std::sqrt(0.05 * 25 * 5)).margin(0.1));
    CHECK(result.scores.high[0] == Approx(70 - std::sqrt(0.05 * 25 * 20)).margin(0.1));
    CHECK(result.scores.mean[3] == Approx(-45).margin(0.07));  // from -55 to -30
}

TEST_CASE("one row, one draw, no rows") {
    const auto one = robustness(model_of({{3}, {5}}, {0.5, 0.5}, {Vary::free, 0, {}}), 1);
    CHECK(one.count(0, 1) == 1);
    CHECK(one.expected_rank(0) == 1);
    CHECK(one.rank_quantile(0, 95) == 1);
    CHECK(std::isnan(one.scores.sd[0]));
    CHECK(one.scores.low[0] == one.scores.high[0]);
    const auto none = robustness(model_of({{}, {}}, {0.5, 0.5}, {Vary::free, 0, {}}), 10);
    CHECK(none.counts.empty());
    CHECK(none.scores.mean.empty());
    CHECK_THROWS_AS(robustness(model_of({{3}}, {1}, {}), 0), base::Error);
}

TEST_CASE("differences under common random numbers have no noise of their own") {
    auto before = city(8, 3, {Vary::dirichlet, 10, {}});
    for (auto& spread : before.spreads) {
        spread.kind = Spread::Kind::normal;
        spread.sd.assign(8, 20);
    }
    auto after = before;
    after.values[0][3] += 10;
    after.values[1][4] += 10;
    after.values[2][4] -= 10;
    constexpr std::uint64_t kDraws = 50000;
    const auto result = compare(before, after, kDraws);
    CHECK(result.draws.mean[0] == 0);
    CHECK(result.draws.sd[0] == 0);
    CHECK(result.draws.above[0] == 0);
    CHECK(result.draws.above[3] == kDraws);
    CHECK(result.base[3] == Approx(10 * before.weights[0]));
    // 10 w with w Dirichlet: var = 100 w (1 - w) / 11.
    const double w = before.weights[0];
    CHECK(result.draws.mean[3] == Approx(10 * w).margin(0.03));
    CHECK(result.draws.sd[3] == Approx(10 * std::sqrt(w * (1 - w) / 11)).epsilon(0.02));
    CHECK(result.draws.low[3] > 0);
    // Above 0 where the second weight exceeds the third: as often as in the draws themselves.
    const auto scores = plain(model_of({{0}, {1}, {-1}}, before.weights, before.vary), 20000);
    const auto positive = std::count_if(scores.scores[0].begin(), scores.scores[0].end(),
                                        [](double x) { return x > 0; });
    CHECK(static_cast<double>(result.draws.above[4]) / kDraws ==
          Approx(static_cast<double>(positive) / 20000).margin(0.02));
    after.rows[0] = "other";
    CHECK_THROWS_AS(compare(before, after, 10), base::Error);
}
