#include "source/piece_diagnostics.hpp"

#include <algorithm>
#include <string>

namespace jt::source {

using base::Diagnostic;

namespace {

/// The first argument of some messages is the count itself.
bool says_count(const Diagnostic& one) {
    return one.count > 0 && !one.message.args.empty() &&
           one.message.args.front() == std::to_string(one.count);
}

/// Do both say the same of different features?
bool alike(const Diagnostic& a, const Diagnostic& b) {
    if (a.count == 0 || b.count == 0 || a.severity != b.severity || a.where != b.where ||
        a.message.id != b.message.id || a.message.args.size() != b.message.args.size()) {
        return false;
    }
    const std::ptrdiff_t skip = says_count(a) && says_count(b) ? 1 : 0;
    return std::equal(a.message.args.begin() + skip, a.message.args.end(),
                      b.message.args.begin() + skip);
}

void merge(Diagnostic& into, const Diagnostic& more) {
    const bool counted = says_count(into) && says_count(more);
    into.count += more.count;
    if (counted) {
        into.message.args.front() = std::to_string(into.count);
    }
    for (const std::int64_t id : more.features) {
        if (into.features.size() < Diagnostic::kMaxFeatures) {
            into.features.push_back(id);
        }
    }
}

}  // namespace

PieceDiagnostics::~PieceDiagnostics() {
    for (Diagnostic& one : m_list) {
        m_target.add(std::move(one));
    }
}

void PieceDiagnostics::add(const base::Diagnostics& piece) {
    for (const Diagnostic& found : piece.list()) {
        add(found);
    }
    m_first = false;
}

void PieceDiagnostics::add(const Diagnostic& found) {
    const auto of_one_kind = [&](const Diagnostic& one) {
        return one.message.id == found.message.id && one.where == found.where;
    };
    const auto known = std::ranges::find_if(
        m_list, [&](const Diagnostic& one) { return one == found || alike(one, found); });
    if (known != m_list.end()) {
        if (*known != found) {
            merge(*known, found);
        }
        return;
    }
    // Lines about one feature each stand together with those of earlier pieces, and the first ones
    // are enough, as of a whole layer.
    const auto kind = static_cast<std::size_t>(std::ranges::count_if(m_list, of_one_kind));
    if (found.count > 0 || kind < Diagnostic::kMaxFeatures) {
        const auto last = std::find_if(m_list.rbegin(), m_list.rend(), of_one_kind);
        m_list.insert(m_first || kind == 0 ? m_list.end() : last.base(), found);
    }
}

}  // namespace jt::source
