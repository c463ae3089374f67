// What a network is built with: the parameters of network.build, typed.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>

namespace jt::network {

/// split: lines of one level are joined where they cross or touch. vertices: only where both have a
/// vertex at the place (OSM practice). ends: only where their ends meet.
enum class Crossings { split, vertices, ends };

/// year_open of a link that opens only when a scenario opens it.
constexpr int kOpensByScenario = 9999;

/// What a turn costs where nothing else is said: milliseconds, or banned.
struct TurnCosts {
    static constexpr std::uint32_t kBan = 0xFFFFFFFFU;
    std::uint32_t left = 0, right = 0, straight = 0, u = 0;
    bool any() const { return left != 0 || right != 0 || straight != 0 || u != 0; }
};

enum class CostUnit { ms, s, min, h, m, km };

struct BuildOptions {
    double snap_m = 20;
    Crossings crossings = Crossings::split;
    bool car = true, walk = true, metro = false;
    std::optional<int> year;               ///< links with a later year_open are closed; absent: all
                                           ///< links with a year are closed
    bool digitised_direction = false;      ///< links without `oneway` run as drawn only
    std::map<std::string, double> speeds;  ///< km/h by canonical class
    std::map<std::string, double> peak_factor;  ///< multiplies speeds, by canonical class
    std::set<std::string> controlled;           ///< no walking; points join at nodes only
    std::set<std::string> no_drive;             ///< for walking only
    double walk_speed = 5;                      ///< km/h
    double transfer_speed = 4;                  ///< km/h
    double headway_min = 6;                     ///< where a line has none
    double metro_speed = 35;                    ///< km/h, where a line has none
    double park_penalty_min = 3;
    double station_snap_m = 500;         ///< a station belongs to its line within this distance
    double station_access_m = 2000;      ///< a station joins a walkable street within this distance
    double transfer_m = 300;             ///< stations this close have a direct transfer
    double access_speed = 30;            ///< km/h between a point and its place on a driven street
    double max_snap_m = 5000;            ///< points farther from any street are off the network
    CostUnit cost_unit = CostUnit::min;  ///< of cost and reverse_cost of links between ids
    std::string crs;                     ///< of nodes in a table without a CRS
    std::string period;                  ///< whose factors are in peak_factor; "": none
    TurnCosts turn_costs;                ///< at junctions of three links and more
    double value_of_time = 0;            ///< yuan an hour; 0: money is no part of costs
    bool freight = false;                ///< trucks, and lines with terminals
    double handling_min = 0;             ///< where a terminal has none
    double handling_cost = 0;            ///< yuan a unit, where a terminal has none
    double freight_cost_km = 0;          ///< yuan a unit and km, where a line has none
    double rail_speed = 60, water_speed = 15;  ///< km/h, where a line has none
    std::string freight_unit = "TEU";

    bool cost_is_length() const { return cost_unit == CostUnit::m || cost_unit == CostUnit::km; }
    /// From the unit of a cost to ms or mm.
    double cost_factor() const;
};

/// English and Chinese names of one road class have one canonical name (高速公路 = expressway); any
/// other name is its own, trimmed and in lower case.
std::string canonical_class(std::string_view name);

/// Speeds in km/h by canonical class: DOMAIN defaults, general knowledge ([K]), meant to be
/// replaced.
const std::map<std::string, double>& default_speeds();

/// From validated parameters of network.build. Data errors name the parameter for a value that is
/// no positive number, an unknown mode, and metro without walk.
BuildOptions options_from(const nlohmann::json& params);

/// A JSON object of name -> number or quantity ("80 km/h") as numbers above 0 in `unit`; data error
/// "network.param.number" names parameter, key and value.
std::map<std::string, double> numbers_by_name(const nlohmann::json& object,
                                              const std::string& param, const std::string& unit);

}  // namespace jt::network
