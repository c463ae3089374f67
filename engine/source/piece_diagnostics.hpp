// What is found in the pieces of a layer, told as if it had been read whole. Internal to source/.
#pragma once

#include "base/diagnostic.hpp"

#include <vector>

namespace jt::source {

/// Sums the counts of diagnostics that are alike; adds them to the target when it goes out of
/// scope.
class PieceDiagnostics {
public:
    explicit PieceDiagnostics(base::Diagnostics& target) : m_target(target) {}
    ~PieceDiagnostics();
    PieceDiagnostics(const PieceDiagnostics&) = delete;
    PieceDiagnostics& operator=(const PieceDiagnostics&) = delete;

    void add(const base::Diagnostics& piece);

private:
    void add(const base::Diagnostic& found);
    base::Diagnostics& m_target;
    std::vector<base::Diagnostic> m_list;
    bool m_first = true;  ///< no piece has been added
};

}  // namespace jt::source
