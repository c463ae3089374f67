// Sorting by a number (network/sorted.hpp) against the library's stable sort.
#include "base/parallel.hpp"
#include "network/sorted.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <random>

using jt::base::UnsetVector;
using jt::network::sort_by_number;

namespace {

struct Item {
    std::uint64_t number;
    std::uint32_t place;
    bool operator==(const Item&) const = default;
};

/// Numbers up to `most`, from `low` up.
UnsetVector<Item> random_items(std::size_t count, std::uint64_t low, std::uint64_t most) {
    std::mt19937_64 random(count + most);
    UnsetVector<Item> out(count);
    for (std::size_t i = 0; i < count; ++i) {
        out[i] = {low + random() % most, static_cast<std::uint32_t>(i)};
    }
    return out;
}

std::uint64_t number_of(const Item& item) { return item.number; }

}  // namespace

TEST_CASE("sorting by a number is the stable sort, for any numbers and threads") {
    const std::size_t count = GENERATE(as<std::size_t>{}, 0, 1, 2, 17, 4000, 100000);
    const std::uint64_t most =
        GENERATE(as<std::uint64_t>{}, 1, 2, 3000, std::uint64_t{1} << 33, ~0ULL);
    const std::uint64_t low = GENERATE(as<std::uint64_t>{}, 0, std::uint64_t{1} << 32);
    auto items = random_items(count, most == ~std::uint64_t{0} ? 0 : low, most);
    auto wanted = items;
    std::ranges::stable_sort(wanted, {}, &Item::number);
    jt::base::set_threads(GENERATE(1, 2, 5));
    sort_by_number(items, number_of);
    jt::base::set_threads(0);
    CHECK(items == wanted);
}

TEST_CASE("items of one number are sorted as asked") {
    const std::uint64_t most = GENERATE(as<std::uint64_t>{}, 1, 5, 3000, 100000);
    auto items = random_items(60000, 7, most);
    auto wanted = items;
    const auto down = [](const Item& a, const Item& b) { return a.place > b.place; };
    std::ranges::sort(wanted, [&](const Item& a, const Item& b) {
        return a.number != b.number ? a.number < b.number : down(a, b);
    });
    sort_by_number(items, number_of, down);
    CHECK(items == wanted);
}
