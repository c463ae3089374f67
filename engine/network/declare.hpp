// Short forms for the declarations in register_*.cpp.
#pragma once

#include "layer/layer.hpp"
#include "layer/matrix.hpp"
#include "network/graph/network.hpp"
#include "registry/registry.hpp"

#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace jt::network {

inline registry::PortSpec port(std::string name, registry::Kind kind, std::string zh,
                               std::string en, bool required = true, bool many = false) {
    return {std::move(name), kind, required, many, {std::move(zh), std::move(en)}};
}

inline registry::ParamSpec param(std::string name, registry::ParamType type,
                                 nlohmann::json fallback, std::string zh, std::string en) {
    return registry::make_param(std::move(name), type, std::move(fallback),
                                {std::move(zh), std::move(en)});
}

inline registry::ParamSpec number(std::string name, std::string unit, nlohmann::json fallback,
                                  double min, double max, std::string zh, std::string en) {
    registry::ParamSpec spec = param(std::move(name), registry::ParamType::number,
                                     std::move(fallback), std::move(zh), std::move(en));
    spec.unit = std::move(unit);
    spec.min = min;
    spec.max = max;
    return spec;
}

inline registry::ParamSpec choice(std::string name, std::vector<std::string> choices,
                                  std::string zh, std::string en) {
    return registry::choice_param(std::move(name), std::move(choices),
                                  {std::move(zh), std::move(en)});
}

inline registry::ColumnSpec column(std::string name, registry::ColumnType type, std::string unit,
                                   std::string zh, std::string en) {
    return {std::move(name), type, std::move(unit), {std::move(zh), std::move(en)}};
}

/// Text parameter; "" for null.
inline std::string text_param(const registry::Call& call, const char* name) {
    const auto& value = call.params.at(name);
    return value.is_string() ? value.get<std::string>() : "";
}

/// A limit in minutes as milliseconds; no limit for null.
inline std::uint32_t limit_ms(const nlohmann::json& minutes) {
    return minutes.is_number() ? static_cast<std::uint32_t>(minutes.get<double>() * 60000.0 + 0.5)
                               : layer::kMaxCost - 1;
}

/// Limits in minutes, ascending, each once; data error for one that is no time above 0 and up to
/// `most` ("network.cutoffs.value"), or for none ("network.cutoffs.none").
std::vector<double> limits_of(const nlohmann::json& list, double most);

/// Minutes of a cost; NaN for a status.
inline double minutes_or_nan(std::uint32_t ms) {
    return ms <= layer::kMaxCost ? static_cast<double>(ms) / 60000.0
                                 : std::numeric_limits<double>::quiet_NaN();
}

void register_build(registry::Registry& registry);
void register_scenario(registry::Registry& registry);
void register_matrix(registry::Registry& registry);
void register_reached(registry::Registry& registry);
void register_prepare(registry::Registry& registry);
void register_matrix_file(registry::Registry& registry);
void register_pair_costs(registry::Registry& registry);
void register_route(registry::Registry& registry);
void register_isochrones(registry::Registry& registry);
void register_access(registry::Registry& registry);

}  // namespace jt::network
