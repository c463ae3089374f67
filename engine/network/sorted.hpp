// Vectors as sorted sets. (std::ranges::unique does not compile with clang 14 and g++ 12's
// library.)
#pragma once

#include "base/parallel.hpp"
#include "base/unset.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <functional>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

namespace jt::network {

/// Removes neighbours that are equal.
template <class Items>
void drop_repeats(Items& items) {
    items.erase(std::unique(items.begin(), items.end()), items.end());
}

template <class Items>
void sort_unique(Items& items) {
    std::sort(items.begin(), items.end());
    drop_repeats(items);
}

/// Sorts by number_of(item), an unsigned number, on all threads; items of one number stay in their
/// order. A radix sort: in passes over the bits in which the numbers differ, from the low ones up.
template <class T, class Number>
void sort_by_number(base::UnsetVector<T>& items, const Number& number_of) {
    constexpr int kDigit = 11;
    constexpr std::size_t kDigits = std::size_t{1} << kDigit, kBlocks = 16;
    const std::size_t grain = items.size() / kBlocks + 1;
    const auto each_block = [&](const auto& visit) {
        base::parallel_blocks(items.size(), grain, [&](std::size_t begin, std::size_t end) {
            visit(begin / grain, std::span(items).subspan(begin, end - begin));
        });
    };
    std::array<std::uint64_t, kBlocks> differ{};
    each_block([&](std::size_t b, std::span<const T> block) {
        for (const T& item : block) {
            differ[b] |= number_of(item) ^ number_of(items.front());
        }
    });
    std::uint64_t left = std::reduce(differ.begin(), differ.end(), std::uint64_t{0}, std::bit_or());
    base::UnsetVector<T> other(left == 0 ? 0 : items.size());
    while (left != 0) {
        const int shift = std::countr_zero(left);
        const auto digit = [&](const T& item) { return number_of(item) >> shift & (kDigits - 1); };
        std::vector<std::array<std::size_t, kDigits>> next(kBlocks);
        each_block([&](std::size_t b, std::span<const T> block) {
            next[b].fill(0);
            for (const T& item : block) {
                ++next[b][digit(item)];
            }
        });
        std::size_t place = 0;
        for (std::size_t d = 0; d < kDigits; ++d) {
            for (auto& counted : next) {
                place += std::exchange(counted[d], place);
            }
        }
        each_block([&](std::size_t b, std::span<const T> block) {
            for (const T& item : block) {
                other[next[b][digit(item)]++] = item;
            }
        });
        items.swap(other);
        left &= ~((kDigits - 1) << shift);
    }
}

/// Where blocks of sorted items begin that hold all items of their numbers; and, last, the end.
template <class Items, class Number>
std::vector<std::size_t> whole_blocks(const Items& items, std::size_t block,
                                      const Number& number_of) {
    std::vector<std::size_t> first;
    for (std::size_t i = 0; i < items.size(); i += block) {
        while (i > 0 && i < items.size() && number_of(items[i]) == number_of(items[i - 1])) {
            ++i;
        }
        first.push_back(i);
    }
    first.push_back(items.size());
    return first;
}

/// As above; items of one number are sorted by `less`.
template <class T, class Number, class Less>
void sort_by_number(base::UnsetVector<T>& items, const Number& number_of, const Less& less) {
    sort_by_number(items, number_of);
    const auto first = whole_blocks(items, 16384, number_of);
    base::parallel_blocks(first.size() - 1, 1, [&](std::size_t b, std::size_t) {
        for (std::size_t i = first[b]; i < first[b + 1];) {
            std::size_t next = i + 1;
            while (next < first[b + 1] && number_of(items[next]) == number_of(items[i])) {
                ++next;
            }
            std::sort(items.data() + i, items.data() + next, less);
            i = next;
        }
    });
}

}  // namespace jt::network
