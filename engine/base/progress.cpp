#include "base/progress.hpp"

#include "base/error.hpp"

#include <atomic>

namespace jt::base {
namespace {
std::atomic<bool> g_cancel{false};
static_assert(std::atomic<bool>::is_always_lock_free);
}  // namespace

void request_cancel() { g_cancel.store(true); }
void reset_cancel() { g_cancel.store(false); }

void check_cancel() {
    if (g_cancel.load(std::memory_order_relaxed)) {
        throw Error(ErrorKind::interrupted, msg("base.interrupted"));
    }
}

}  // namespace jt::base
