#include "score/agreement.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

using namespace jt::score;

namespace {

/// Kendall's tau-b, pair by pair.
double tau_by_hand(const std::vector<double>& a, const std::vector<double>& b) {
    double both = 0;
    double only_a = 0;
    double only_b = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const int da = (a[i] > a[j]) - (a[i] < a[j]);
            const int db = (b[i] > b[j]) - (b[i] < b[j]);
            both += da * db;
            only_a += da * da;
            only_b += db * db;
        }
    }
    return both / std::sqrt(only_a * only_b);
}

/// Spearman's rho with ranks counted one by one.
double rho_by_hand(const std::vector<double>& a, const std::vector<double>& b) {
    const auto ranks = [](const std::vector<double>& x) {
        std::vector<double> out;
        for (const double value : x) {
            double rank = 0.5;
            for (const double other : x) {
                rank += other < value ? 1 : other == value ? 0.5 : 0;
            }
            out.push_back(rank);
        }
        return out;
    };
    const auto x = ranks(a);
    const auto y = ranks(b);
    double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        mx += x[i] / double(x.size());
        my += y[i] / double(x.size());
    }
    for (std::size_t i = 0; i < x.size(); ++i) {
        xx += (x[i] - mx) * (x[i] - mx);
        yy += (y[i] - my) * (y[i] - my);
        xy += (x[i] - mx) * (y[i] - my);
    }
    return xy / std::sqrt(xx * yy);
}

std::vector<double> draws(std::size_t n, unsigned range, unsigned seed) {
    std::mt19937 random(seed);
    std::vector<double> out(n);
    for (double& value : out) {
        value = static_cast<double>(random() % range);
    }
    return out;
}

const std::vector<Direction> kBoth = {Direction::max, Direction::max};

}  // namespace

TEST_CASE("rank correlations agree with counting pairs, with few and many ties") {
    for (const unsigned range : {3U, 20U, 1000000U}) {
        const auto a = draws(150, range, 1);
        const auto b = draws(150, range, 2);
        CHECK(kendall_tau_b(a, b) == Approx(tau_by_hand(a, b)).margin(1e-12));
        CHECK(spearman_rho(a, b) == Approx(rho_by_hand(a, b)).margin(1e-12));
        CHECK(kendall_tau_b(b, a) == Approx(kendall_tau_b(a, b)).margin(1e-12));
        CHECK(kendall_tau_b(a, a) == 1);
        CHECK(spearman_rho(a, a) == 1);
        auto turned = a;
        for (double& value : turned) {
            value = -value;
        }
        CHECK(kendall_tau_b(a, turned) == Approx(-1).margin(1e-12));
        CHECK(spearman_rho(a, turned) == Approx(-1).margin(1e-12));
    }
}

TEST_CASE("rank correlations of four rows by hand") {
    // 1 2 3 4 against 1 2 4 3: five pairs stand alike, one the other way round.
    const std::vector<double> a = {1, 2, 3, 4};
    const std::vector<double> b = {1, 2, 4, 3};
    CHECK(kendall_tau_b(a, b) == Approx(4.0 / 6));
    CHECK(spearman_rho(a, b) == Approx(1 - 6.0 * 2 / (4 * 15)));
    const std::vector<double> flat = {7, 7, 7, 7};
    CHECK(std::isnan(kendall_tau_b(a, flat)));
    CHECK(std::isnan(spearman_rho(flat, a)));
    CHECK(std::isnan(kendall_tau_b(std::vector<double>{1}, std::vector<double>{2})));
    CHECK(std::isnan(spearman_rho(std::vector<double>{1}, std::vector<double>{2})));
    CHECK(std::isnan(spearman_rho(std::vector<double>{}, std::vector<double>{})));
}

TEST_CASE("ranks of each row, the best and worst of them, and who is first by both") {
    const auto out = agreement({{90, 80, 80, 10}, {5, 9, 1, 2}}, kBoth, 2);
    REQUIRE(out.of_row.size() == 4);
    CHECK(out.of_row[0].ranks == std::vector<std::int64_t>{1, 2});
    CHECK(out.of_row[1].ranks == std::vector<std::int64_t>{2, 1});
    CHECK(out.of_row[2].ranks == std::vector<std::int64_t>{2, 4});
    CHECK(out.of_row[3].ranks == std::vector<std::int64_t>{4, 3});
    CHECK(out.of_row[2].mean == 3);
    CHECK(out.of_row[2].best == 2);
    CHECK(out.of_row[2].worst == 4);
    CHECK(out.of_row[2].spread == 2);
    REQUIRE(out.pairs.size() == 1);
    CHECK(out.pairs[0].first_alike == 0);
    CHECK(out.pairs[0].top_alike == 2);
    CHECK(out.pairs[0].top_first == 3);  // two share rank 2
    CHECK(out.pairs[0].top_second == 2);
}

TEST_CASE("costs rank from the smallest, and the order of rows changes nothing") {
    auto x = Criteria{draws(40, 15, 3), draws(40, 15, 4), draws(40, 15, 5)};
    const std::vector<Direction> d = {Direction::max, Direction::min, Direction::max};
    const auto out = agreement(x, d, 5);
    for (double& value : x[1]) {
        value = -value;
    }
    const auto same = agreement(x, {Direction::max, Direction::max, Direction::max}, 5);
    for (auto& column : x) {
        column = std::vector<double>(column.rbegin(), column.rend());
    }
    const auto back = agreement(x, {Direction::max, Direction::max, Direction::max}, 5);
    REQUIRE(out.pairs.size() == 3);
    for (std::size_t i = 0; i < 40; ++i) {
        CHECK(out.of_row[i].ranks == same.of_row[i].ranks);
        CHECK(out.of_row[i].ranks == back.of_row[39 - i].ranks);
    }
    for (std::size_t p = 0; p < 3; ++p) {
        CHECK(out.pairs[p].tau_b == Approx(back.pairs[p].tau_b).margin(1e-12));
        CHECK(out.pairs[p].rho == Approx(same.pairs[p].rho).margin(1e-12));
        CHECK(out.pairs[p].top_alike == back.pairs[p].top_alike);
    }
}

TEST_CASE("rows that lack a score are left out of all ranks") {
    const auto out = agreement({{1, 5, 3}, {2, NAN, 1}}, kBoth, 1);
    CHECK(out.missing == std::vector<std::size_t>{1});
    CHECK(out.rows == std::vector<std::size_t>{0, 2});
    CHECK(out.of_row[1].ranks == std::vector<std::int64_t>{1, 2});
    CHECK(out.pairs[0].tau_b == Approx(-1));
    const auto one = agreement({{4}, {4}}, kBoth, 1);
    CHECK(one.of_row[0].ranks == std::vector<std::int64_t>{1, 1});
    CHECK(one.pairs[0].first_alike == 1);
    CHECK(std::isnan(one.pairs[0].tau_b));
    CHECK(agreement({{}, {}}, kBoth, 1).of_row.empty());
}
