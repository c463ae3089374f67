// Vectors as sorted sets. (std::ranges::unique does not compile with clang 14 and g++ 12's
// library.)
#pragma once

#include <algorithm>
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

}  // namespace jt::network
