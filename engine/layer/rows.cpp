#include "layer/rows.hpp"

#include "layer/layer.hpp"

#include <numeric>

namespace jt::layer {

Column row_names(const Table& table, const std::string& asked) {
    if (!asked.empty()) {
        return table.column(asked);
    }
    if (table.has("id")) {
        return table.column("id");
    }
    if (const auto* layer = dynamic_cast<const Layer*>(&table)) {
        return Column::of_integers(layer->ids());
    }
    std::vector<std::int64_t> numbers(table.rows());
    std::iota(numbers.begin(), numbers.end(), 1);
    return Column::of_integers(std::move(numbers));
}

std::vector<std::int64_t> row_ids(const Table& table, std::span<const std::size_t> rows) {
    const auto* layer = dynamic_cast<const Layer*>(&table);
    std::vector<std::int64_t> ids;
    ids.reserve(rows.size());
    for (const std::size_t row : rows) {
        ids.push_back(layer != nullptr ? layer->ids()[row] : static_cast<std::int64_t>(row) + 1);
    }
    return ids;
}

Table columns_of(const Table& table) {
    Table out(table.rows());
    for (const auto& field : table.fields()) {
        out.set(field, table.shared_column(field.name));
    }
    return out;
}

}  // namespace jt::layer
