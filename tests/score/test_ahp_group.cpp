#include "score/goldens.hpp"
#include "score/group_ahp.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace jt;
using namespace jt::score;

namespace {

std::vector<double> consistent(const std::vector<double>& w) {
    std::vector<double> out;
    for (const double a : w) {
        for (const double b : w) {
            out.push_back(a / b);
        }
    }
    return out;
}

}  // namespace

TEST_CASE("one judge is the group, and so are judges who all agree") {
    const auto matrix = test::flat(test::kDistances);
    for (std::size_t judges : {1, 3}) {
        const std::vector<std::vector<double>> all(judges, matrix);
        const auto group = group_comparisons(
            all, std::vector<double>(judges, 1.0 / static_cast<double>(judges)), 6);
        for (std::size_t c = 0; c < matrix.size(); ++c) {
            CHECK(group.matrix[c] == Approx(matrix[c]).epsilon(1e-12));
        }
        for (const auto& pair : group.judgements) {
            CHECK(pair.spread == 1);
            CHECK(pair.judges == judges);
        }
        CHECK(group.judgements.size() == 15);
    }
}

TEST_CASE("the group of consistent judges is consistent: its weights are their geometric mean") {
    const std::vector<std::vector<double>> own = {{4, 2, 1}, {1, 1, 1}, {1, 5, 3}};
    const std::vector<double> weights = {0.5, 0.2, 0.3};
    std::vector<std::vector<double>> matrices;
    for (const auto& w : own) {
        matrices.push_back(consistent(w));
    }
    const auto group = group_comparisons(matrices, weights, 3);
    const auto result = ahp(group.matrix, 3);
    CHECK(result.cr == Approx(0).margin(1e-12));
    std::vector<double> wanted(3, 1);
    double sum = 0;
    for (std::size_t j = 0; j < 3; ++j) {
        for (std::size_t k = 0; k < 3; ++k) {
            wanted[j] *= std::pow(own[k][j], weights[k]);
        }
        sum += wanted[j];
    }
    for (std::size_t j = 0; j < 3; ++j) {
        CHECK(result.weights[j] == Approx(wanted[j] / sum).margin(1e-12));
    }
}

TEST_CASE("the group's judgement by hand: reciprocal, between the judges, whatever their order") {
    const std::vector<std::vector<double>> two = {{1, 9, 1.0 / 9, 1}, {1, 1, 1, 1}};
    const auto group = group_comparisons(two, std::vector<double>{0.5, 0.5}, 2);
    REQUIRE(group.judgements.size() == 1);
    const auto& pair = group.judgements[0];
    CHECK(pair.value == Approx(3));
    CHECK(group.matrix[1] * group.matrix[2] == Approx(1));
    CHECK(pair.lowest == 1);
    CHECK(pair.highest == 9);
    CHECK(pair.spread == Approx(3));  // logs 0 and 2 ln 3: deviation ln 3
    const auto turned = group_comparisons({two[1], two[0]}, std::vector<double>{0.5, 0.5}, 2);
    CHECK(turned.judgements[0].value == Approx(pair.value).epsilon(1e-14));
    const auto first = group_comparisons(two, std::vector<double>{1, 0}, 2);
    CHECK(first.judgements[0].value == 9);
    CHECK(first.judgements[0].judges == 1);
    CHECK(first.partial.empty());
}

TEST_CASE("a pair that some judges left out is theirs who compared it") {
    const std::vector<std::vector<double>> two = {{1, 4, NAN, 0.25, 1, 2, NAN, 0.5, 1},
                                                  {1, 1, NAN, 1, 1, NAN, NAN, NAN, 1}};
    const auto group = group_comparisons(two, std::vector<double>{0.5, 0.5}, 3);
    CHECK(group.matrix[1] == Approx(2));
    CHECK(group.matrix[5] == 2);
    CHECK(std::isnan(group.matrix[2]));
    REQUIRE(group.partial.size() == 1);
    CHECK(group.partial[0].i == 1);
    CHECK(group.judgements.size() == 2);
}

TEST_CASE("there is a weight for each judge") {
    CHECK(test::error_of([] { group_comparisons({{1}}, std::vector<double>{}, 1); })->kind() ==
          base::ErrorKind::internal);
}
