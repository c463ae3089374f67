// Rows of numbers one behind the other, each from first[key] to first[key + 1].
#pragma once

#include <cstdint>
#include <numeric>
#include <vector>

namespace jt::network {

/// Fills rows with the pairs (key, value) that `each` adds; it is called twice and must add the
/// same both times. Values of one key keep their order.
template <class Each>
void in_rows(std::size_t keys, std::vector<std::uint32_t>& first, std::vector<std::uint32_t>& value,
             const Each& each) {
    first.assign(keys + 1, 0);
    each([&](std::uint32_t key, std::uint32_t) { ++first[key + 1]; });
    std::partial_sum(first.begin(), first.end(), first.begin());
    value.resize(first.back());
    std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
    each([&](std::uint32_t key, std::uint32_t item) { value[next[key]++] = item; });
}

}  // namespace jt::network
