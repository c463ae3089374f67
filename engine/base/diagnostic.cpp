#include "base/diagnostic.hpp"

#include <algorithm>

namespace jt::base {

namespace {

/// "3 features: 1, 5, 9"; ids that are texts stand in the message itself, and only the count here.
std::string features_text(const Diagnostic& diagnostic, Lang lang) {
    if (diagnostic.features.empty()) {
        return render(msg("base.count", diagnostic.count), lang);
    }
    std::string ids = fmt::format("{}", fmt::join(diagnostic.features, ", "));
    if (static_cast<std::size_t>(diagnostic.count) > diagnostic.features.size()) {
        ids += ", ...";
    }
    return render(msg("base.features", diagnostic.count, ids), lang);
}

}  // namespace

std::string_view severity_name(Severity severity) {
    switch (severity) {
        case Severity::info: return "info";
        case Severity::warning: return "warning";
        case Severity::error: return "error";
    }
    return "error";
}

void Diagnostics::add(Diagnostic diagnostic) {
    if (std::ranges::find(m_list, diagnostic) == m_list.end()) {
        m_list.push_back(std::move(diagnostic));
    }
}

void Diagnostics::info(Message message, std::string where) {
    add({Severity::info, std::move(message), std::move(where), {}, 0});
}

void Diagnostics::warn(Message message, std::string where) {
    add({Severity::warning, std::move(message), std::move(where), {}, 0});
}

void Diagnostics::features(Severity severity, Message message, std::string where,
                           const std::vector<std::int64_t>& ids) {
    const std::size_t kept = std::min(ids.size(), Diagnostic::kMaxFeatures);
    const auto last = ids.begin() + static_cast<std::ptrdiff_t>(kept);
    add({severity,
         std::move(message),
         std::move(where),
         {ids.begin(), last},
         static_cast<std::int64_t>(ids.size())});
}

void Diagnostics::append(const Diagnostics& other) {
    for (const auto& diagnostic : other.m_list) {
        add(diagnostic);
    }
}

std::string render(const Diagnostic& diagnostic, Lang lang) {
    const std::string id = "base.severity." + std::string(severity_name(diagnostic.severity));
    std::string out = render(msg(id), lang) + ": " + render(diagnostic.message, lang);
    std::string detail = diagnostic.where;
    if (diagnostic.count > 0) {
        detail += (detail.empty() ? "" : "; ") + features_text(diagnostic, lang);
    }
    return detail.empty() ? out : out + " (" + detail + ")";
}

nlohmann::json to_json(const Diagnostic& diagnostic) {
    return {{"severity", severity_name(diagnostic.severity)},
            {"id", diagnostic.message.id},
            {"args", diagnostic.message.args},
            {"where", diagnostic.where},
            {"features", diagnostic.features},
            {"count", diagnostic.count}};
}

Diagnostic diagnostic_from_json(const nlohmann::json& json) {
    const std::string severity = json.at("severity");
    return {severity == "info"      ? Severity::info
            : severity == "warning" ? Severity::warning
                                    : Severity::error,
            {json.at("id"), json.at("args")},
            json.at("where"),
            json.at("features"),
            json.at("count")};
}

}  // namespace jt::base
