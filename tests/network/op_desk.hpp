// Operators run as a scenario runs them, for the tests of many origins.
#pragma once

#include "network/helpers.hpp"
#include "network/register.hpp"
#include "registry/registry.hpp"

namespace jt::test {

inline network::Points points_of(const network::Network& net, const layer::Layer& layer) {
    base::Diagnostics quiet;
    return network::connect(net, layer, "", quiet);
}

struct Desk {
    registry::Registry registry;
    base::Diagnostics diagnostics;

    Desk() { network::register_operators(registry); }
    registry::Outputs run(const std::string& name,
                          std::map<std::string, std::vector<registry::ObjectPtr>> inputs,
                          nlohmann::json params = nlohmann::json::object()) {
        registry::Call call;
        call.inputs = std::move(inputs);
        call.params = std::move(params);
        call.diagnostics = &diagnostics;
        call.registry = &registry;
        return registry.run(name, std::move(call));
    }
};

inline const layer::Table& table(const registry::Outputs& outputs, const char* name) {
    return dynamic_cast<const layer::Table&>(*outputs.at(name));
}

/// A row as text, fields by "|".
inline std::string row_text(const layer::Table& table, std::size_t row) {
    std::string out;
    for (const std::string& name : table.names()) {
        out += (out.empty() ? "" : "|") + table.column(name).show(row);
    }
    return out;
}

}  // namespace jt::test
