#include "base/parallel.hpp"

#include "base/progress.hpp"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>
#include <algorithm>
#include <exception>
#include <memory>
#include <vector>

namespace jt::base {
namespace {
int g_threads = 0;
/// Without it TBB starts no more workers than there are cores, and says so on stderr.
std::unique_ptr<oneapi::tbb::global_control> g_limit;

/// Loops that this thread is in. Those within others share the workers of the outermost: one that
/// is through with its own blocks helps, and one that waits within takes up nothing from outside.
thread_local int t_depth = 0;

class Within {
public:
    Within() { ++t_depth; }
    ~Within() { --t_depth; }
    Within(const Within&) = delete;
    Within& operator=(const Within&) = delete;
};

void run_all(std::size_t blocks, const std::function<void(std::size_t)>& run_block) {
    const auto loop = [&] { oneapi::tbb::parallel_for(std::size_t{0}, blocks, run_block); };
    if (t_depth > 0) {
        oneapi::tbb::this_task_arena::isolate(loop);
    } else {
        oneapi::tbb::task_arena(threads()).execute(loop);
    }
}
}  // namespace

void set_threads(int threads) {
    using oneapi::tbb::global_control;
    g_threads = threads;
    g_limit.reset();  // of two limits the smaller would hold
    if (threads > 0) {
        g_limit = std::make_unique<global_control>(global_control::max_allowed_parallelism,
                                                   static_cast<std::size_t>(threads));
    }
}

int threads() { return g_threads > 0 ? g_threads : oneapi::tbb::info::default_concurrency(); }

void parallel_blocks(std::size_t n, std::size_t grain,
                     const std::function<void(std::size_t, std::size_t)>& body) {
    const std::size_t step = std::max<std::size_t>(grain, 1);
    const std::size_t blocks = (n + step - 1) / step;
    std::vector<std::exception_ptr> failures(blocks);
    const auto run_block = [&](std::size_t block) {
        const Within within;
        try {
            check_cancel();
            body(block * step, std::min(n, (block + 1) * step));
        } catch (...) {  // carried to the caller below: a TBB loop would keep whichever came first
                         // in time
            failures[block] = std::current_exception();
        }
    };
    if (threads() == 1 || blocks <= 1) {
        for (std::size_t block = 0; block < blocks; ++block) {
            run_block(block);
        }
    } else {
        run_all(blocks, run_block);
    }
    for (const auto& failure : failures) {
        if (failure) {
            std::rethrow_exception(failure);
        }
    }
}

}  // namespace jt::base
