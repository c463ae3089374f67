#include "network/helpers.hpp"
#include "network/reach/shares.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>
#include <numeric>

using namespace jt;
using namespace jt::network;

TEST_CASE(
    "largest remainder gives the spare units to the largest remainders, earlier parts first") {
    CHECK(largest_remainder(10, std::vector<std::uint64_t>{1, 1, 1}) ==
          std::vector<std::uint32_t>{4, 3, 3});
    CHECK(largest_remainder(100, std::vector<std::uint64_t>{3, 7}) ==
          std::vector<std::uint32_t>{30, 70});
    CHECK(largest_remainder(7, std::vector<std::uint64_t>{0, 0}) ==
          std::vector<std::uint32_t>{4, 3});
    CHECK(largest_remainder(7, std::vector<std::uint64_t>{}).empty());
}

TEST_CASE("shares of random costs sum to the cost and stay within one of the exact share") {
    test::Random random{7};
    for (int round = 0; round < 300; ++round) {
        std::vector<std::uint64_t> weights(1 + random.below(9));
        for (auto& weight : weights) {
            weight = random.next();
        }
        const std::uint32_t total = random.next();
        const auto parts = largest_remainder(total, weights);
        CHECK(std::accumulate(parts.begin(), parts.end(), std::uint64_t{0}) == total);
        const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            CHECK(std::abs(parts[i] - total * (static_cast<double>(weights[i]) / sum)) < 1.001);
        }
    }
}

TEST_CASE("the cost before a place grows with it, and the reach within a cost never exceeds it") {
    test::Random random{11};
    for (int round = 0; round < 300; ++round) {
        const std::uint32_t cost = random.below(100000), length = 1 + random.below(1000000);
        CHECK(cost_before(cost, 0, length) == 0);
        CHECK(cost_before(cost, length, length) == cost);
        const std::uint32_t a = random.below(length), b = a + random.below(length - a + 1);
        CHECK(cost_before(cost, a, length) <= cost_before(cost, b, length));
        const std::uint32_t limit = random.below(cost + 1);
        CHECK(cost_before(cost, offset_within(cost, limit, length), length) <= limit);
    }
}

TEST_CASE("travel time is rounded once, and too long a time is refused") {
    CHECK(travel_ms(1000000, 36) == 100000);
    CHECK(travel_ms(1, 3.6) == 1);
    CHECK(travel_ms(0, 50) == 0);
    CHECK(test::error_text([] { travel_ms(4000000000ULL, 0.001); }) ==
          "4000000 m at 0.001 km/h takes longer than a cost can hold (49 days)");
}
