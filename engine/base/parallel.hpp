// Parallel loops over index ranges. Results must not depend on the split: write to slot i only,
// reduce in order afterwards.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace jt::base {

/// Number of worker threads for the whole program; 0 = all cores. Default: all cores.
void set_threads(int threads);
int threads();

/// Calls body(begin, end) over [0, n) in blocks of about `grain`, on the worker threads. The first
/// exception (by block order) is rethrown after the loop; cancellation is checked between blocks.
void parallel_blocks(std::size_t n, std::size_t grain,
                     const std::function<void(std::size_t, std::size_t)>& body);

/// The numbers below n for which test(i), ascending; tested on the worker threads.
template <class Test>
std::vector<std::size_t> numbers_where(std::size_t n, const Test& test) {
    constexpr std::size_t kBlock = 256;
    std::vector<std::vector<std::size_t>> found(n / kBlock + 1);
    parallel_blocks(n, kBlock, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            if (test(i)) {
                found[begin / kBlock].push_back(i);
            }
        }
    });
    std::vector<std::size_t> out;
    for (const auto& block : found) {
        out.insert(out.end(), block.begin(), block.end());
    }
    return out;
}

}  // namespace jt::base
