// Vectors as sorted sets. (std::ranges::unique does not compile with clang 14 and g++ 12's
// library.)
#pragma once

#include "base/parallel.hpp"
#include "base/unset.hpp"

#include <algorithm>
#include <functional>
#include <span>
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

/// How many of the first `count` items of two sorted runs, merged, come from `left`.
template <class T, class Less>
std::size_t share_of_left(std::span<const T> left, std::span<const T> right, std::size_t count,
                          const Less& less) {
    std::size_t low = count - std::min(count, right.size()), high = std::min(count, left.size());
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (less(right[count - middle - 1], left[middle])) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

/// Merges two sorted runs on all threads.
template <class T, class Less>
void merge_in_parallel(std::span<const T> left, std::span<const T> right, std::span<T> out,
                       const Less& less) {
    base::parallel_blocks(out.size(), 65536, [&](std::size_t begin, std::size_t end) {
        const std::size_t from = share_of_left(left, right, begin, less);
        const std::size_t to = share_of_left(left, right, end, less);
        const T *const a = left.data(), *const b = right.data();
        std::merge(a + from, a + to, b + (begin - from), b + (end - to), out.data() + begin, less);
    });
}

/// As std::sort on all threads; items that are neither way round in order must be alike.
template <class Items, class Less = std::less<>>
void sort_in_parallel(Items& items, Less less = {}) {
    using T = typename Items::value_type;
    base::UnsetVector<T> other(items.size());
    const auto at = [&](std::size_t quarter) { return items.size() * quarter / 4; };
    const auto part = [&](auto& of, std::size_t from, std::size_t to) {
        return std::span(of).subspan(at(from), at(to) - at(from));
    };
    base::parallel_blocks(4, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t quarter = begin; quarter < end; ++quarter) {
            std::ranges::sort(part(items, quarter, quarter + 1), less);
        }
    });
    const auto merge = [&](auto& from, auto& to, std::size_t a, std::size_t b, std::size_t c) {
        merge_in_parallel<T>(part(from, a, b), part(from, b, c), part(to, a, c), less);
    };
    merge(items, other, 0, 1, 2);
    merge(items, other, 2, 3, 4);
    merge(other, items, 0, 2, 4);
}

}  // namespace jt::network
