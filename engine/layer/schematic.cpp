#include "layer/schematic.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <numeric>

namespace jt::layer {

std::optional<std::size_t> schematic_count(const Table& table) {
    std::vector<std::size_t> rows(table.rows());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    return schematic_count(table, rows);
}

std::optional<std::size_t> schematic_count(const Table& table, std::span<const std::size_t> rows) {
    const auto& fields = table.fields();
    const auto field = std::ranges::find_if(
        fields, [](const Field& f) { return base::lower(f.name) == "schematic"; });
    if (field == fields.end()) {
        return std::nullopt;
    }
    const Column& column = table.column(field->name);
    return static_cast<std::size_t>(std::ranges::count_if(rows, [&](std::size_t row) {
        const std::string mark = column.valid(row) ? column.show(row) : "";
        return !mark.empty() && mark != "0" && mark != "false";
    }));
}

}  // namespace jt::layer
