// Blank cells, geometric means, and which judgement to change first.
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

/// lambda_max by squaring the matrix again and again: the rows become multiples of one another, and
/// the Rayleigh quotient of a row sum is exact to rounding.
double lambda_by_squaring(const std::vector<double>& matrix, std::size_t n) {
    std::vector<double> power = matrix;
    for (int round = 0; round < 12; ++round) {
        std::vector<double> next(n * n, 0);
        double sum = 0;
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = 0; j < n; ++j) {
                for (std::size_t k = 0; k < n; ++k) {
                    next[i * n + j] += power[i * n + k] * power[k * n + j];
                }
                sum += next[i * n + j];
            }
        }
        for (double& value : next) {
            value /= sum;
        }
        power = next;
    }
    double before = 0;
    double after = 0;
    for (std::size_t i = 0; i < n; ++i) {
        before += power[i * n];
        for (std::size_t j = 0; j < n; ++j) {
            after += matrix[i * n + j] * power[j * n];
        }
    }
    return after / before;
}

double cr_by_squaring(const std::vector<double>& matrix, std::size_t n) {
    const auto size = static_cast<double>(n);
    return (lambda_by_squaring(matrix, n) - size) / (size - 1) / random_index(n);
}

/// A random reciprocal matrix of Saaty's scale.
std::vector<double> random_matrix(std::size_t n, std::mt19937& random) {
    std::vector<double> out(n * n, 1);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = i + 1; j < n; ++j) {
            const int step = static_cast<int>(random() % 17) - 8;
            out[i * n + j] = step >= 0 ? step + 1 : 1.0 / (1 - step);
            out[j * n + i] = 1 / out[i * n + j];
        }
    }
    return out;
}

std::vector<std::string> blank_names() { return {"access", "land", "industry", "slope"}; }

/// A consistent matrix of the weights 8, 4, 2, 1 with two pairs blank.
test::Rows with_blanks() {
    return {{1, 2, NAN, 8}, {0.5, 1, 2, NAN}, {NAN, 0.5, 1, 2}, {0.125, NAN, 0.5, 1}};
}

}  // namespace

TEST_CASE("geometric means weigh as the mean of each row, and alike where all agree") {
    const auto result = ahp(test::flat(test::kDistances), 6, AhpMethod::geometric);
    std::vector<double> wanted;
    double sum = 0;
    for (const auto& row : test::kDistances) {
        double product = 1;
        for (const double value : row) {
            product *= value;
        }
        wanted.push_back(std::pow(product, 1.0 / 6));
        sum += wanted.back();
    }
    for (std::size_t i = 0; i < 6; ++i) {
        CHECK(result.weights[i] == Approx(wanted[i] / sum).margin(1e-12));
    }
    const auto eigen = ahp(test::flat(test::kDistances), 6);
    CHECK(result.cr == eigen.cr);
    const std::vector<double> consistent = {1, 2, 8, 0.5, 1, 4, 0.125, 0.25, 1};
    const auto a = ahp(consistent, 3);
    const auto b = ahp(consistent, 3, AhpMethod::geometric);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(a.weights[i] == Approx(b.weights[i]).margin(1e-13));
    }
}

TEST_CASE("for three criteria eigenvector and geometric mean are the same (Crawford 1987)") {
    std::mt19937 random(3);
    for (int round = 0; round < 20; ++round) {
        const auto matrix = random_matrix(3, random);
        const auto a = ahp(matrix, 3);
        const auto b = ahp(matrix, 3, AhpMethod::geometric);
        for (std::size_t i = 0; i < 3; ++i) {
            CHECK(a.weights[i] == Approx(b.weights[i]).margin(1e-12));
        }
        CHECK(a.lambda_max == Approx(lambda_by_squaring(matrix, 3)).margin(1e-9));
    }
}

TEST_CASE("the repair is the best of all changes, tried one by one") {
    std::mt19937 random(20200525);
    for (int round = 0; round < 6; ++round) {
        const std::size_t n = 3 + static_cast<std::size_t>(round) % 4;
        const auto matrix = random_matrix(n, random);
        double lowest = cr_by_squaring(matrix, n);
        const double before = lowest;
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = i + 1; j < n; ++j) {
                for (int step = -8; step <= 8; ++step) {
                    auto tried = matrix;
                    tried[i * n + j] = step >= 0 ? step + 1 : 1.0 / (1 - step);
                    tried[j * n + i] = 1 / tried[i * n + j];
                    lowest = std::min(lowest, cr_by_squaring(tried, n));
                }
            }
        }
        const auto repair = best_repair(matrix, n);
        REQUIRE(repair.has_value() == (lowest < before - 1e-9));
        if (repair) {
            CHECK(repair->cr == Approx(lowest).margin(1e-9));
            auto changed = matrix;
            CHECK(changed[repair->i * n + repair->j] == repair->from);
            changed[repair->i * n + repair->j] = repair->to;
            changed[repair->j * n + repair->i] = 1 / repair->to;
            CHECK(ahp(changed, n).cr == Approx(repair->cr).margin(1e-12));
        }
    }
}

TEST_CASE("Saaty's house becomes acceptable by its best repair") {
    const auto matrix = test::flat(test::kHouse);
    const auto repair = best_repair(matrix, 8);
    REQUIRE(repair);
    CHECK(repair->i == 2);
    CHECK(repair->j == 6);
    CHECK(repair->from == 6);
    CHECK(repair->to == 0.5);
    CHECK(repair->cr < 0.10);
    CHECK_FALSE(best_repair(std::vector<double>{1, 2, 0.5, 1}, 2));
    CHECK_FALSE(best_repair(std::vector<double>{1}, 1));
    CHECK_FALSE(best_repair(std::vector<double>{1, 2, 4, 0.5, 1, 2, 0.25, 0.5, 1}, 3));
}

TEST_CASE("blank cells: the mirror where there is one, Harker where there is none") {
    auto rows = with_blanks();
    rows[2][2] = NAN;  // the diagonal
    rows[3][2] = NAN;  // its mirror is 2
    const auto given = read_comparisons(blank_names(), rows);
    REQUIRE(given.mirrored.size() == 1);
    CHECK(given.mirrored[0].i == 3);
    CHECK(given.mirrored[0].j == 2);
    CHECK(given.matrix[3 * 4 + 2] == 0.5);
    REQUIRE(given.missing.size() == 2);
    CHECK(given.missing[0].i == 0);
    CHECK(given.missing[0].j == 2);
    for (const auto method : {AhpMethod::eigenvector, AhpMethod::geometric}) {
        const auto result = ahp(given.matrix, 4, method);
        CHECK(result.cr == Approx(0).margin(1e-12));
        for (std::size_t i = 0; i < 4; ++i) {
            CHECK(result.weights[i] == Approx(std::pow(2.0, 3.0 - double(i)) / 15).margin(1e-10));
        }
    }
}

TEST_CASE("Harker's matrix by hand: 0 for the blank and its number on the diagonal") {
    const std::vector<double> matrix = {1, 3, NAN, 1.0 / 3, 1, 5, NAN, 0.2, 1};
    const std::vector<double> by_hand = {2, 3, 0, 1.0 / 3, 1, 5, 0, 0.2, 2};
    const auto result = ahp(matrix, 3);
    CHECK(result.lambda_max == Approx(lambda_by_squaring(by_hand, 3)).margin(1e-9));
    const std::vector<double> wanted = {15.0 / 21, 5.0 / 21, 1.0 / 21};
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(result.weights[i] == Approx(wanted[i]).margin(1e-9));
    }
    CHECK(worst_triad(matrix, 3).k == 0);
}

TEST_CASE("a longest chain of ten criteria still converges") {
    std::vector<double> matrix(100, NAN);
    for (std::size_t i = 0; i < 10; ++i) {
        matrix[i * 10 + i] = 1;
        if (i < 9) {
            matrix[i * 10 + i + 1] = 2;
            matrix[(i + 1) * 10 + i] = 0.5;
        }
    }
    const auto result = ahp(matrix, 10);
    CHECK(result.cr == Approx(0).margin(1e-9));
    for (std::size_t i = 0; i < 10; ++i) {
        CHECK(result.weights[i] == Approx(std::pow(2.0, 9.0 - double(i)) / 1023).margin(1e-8));
    }
}

TEST_CASE("comparisons that do not hang together are refused by their groups") {
    const test::Rows apart = {
        {1, 3, NAN, NAN}, {NAN, 1, NAN, NAN}, {NAN, NAN, 1, NAN}, {NAN, NAN, 4, 1}};
    const auto given = read_comparisons(blank_names(), apart);
    CHECK(connected(given.matrix, 4) == std::vector<std::size_t>{0, 0, 2, 2});
    CHECK(error_text([&] { check_connected(blank_names(), given.matrix); }) ==
          "the comparisons do not connect all criteria; these groups were never compared with each "
          "other: (access, land), (industry, slope)\n"
          "  hint: compare at least one criterion of each group with one of another");
    CHECK(error_text([&] {
              check_connected(blank_names(), read_comparisons(blank_names(), with_blanks()).matrix);
          }) == "(no error)");
}

TEST_CASE("a blank excuses nothing: other cells must be above 0 and reciprocal") {
    CHECK(error_text([] {
              read_comparisons({"access", "land"}, {{NAN, 3}, {0.5, 1}});
          })
              .find("the comparison matrix is not reciprocal: (access, land) = 3, (land, access) = "
                    "0.5") == 0);
    CHECK(error_text([] {
              read_comparisons({"access", "land"}, {{1, NAN}, {0, 1}});
          }).find("comparisons must be finite and above 0: (land, access) = 0") == 0);
    CHECK(error_text([] {
              read_comparisons({"access", "land"}, {{2, 3}, {NAN, 1}});
          }).find("the comparison matrix is not reciprocal: (access, access) = 2") == 0);
}

TEST_CASE("a contradiction without a triad is refused without one") {
    // A ring of four: 2 * 2 * 2 should be 1/9.
    const std::vector<double> ring = {1,   2,   NAN, 1.0 / 9, 0.5, 1,   2,   NAN,
                                      NAN, 0.5, 1,   2,       9,   NAN, 0.5, 1};
    CHECK(error_text([&] {
              check_consistent(test::letters(4), ring, ahp(ring, 4), 0.1);
          }).find("the comparisons contradict each other: CR ") == 0);
    CHECK(error_text([&] {
              check_consistent(test::letters(4), ring, ahp(ring, 4), 0.1);
          }).find("hint: compare more pairs") != std::string::npos);
}

TEST_CASE("judgements are shown as people write them") {
    CHECK(judgement_text(3) == "3");
    CHECK(judgement_text(1.0 / 7) == "1/7");
    CHECK(judgement_text(0.42) == "0.42");
    CHECK(judgement_text(1) == "1");
}
