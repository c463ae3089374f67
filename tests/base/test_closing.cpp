// Rounding that closes: exactly, whatever the order, never by a unit or more.
#include "base/closing.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <random>

using namespace jt::base;
using Keys = std::vector<std::int64_t>;

namespace {

std::int64_t sum_of(const std::vector<std::int64_t>& values) {
    return std::accumulate(values.begin(), values.end(), std::int64_t{0});
}

Keys keys_for(std::size_t count) {
    Keys out(count);
    std::iota(out.begin(), out.end(), std::int64_t{1});
    return out;
}

/// Values of many sizes, zeros and halves among them.
std::vector<double> random_values(std::size_t count, std::mt19937_64& random) {
    std::vector<double> out;
    for (std::size_t i = 0; i < count; ++i) {
        const double size = std::pow(10.0, static_cast<double>(random() % 8));
        const double value = static_cast<double>(random() % 1000000) / 1e6 * size;
        out.push_back(random() % 7 == 0 ? 0 : random() % 5 == 0 ? std::floor(value) + 0.5 : value);
    }
    return out;
}

}  // namespace

TEST_CASE(
    "the largest remainders get the rest, equal ones the larger value, then the smaller key") {
    CHECK(round_to_total(std::vector{1.2, 2.7, 3.1}, 7, keys_for(3)) == Keys{1, 3, 3});
    CHECK(round_to_total(std::vector{0.5, 0.5}, 1, Keys{1, 2}) == Keys{1, 0});
    CHECK(round_to_total(std::vector{0.5, 0.5}, 1, Keys{2, 1}) == Keys{0, 1});
    CHECK(round_to_total(std::vector{0.5, 3.5}, 4, Keys{1, 2}) == Keys{0, 4});
    CHECK(round_to_total(std::vector{3.0, 0.0}, 3, Keys{1, 2}) == Keys{3, 0});
    CHECK(round_to_total({}, 0, {}).empty());
    // Thirds: 33 + 33 + 33 would lack one.
    CHECK(round_to_total(std::vector(3, 100 / 3.0), 100, Keys{7, 5, 6}) == Keys{33, 34, 33});
}

TEST_CASE("closed sums are exact, and no part moves by one unit or more") {
    std::mt19937_64 random(20200525);
    for (int round = 0; round < 300; ++round) {
        const std::size_t count = 1 + random() % 40, groups = 1 + random() % 6;
        const std::vector<double> values = random_values(count, random);
        std::vector<std::size_t> group;
        for (std::size_t i = 0; i < count; ++i) {
            group.push_back(random() % groups);
        }
        const Closed closed = close_groups(values, keys_for(count), group, groups, -1);
        CHECK(closed.total == std::llround(ordered_sum(values)));
        CHECK(sum_of(closed.parts) == closed.total);
        CHECK(sum_of(closed.groups) == closed.total);
        std::vector<std::int64_t> sums(groups, 0);
        for (std::size_t i = 0; i < count; ++i) {
            sums[group[i]] += closed.parts[i];
            // Its group may carry one unit more, so that a part moves by less than two in all.
            CHECK(std::fabs(static_cast<double>(closed.parts[i]) - values[i]) < 1 + 1e-9);
            CHECK((values[i] > 0 || closed.parts[i] == 0));
        }
        CHECK(sums == closed.groups);
    }
}

TEST_CASE("the order of the values changes nothing") {
    std::mt19937_64 random(7);
    for (int round = 0; round < 100; ++round) {
        const std::size_t count = 2 + random() % 30;
        const std::vector<double> values = random_values(count, random);
        const Keys keys = keys_for(count);
        std::vector<std::size_t> group, order(count);
        for (std::size_t i = 0; i < count; ++i) {
            group.push_back(random() % 3);
        }
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::shuffle(order.begin(), order.end(), random);
        std::vector<double> mixed;
        Keys mixed_keys;
        std::vector<std::size_t> mixed_group;
        for (const std::size_t i : order) {
            mixed.push_back(values[i]);
            mixed_keys.push_back(keys[i]);
            mixed_group.push_back(group[i]);
        }
        const std::int64_t total = round % 2 == 0 ? -1 : std::llround(ordered_sum(values)) + 3;
        const Closed a = close_groups(values, keys, group, 3, total);
        const Closed b = close_groups(mixed, mixed_keys, mixed_group, 3, total);
        CHECK(a.groups == b.groups);
        for (std::size_t k = 0; k < count; ++k) {
            CHECK(b.parts[k] == a.parts[order[k]]);
        }
    }
}

TEST_CASE("a control total is shared out in proportion") {
    std::mt19937_64 random(11);
    for (int round = 0; round < 200; ++round) {
        const std::size_t count = 1 + random() % 40;
        std::vector<double> values = random_values(count, random);
        values[0] += 1000;
        const std::vector<std::size_t> group(count, 0);
        const double sum = ordered_sum(values);
        const std::int64_t total =
            std::llround(sum * (0.9 + 0.2 * static_cast<double>(random() % 100) / 100));
        const Closed closed = close_groups(values, keys_for(count), group, 1, total);
        CHECK(closed.total == total);
        CHECK(sum_of(closed.parts) == total);
        for (std::size_t i = 0; i < count; ++i) {
            const double wanted = values[i] * static_cast<double>(total) / sum;
            CHECK(std::fabs(static_cast<double>(closed.parts[i]) - wanted) < 1 + 1e-6);
        }
    }
    const Closed none = close_groups({}, {}, {}, 1, -1);
    CHECK(none.total == 0);
    CHECK(none.groups == Keys{0});
}
