// Progress and cancellation of long work.
#pragma once

#include <functional>
#include <string>
#include <utility>

namespace jt::base {

/// Asks running work to stop; safe to call from a signal handler.
void request_cancel();
void reset_cancel();
/// Throws Error(interrupted) once request_cancel() was called. Loops call it every few
/// milliseconds.
void check_cancel();

/// Where progress goes: share 0..1 and what is being done. The default goes nowhere.
class Progress {
public:
    using Sink = std::function<void(double share, const std::string& what)>;
    Progress() = default;
    explicit Progress(Sink sink) : m_sink(std::move(sink)) {}
    /// Reports, and throws when cancelled.
    void at(double share, const std::string& what = "") const {
        check_cancel();
        if (m_sink) {
            m_sink(share, what);
        }
    }

private:
    Sink m_sink;
};

}  // namespace jt::base
