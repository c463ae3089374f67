#include "network/access/nearest.hpp"

#include <cmath>

namespace jt::network {
namespace {

Nearest nearest_of(const layer::Matrix& matrix, std::size_t row, bool with_itself) {
    Nearest best;
    bool any = false, off = true;
    for (std::size_t c = 0; c < matrix.column_ids.size(); ++c) {
        const std::uint32_t cost = matrix.at(row, c);
        if (!with_itself && matrix.row_ids[row] == matrix.column_ids[c]) {
            continue;
        }
        any = true;
        off = off && cost == layer::kOffNetwork;
        const bool found = best.ms <= layer::kMaxCost;
        if (cost <= layer::kMaxCost && (!found || cost < best.ms)) {
            best = {matrix.column_ids[c], cost};
        } else if (!found && cost > layer::kMaxCost && cost != layer::kOffNetwork) {
            best.ms = cost;
        }
    }
    if (any && off) {
        best.ms = layer::kOffNetwork;
    }
    return best;
}

}  // namespace

layer::Table nearest(const layer::Matrix& matrix, bool with_itself) {
    std::vector<Nearest> found;
    for (std::size_t row = 0; row < matrix.row_ids.size(); ++row) {
        found.push_back(nearest_of(matrix, row, with_itself));
    }
    return nearest_table(matrix.row_ids, found);
}

layer::Table nearest_table(const std::vector<std::string>& ids, const std::vector<Nearest>& found) {
    std::vector<std::string> names, states;
    std::vector<double> minutes;
    for (const Nearest& item : found) {
        const bool known = item.ms <= layer::kMaxCost;
        names.push_back(item.id);
        minutes.push_back(known ? static_cast<double>(item.ms) / 60000.0 : std::nan(""));
        states.emplace_back(layer::cost_status_name(item.ms));
    }
    layer::Table table(ids.size());
    table.set({"id", layer::Type::text, "", {}}, layer::Column::of_texts(ids));
    table.set({"nearest", layer::Type::text, "", {}}, layer::Column::of_texts(names));
    table.set({"minutes", layer::Type::real, "min", {}},
              layer::Column::of_reals(std::move(minutes)));
    table.set({"status", layer::Type::text, "", {}}, layer::Column::of_texts(states));
    return table;
}

}  // namespace jt::network
