#include "score/standing.hpp"

#include "base/error.hpp"
#include "score/constraint_inputs.hpp"
#include "score/op_support.hpp"

namespace jt::score {

using layer::Table;

registry::PortSpec constraints_port() {
    return {"constraints",
            registry::Kind::table,
            false,
            false,
            {"score.constraints 的结果表：id, feasible, failed_rules",
             "the table of score.constraints: id, feasible, failed_rules"}};
}

Standing standing_of(const registry::Call& call, const std::string& port,
                     const std::vector<std::string>& names) {
    Standing out{std::vector<bool>(names.size(), true), std::vector<std::string>(names.size()),
                 std::vector<std::string>(names.size())};
    if (!call.has(port)) {
        return out;
    }
    const auto& table = call.in<Table>(port);
    const auto rows = row_by_name(names_of(table, {{"id", "id"}}));
    const auto& feasible = table.column("feasible");
    if (feasible.type() != layer::Type::boolean) {
        throw base::data_error("score.rank.feasible_type", "feasible");
    }
    const auto text = [&](const char* column, std::size_t row) {
        return table.has(column) ? table.column(column).show(row) : "";
    };
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto it = rows.find(names[i]);
        if (it == rows.end()) {
            throw base::data_error("score.id.none", names[i]);
        }
        out.feasible[i] = feasible.boolean(it->second);
        out.failed[i] = text("failed_rules", it->second);
        out.warnings[i] = text("warnings", it->second);
    }
    return out;
}

}  // namespace jt::score
