#include "score/rank.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace jt::score;

TEST_CASE("equal scores share a rank and the next rank is skipped") {
    const auto out = rank(std::vector<double>{50, 80, 80, 20}, {true, true, true, true},
                          {"P04", "P03", "P02", "P01"});
    CHECK(out.rank == std::vector<std::int64_t>{3, 1, 1, 4});
    CHECK(out.order == std::vector<std::size_t>{2, 1, 0, 3});
    CHECK(out.ranked == 4);
}

TEST_CASE("infeasible and missing rows are not ranked and come last by id") {
    const auto out = rank(std::vector<double>{90, NAN, 30, 95}, {false, true, true, true},
                          {"10", "9", "8", "7"});
    CHECK(out.rank == std::vector<std::int64_t>{0, 0, 2, 1});
    CHECK(out.order == std::vector<std::size_t>{3, 2, 1, 0});
    CHECK(out.ranked == 2);
}

TEST_CASE("less may be better, and no rows make no ranking") {
    const auto out = rank(std::vector<double>{3, 1, 2}, {true, true, true}, {"a", "b", "c"}, false);
    CHECK(out.rank == std::vector<std::int64_t>{3, 1, 2});
    CHECK(rank(std::vector<double>{}, {}, {}).order.empty());
}

TEST_CASE("ranks do not depend on the order of rows") {
    const auto a =
        rank(std::vector<double>{5, 7, 7, 1}, {true, true, true, true}, {"a", "b", "c", "d"});
    const auto b =
        rank(std::vector<double>{1, 7, 7, 5}, {true, true, true, true}, {"d", "c", "b", "a"});
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(a.rank[i] == b.rank[3 - i]);
    }
}
