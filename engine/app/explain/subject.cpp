#include "app/explain/subject.hpp"

#include <cmath>

namespace jt::app {

using layer::Table;
using nlohmann::json;

std::string shown(double value) { return std::isnan(value) ? "-" : fmt::format("{:.6g}", value); }

json number(double value) { return std::isnan(value) ? json(nullptr) : json(value); }

const Table& Subject::main_table(std::size_t step) {
    m_held = m_lineage.table({step, ""});
    return *m_held;
}

json Subject::head(std::size_t step, const char* kind) const {
    return {{"kind", kind},
            {"id", m_id},
            {"step", step_of(step).label},
            {"scenario", step_of(step).scenario},
            {"op", step_of(step).op},
            {"where", step_of(step).where}};
}

json Subject::file_list(std::size_t level, std::size_t step) {
    constexpr std::size_t kShownHash = 12;
    json out = json::array();
    std::string text;
    for (const SourceFile& file : m_lineage.files(step)) {
        out.push_back({{"path", file.path}, {"sha256", file.sha256}});
        text += (text.empty() ? "" : ", ") + file.path + " " + file.sha256.substr(0, kShownHash);
    }
    if (!text.empty()) {
        m_out.line(level, say("app.explain.files", text));
    }
    return out;
}

}  // namespace jt::app
