// Vectors as sorted sets. (std::ranges::unique does not compile with clang 14 and g++ 12's
// library.)
#pragma once

#include "base/parallel.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <vector>

namespace jt::network {

/// Removes neighbours that are equal.
template <class T>
void drop_repeats(std::vector<T>& items) {
    items.erase(std::unique(items.begin(), items.end()), items.end());
}

template <class T>
void sort_unique(std::vector<T>& items) {
    std::sort(items.begin(), items.end());
    drop_repeats(items);
}

/// As std::sort on all threads; items that are neither way round in order must be alike.
template <class T, class Less = std::less<>>
void sort_in_parallel(std::vector<T>& items, Less less = {}) {
    constexpr std::size_t kParts = 4;
    std::array<typename std::vector<T>::iterator, kParts + 1> at;
    for (std::size_t p = 0; p <= kParts; ++p) {
        at[p] = items.begin() + static_cast<std::ptrdiff_t>(items.size() * p / kParts);
    }
    base::parallel_blocks(kParts, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t p = begin; p < end; ++p) {
            std::sort(at[p], at[p + 1], less);
        }
    });
    for (std::size_t step = 1; step < kParts; step *= 2) {
        base::parallel_blocks(kParts / (2 * step), 1, [&](std::size_t begin, std::size_t end) {
            for (std::size_t p = 2 * step * begin; p < 2 * step * end; p += 2 * step) {
                std::inplace_merge(at[p], at[p + step], at[p + 2 * step], less);
            }
        });
    }
}

}  // namespace jt::network
