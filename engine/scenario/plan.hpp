// A plan: what a scenario file builds. Steps are operators by name, wired by references to earlier
// steps.
#pragma once

#include "base/message.hpp"

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace jt::scenario {

/// An output of a step; output "" is the step's main output.
struct Ref {
    std::size_t step = 0;
    std::string output;
    bool operator==(const Ref&) const = default;
};

struct Step {
    std::string op;
    nlohmann::json params = nlohmann::json::object();
    std::map<std::string, std::vector<Ref>> inputs;  ///< by port
    std::string label;                               ///< for people, "transport_links @ 2025"
    std::string scenario;  ///< name of the scenario it belongs to, "" for all
    std::string where;     ///< "file.lua:12"
};

/// A scenario of the plan, for reports: its name, year and changes in words.
struct Variant {
    std::string name;
    int year = 0;
    std::vector<base::Text> changes;
};

struct Plan {
    std::string name;
    std::string crs;  ///< working CRS, "EPSG:4544"
    std::int64_t seed = 0;
    std::string data;                           ///< data folder as the scenario wrote it
    std::string file;                           ///< scenario file as given
    std::string lang;                           ///< of maps and report: "zh" or "en"
    std::map<std::string, std::string> params;  ///< --param NAME=VALUE
    std::vector<Variant> variants;
    std::vector<Step> steps;  ///< inputs point to earlier steps only
};

/// "in step '...' (file.lua:12)", the context of errors in a step.
base::Message place_of(const Step& step);

/// From the JSON that lua/jiangtian builds. Internal error where a reference does not point to an
/// earlier step.
Plan plan_from_json(const nlohmann::json& json);

}  // namespace jt::scenario
