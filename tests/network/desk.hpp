// Operators run by name, as a plan runs them.
#pragma once

#include "layer/matrix.hpp"
#include "layer/table.hpp"
#include "network/helpers.hpp"
#include "network/register.hpp"
#include "registry/registry.hpp"
#include "support/errors.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace jt::test {

using Inputs = std::map<std::string, std::vector<registry::ObjectPtr>>;

struct Desk {
    registry::Registry registry;
    base::Diagnostics diagnostics;
    base::Progress progress;

    Desk() { network::register_operators(registry); }
    registry::Outputs run(const std::string& name, Inputs inputs,
                          nlohmann::json params = nlohmann::json::object()) {
        registry::Call call;
        call.inputs = std::move(inputs);
        call.params = std::move(params);
        call.diagnostics = &diagnostics;
        call.progress = &progress;
        call.registry = &registry;
        return registry.run(name, std::move(call));
    }
    /// What an operator refuses with, without the line that names it.
    std::string refused(const std::string& name, Inputs inputs,
                        nlohmann::json params = nlohmann::json::object()) {
        std::string text = error_text([&] { run(name, std::move(inputs), std::move(params)); });
        const std::string line = "\n  in operator " + name;
        const auto at = text.find(line);
        return at == std::string::npos ? text : text.erase(at, line.size());
    }
    registry::ObjectPtr cross() {
        return run("network.build",
                   {{"lines",
                     {roads({{{0, 0, 1000, 0}}, {.xy = {333, -500, 333, 500}, .year = 2025}})}}},
                   {{"modes", {"car"}}, {"access_speed", "3.6 km/h"}, {"snap", "20 m"}})
            .at("network");
    }
};

inline const layer::Table& table(const registry::Outputs& outputs, const char* name) {
    return dynamic_cast<const layer::Table&>(*outputs.at(name));
}

inline network::Points points_of(const network::Network& net, const layer::Layer& layer) {
    base::Diagnostics quiet;
    return network::connect(net, layer, "", quiet);
}

/// A row as text, fields by "|".
inline std::string row_text(const layer::Table& table, std::size_t row) {
    std::string out;
    for (const std::string& name : table.names()) {
        out += (out.empty() ? "" : "|") + table.column(name).show(row);
    }
    return out;
}

/// A matrix of whole minutes; statuses as they are.
inline std::shared_ptr<layer::Matrix> minutes(std::vector<std::string> rows,
                                              std::vector<std::string> columns,
                                              const std::vector<std::uint32_t>& values) {
    auto matrix = std::make_shared<layer::Matrix>();
    matrix->row_ids = std::move(rows);
    matrix->column_ids = std::move(columns);
    for (const std::uint32_t value : values) {
        matrix->cost.push_back(value > layer::kMaxCost ? value : value * 60000);
    }
    return matrix;
}

/// A table with the ids and a column of numbers; NaN is null.
inline std::shared_ptr<layer::Table> amounts(const std::vector<std::string>& ids,
                                             const std::string& field, std::vector<double> values) {
    auto out = std::make_shared<layer::Table>(ids.size());
    out->set({"id", layer::Type::text, "", {}}, layer::Column::of_texts(ids));
    out->set({field, layer::Type::real, "", {}}, layer::Column::of_reals(std::move(values)));
    return out;
}

inline std::vector<double> numbers(const layer::Table& table, const std::string& column) {
    std::vector<double> out;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        out.push_back(table.column(column).number(row));
    }
    return out;
}

inline std::vector<std::string> texts(const layer::Table& table, const std::string& column) {
    std::vector<std::string> out;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        out.push_back(table.column(column).show(row));
    }
    return out;
}

}  // namespace jt::test
