#include "score/ahp.hpp"
#include "score/goldens.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

using namespace jt;
using namespace jt::score;
using test::error_text;

namespace {

void check_weights(const std::vector<double>& found, const std::vector<double>& wanted,
                   double margin) {
    REQUIRE(found.size() == wanted.size());
    double sum = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
        CHECK(found[i] == Approx(wanted[i]).margin(margin));
        sum += found[i];
    }
    CHECK(sum == Approx(1).margin(1e-12));
}

AhpResult run(const test::Rows& rows) { return ahp(test::flat(rows), rows.size()); }

}  // namespace

TEST_CASE("AHP gives Saaty's house weights and its rejected consistency ratio") {
    const auto result = run(test::kHouse);
    CHECK(result.lambda_max == Approx(9.669).margin(0.0005));
    CHECK(result.ci == Approx(0.238).margin(0.0005));
    CHECK(result.cr == Approx(0.169).margin(0.0005));
    check_weights(result.weights, {.173, .054, .188, .018, .031, .036, .167, .333}, 0.0006);
    CHECK(error_text([] { ahp_accepted(test::letters(8), test::kHouse); }) ==
          "the comparisons contradict each other: CR 0.1691 is above 0.1; the worst triad is a, c, "
          "g: (a, c) = 3 and (c, g) = 6 ask for (a, g) = 18, found 0.3333\n"
          "  one change lowers CR most: (c, g) from 6 to 1/2 would give CR 0.0822\n"
          "  hint: review these three comparisons, or raise accept_cr and say so in the report");
    CHECK(ahp_accepted(test::letters(8), test::kHouse, 0.17).cr == result.cr);
}

TEST_CASE("AHP gives Saaty's distances from Philadelphia") {
    const auto result = ahp_accepted(test::letters(6), test::kDistances);
    CHECK(result.lambda_max == Approx(6.454).margin(0.0005));
    CHECK(result.cr == Approx(0.073).margin(0.0005));
    check_weights(result.weights, {.262, .397, .033, .116, .164, .027}, 0.0006);
}

TEST_CASE("AHP gives the published weights of the leader example") {
    const auto result = ahp_accepted(test::letters(4), test::kLeader);
    CHECK(result.cr == Approx(0.0439).margin(0.0001));
    check_weights(result.weights, {.548, .127, .270, .056}, 0.0006);
}

TEST_CASE("a hierarchy of criteria and cars gives the published priorities") {
    const auto criteria = run(test::kCarCriteria);
    std::vector<std::vector<double>> cars;
    for (const auto& rows : test::kCars) {
        cars.push_back(run(rows).weights);
    }
    check_weights(hierarchy(criteria.weights, cars), {.2922, .2767, .0697, .3613}, 0.00005);
}

TEST_CASE("weights of a consistent matrix are the weights it was made of") {
    std::mt19937 random(20200525);
    std::uniform_real_distribution<double> draw(0.05, 1);
    for (std::size_t n = 1; n <= 10; ++n) {
        std::vector<double> w(n), matrix;
        double sum = 0;
        for (double& value : w) {
            value = draw(random);
            sum += value;
        }
        for (double& value : w) {
            value /= sum;
        }
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = 0; j < n; ++j) {
                matrix.push_back(w[i] / w[j]);
            }
        }
        const auto result = ahp(matrix, n);
        check_weights(result.weights, w, 1e-12);
        CHECK(result.cr == Approx(0).margin(1e-12));
        CHECK(worst_triad(matrix, n).factor == Approx(1).margin(1e-12));
    }
}

TEST_CASE("the order of the criteria does not change their weights") {
    const std::vector<std::size_t> order = {3, 1, 5, 0, 4, 2};
    test::Rows turned(6, std::vector<double>(6));
    for (std::size_t i = 0; i < 6; ++i) {
        for (std::size_t j = 0; j < 6; ++j) {
            turned[i][j] = test::kDistances[order[i]][order[j]];
        }
    }
    const auto a = run(test::kDistances);
    const auto b = run(turned);
    for (std::size_t i = 0; i < 6; ++i) {
        CHECK(b.weights[i] == Approx(a.weights[order[i]]).margin(1e-13));
    }
    CHECK(a.cr == Approx(b.cr).margin(1e-12));
}

TEST_CASE("a matrix that is not square is refused with its row") {
    CHECK(error_text([] {
              check_comparisons({"access", "land"}, {{1, 3}});
          }) == "the comparison matrix is not square: 1 rows for 2 names");
    CHECK(error_text([] {
              check_comparisons({"access", "land"}, {{1, 3}, {1.0 / 3}});
          }) == "the comparison matrix is not square: row 'land' has 1 values, 2 are wanted");
    CHECK(error_text([] { check_comparisons({}, {}); }) ==
          "AHP takes 1 to 10 criteria, found 0\n"
          "  hint: group the criteria into a hierarchy: the random index table ends at 10");
    CHECK(error_text([] { random_index(11); }) ==
          "AHP takes 1 to 10 criteria, found 11\n"
          "  hint: group the criteria into a hierarchy: the random index table ends at 10");
}

TEST_CASE("cells that are not positive or not reciprocal are named") {
    CHECK(error_text([] {
              check_comparisons({"access", "land"}, {{1, 0}, {-3, NAN}});
          }) ==
          "comparisons must be finite and above 0: (access, land) = 0, (land, access) = -3, (land, "
          "land) = nan\n"
          "  hint: use Saaty's scale: 1 to 9 and their reciprocals");
    CHECK(error_text([] {
              check_comparisons({"access", "land"}, {{1, 3}, {0.33, 2}});
          }) ==
          "the comparison matrix is not reciprocal: (access, land) = 3, (land, access) = 0.33, "
          "(land, land) = 2\n"
          "  hint: a(j, i) must be 1 / a(i, j) and the diagonal 1; write fractions as 1/3, not as "
          "0.33");
    CHECK(error_text(
              [] {
                  check_comparisons({"可达性", "用地"}, {{1, 3}, {3, 1}});
              },
              base::Lang::zh) ==
          "判断矩阵不是互反矩阵：(可达性, 用地) = 3, (用地, 可达性) = 3\n"
          "  建议：应有 a(j, i) = 1 / a(i, j) 且对角线为 1；分数请写作 1/3，不要写成 0.33");
}

TEST_CASE("one and two criteria are always consistent") {
    CHECK(ahp_accepted({"a"}, {{1}}).weights == std::vector<double>{1});
    const auto two = ahp_accepted({"a", "b"}, {{1, 4}, {0.25, 1}});
    CHECK(two.cr == 0);
    check_weights(two.weights, {0.8, 0.2}, 1e-12);
}
