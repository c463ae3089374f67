#include "network/graph/options.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/units.hpp"

#include <cmath>
#include <utility>
#include <vector>

namespace jt::network {
namespace {

const std::map<std::string, std::string, std::less<>>& class_aliases() {
    static const std::map<std::string, std::string, std::less<>> aliases = {
        {"高速公路", "expressway"},  {"高速", "expressway"},
        {"快速路", "fast_road"},     {"城市快速路", "fast_road"},
        {"一级公路", "first_class"}, {"一级", "first_class"},
        {"主干路", "arterial"},      {"主干道", "arterial"},
        {"次干路", "secondary"},     {"次干道", "secondary"},
        {"支路", "branch"},          {"二级公路", "second_class"},
        {"二级", "second_class"},    {"三级公路", "third_class"},
        {"三级", "third_class"},     {"四级公路", "fourth_class"},
        {"四级", "fourth_class"},    {"first class", "first_class"},
        {"fast road", "fast_road"},  {"second class", "second_class"},
        {"步行道", "footway"}};
    return aliases;
}

std::map<std::string, double> by_class(const nlohmann::json& params, const std::string& param,
                                       const std::string& unit) {
    std::map<std::string, double> out;
    if (params.contains(param) && params[param].is_object()) {
        for (const auto& [name, value] : numbers_by_name(params[param], param, unit)) {
            out[canonical_class(name)] = value;
        }
    }
    return out;
}

std::set<std::string> class_set(const nlohmann::json& params, const std::string& param,
                                std::set<std::string> fallback) {
    if (!params.contains(param) || !params[param].is_array()) {
        return fallback;
    }
    std::set<std::string> out;
    for (const auto& name : params[param]) {
        out.insert(canonical_class(name.is_string() ? name.get<std::string>() : name.dump()));
    }
    return out;
}

void read_modes(const nlohmann::json& params, BuildOptions& options) {
    if (!params.contains("modes") || !params["modes"].is_array()) {
        return;
    }
    options.car = options.walk = options.metro = false;
    for (const auto& mode : params["modes"]) {
        const std::string name = mode.is_string() ? mode.get<std::string>() : mode.dump();
        if (name == "car") {
            options.car = true;
        } else if (name == "walk") {
            options.walk = true;
        } else if (name == "metro") {
            options.metro = true;
        } else if (name == "freight") {
            options.freight = true;
        } else {
            throw base::data_error("network.mode.unknown", name);
        }
    }
    if (options.freight && (!options.car || options.walk || options.metro)) {
        throw base::data_error("network.mode.freight");
    }
    if (options.metro && !options.walk) {
        throw base::data_error("network.mode.metro_alone");
    }
    if (!options.car && !options.walk) {
        throw base::data_error("network.mode.none");
    }
}

std::uint32_t turn_ms(const std::string& name, const nlohmann::json& value) {
    if (value == "ban") {
        return TurnCosts::kBan;
    }
    double seconds = -1;
    if (value.is_number()) {
        seconds = value.get<double>();
    } else if (value.is_string()) {
        const std::string quantity = value.get<std::string>();
        seconds = base::within(base::msg("network.in_param", "turn_cost", name),
                               [&] { return base::parse_quantity(quantity, "s"); });
    }
    if (!(seconds >= 0) || seconds > 86400) {
        throw base::data_error("network.turns.param", name, value.dump());
    }
    return static_cast<std::uint32_t>(std::llround(seconds * 1000));
}

TurnCosts turn_costs(const nlohmann::json& params) {
    TurnCosts costs;
    if (!params.contains("turn_cost") || !params["turn_cost"].is_object()) {
        return costs;
    }
    for (const auto& [name, value] : params["turn_cost"].items()) {
        std::uint32_t* const cost = name == "left"       ? &costs.left
                                    : name == "right"    ? &costs.right
                                    : name == "straight" ? &costs.straight
                                    : name == "u"        ? &costs.u
                                                         : nullptr;
        if (cost == nullptr) {
            throw base::data_error("network.turns.param", name, value.dump());
        }
        *cost = turn_ms(name, value);
    }
    return costs;
}

/// The factors of the period that is asked for multiply those of peak_factor.
void read_period(const nlohmann::json& params, BuildOptions& options) {
    options.period =
        params.contains("period") && params["period"].is_string() ? params["period"] : "";
    if (options.period.empty()) {
        return;
    }
    const nlohmann::json periods = params.value("periods", nlohmann::json::object());
    if (!periods.is_object() || !periods.contains(options.period) ||
        !periods[options.period].is_object()) {
        std::vector<std::string> known;
        for (const auto& [name, factors] : periods.items()) {
            known.push_back(name);
        }
        throw base::data_error("network.period.unknown", options.period, base::join_some(known));
    }
    for (const auto& [name, factor] :
         numbers_by_name(periods[options.period], "periods." + options.period, "")) {
        const auto [it, added] = options.peak_factor.emplace(canonical_class(name), factor);
        it->second *= added ? 1.0 : factor;
    }
}

void read_freight(const nlohmann::json& params, BuildOptions& options) {
    const auto number = [&](const char* name, double& value) {
        if (params.contains(name) && params[name].is_number()) {
            value = params[name].get<double>();
        }
    };
    number("handling", options.handling_min);
    number("handling_cost", options.handling_cost);
    number("freight_cost", options.freight_cost_km);
    number("rail_speed", options.rail_speed);
    number("water_speed", options.water_speed);
    options.freight_unit = params.value("freight_unit", "TEU");
}

}  // namespace

double BuildOptions::cost_factor() const {
    switch (cost_unit) {
        case CostUnit::ms: return 1;
        case CostUnit::s:
        case CostUnit::m: return 1000;
        case CostUnit::min: return 60000;
        case CostUnit::h: return 3600000;
        case CostUnit::km: return 1000000;
    }
    return 1;
}

std::string canonical_class(std::string_view name) {
    const std::string key = base::lower(base::trim(name));
    const auto it = class_aliases().find(key);
    return it == class_aliases().end() ? key : it->second;
}

const std::map<std::string, double>& default_speeds() {
    static const std::map<std::string, double> speeds = {
        {"expressway", 100},  {"first_class", 80}, {"fast_road", 80},
        {"arterial", 50},     {"secondary", 40},   {"branch", 30},
        {"second_class", 60}, {"third_class", 40}, {"fourth_class", 30}};
    return speeds;
}

std::map<std::string, double> numbers_by_name(const nlohmann::json& object,
                                              const std::string& param, const std::string& unit) {
    std::map<std::string, double> out;
    for (const auto& [name, value] : object.items()) {
        double number = 0;
        if (value.is_number()) {
            number = value.get<double>();
        } else if (value.is_string()) {
            const std::string quantity = value.get<std::string>();
            number = base::within(base::msg("network.in_param", param, name),
                                  [&] { return base::parse_quantity(quantity, unit); });
        }
        if (!(number > 0) || !std::isfinite(number)) {
            throw base::data_error("network.param.number", param, name, value.dump(), unit);
        }
        out[name] = number;
    }
    return out;
}

BuildOptions options_from(const nlohmann::json& params) {
    BuildOptions options;
    const auto number = [&](const char* name, double& value) {
        if (params.contains(name) && params[name].is_number()) {
            value = params[name].get<double>();
        }
    };
    read_modes(params, options);
    number("snap", options.snap_m);
    const std::string crossings = params.value("crossings", "split");
    options.crossings = crossings == "ends"       ? Crossings::ends
                        : crossings == "vertices" ? Crossings::vertices
                                                  : Crossings::split;
    if (params.contains("year") && params["year"].is_number()) {
        options.year = params["year"].get<int>();
    }
    options.digitised_direction = params.value("direction", "both") == "FT";
    options.speeds = default_speeds();
    for (const auto& [name, value] : by_class(params, "speeds", "km/h")) {
        options.speeds[name] = value;
    }
    options.peak_factor = by_class(params, "peak_factor", "");
    read_period(params, options);
    options.turn_costs = turn_costs(params);
    const std::map<std::string, CostUnit> units = {{"ms", CostUnit::ms},   {"s", CostUnit::s},
                                                   {"min", CostUnit::min}, {"h", CostUnit::h},
                                                   {"m", CostUnit::m},     {"km", CostUnit::km}};
    options.cost_unit = units.at(params.value("cost_unit", "min"));
    options.crs = params.contains("crs") && params["crs"].is_string() ? params["crs"] : "";
    number("value_of_time", options.value_of_time);
    read_freight(params, options);
    options.controlled =
        class_set(params, "controlled", {"expressway", "motorway", "motorway_link"});
    options.no_drive = class_set(params, "no_drive", {"footway", "path", "pedestrian", "steps"});
    number("walk_speed", options.walk_speed);
    number("transfer_speed", options.transfer_speed);
    number("headway", options.headway_min);
    number("metro_speed", options.metro_speed);
    number("park_penalty", options.park_penalty_min);
    number("station_snap", options.station_snap_m);
    number("station_access", options.station_access_m);
    number("transfer_distance", options.transfer_m);
    number("access_speed", options.access_speed);
    number("max_snap", options.max_snap_m);
    return options;
}

}  // namespace jt::network
