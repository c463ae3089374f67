// Parallel loops over index ranges. Results must not depend on the split: write to slot i only,
// reduce in order afterwards.
#pragma once

#include <cstddef>
#include <functional>

namespace jt::base {

/// Number of worker threads for the whole program; 0 = all cores. Default: all cores.
void set_threads(int threads);
int threads();

/// Calls body(begin, end) over [0, n) in blocks of about `grain`, on the worker threads. The first
/// exception (by block order) is rethrown after the loop; cancellation is checked between blocks.
void parallel_blocks(std::size_t n, std::size_t grain,
                     const std::function<void(std::size_t, std::size_t)>& body);

}  // namespace jt::base
