// Diagnostics: every guess, repair, skipped feature and assumption, with evidence and feature ids.
#pragma once

#include "base/message.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace jt::base {

enum class Severity { info, warning, error };

std::string_view severity_name(Severity severity);  ///< "info", "warning", "error"

struct Diagnostic {
    Severity severity = Severity::info;
    Message message;
    std::string where;                   ///< file, layer or step; "" where it does not apply
    std::vector<std::int64_t> features;  ///< the first ids concerned, at most kMaxFeatures
    std::int64_t count = 0;              ///< how many features in all; 0 = not about features
    static constexpr std::size_t kMaxFeatures = 20;
    bool operator==(const Diagnostic&) const = default;
};

/// Ordered collection, one per running step (not shared between threads): the order is the order of
/// adding. A diagnostic that equals one already there is kept once.
class Diagnostics {
public:
    void add(Diagnostic diagnostic);
    void info(Message message, std::string where = "");
    void warn(Message message, std::string where = "");
    /// A message about features: keeps the count and the first ids.
    void features(Severity severity, Message message, std::string where,
                  const std::vector<std::int64_t>& ids);
    const std::vector<Diagnostic>& list() const { return m_list; }
    void append(const Diagnostics& other);

private:
    std::vector<Diagnostic> m_list;
};

/// One line for people: "warning: text (where; 3 features: 1, 5, 9)".
std::string render(const Diagnostic& diagnostic, Lang lang);

nlohmann::json to_json(const Diagnostic& diagnostic);
Diagnostic diagnostic_from_json(const nlohmann::json& json);

}  // namespace jt::base
