// Scenario files over a small data set in a temporary folder, for the tests of script/.
#pragma once

#include "layer/register.hpp"
#include "map/register.hpp"
#include "network/register.hpp"
#include "report/register.hpp"
#include "scenario/register.hpp"
#include "score/register.hpp"
#include "script/lua.hpp"
#include "script/scenario_file.hpp"
#include "source/register.hpp"
#include "surface/register.hpp"

namespace jt::test {

/// "reach": nodes, demand (many), hubs (a table), network, slope -> nodes, rings, times.
inline registry::OperatorSpec reach_spec() {
    using registry::ColumnType;
    using registry::Kind;
    using registry::ParamType;
    registry::OperatorSpec spec;
    spec.name = "reach";
    spec.title = {"可达", "Reach"};
    spec.ports = {{"nodes", Kind::layer, true, false, {"节点", "the nodes"}},
                  {"demand", Kind::layer, true, true, {"需求", "the demand"}},
                  {"hubs", Kind::table, false, false, {}},
                  {"slope", Kind::surface, false, false, {}},
                  {"network", Kind::network, true, false, {}}};
    const auto param = [](const char* name, ParamType type, const char* unit,
                          nlohmann::json fallback) {
        registry::ParamSpec out;
        out.name = name;
        out.type = type;
        out.unit = unit;
        out.fallback = std::move(fallback);
        return out;
    };
    spec.params = {param("cutoff", ParamType::number, "min", 30),
                   param("weights", ParamType::object, "", nullptr)};
    spec.params[0].max = 120;
    spec.outputs = {{"nodes",
                     Kind::layer,
                     {},
                     {{"id", ColumnType::text, "", {}},
                      {"name", ColumnType::text, "", {}},
                      {"coverage", ColumnType::real, "%", {"覆盖率", "coverage"}}}},
                    {"rings", Kind::layer, {}, {{"cutoff_min", ColumnType::real, "min", {}}}},
                    {"times", Kind::table, {}, {{"id", ColumnType::text, "", {}}}}};
    return spec;
}

inline registry::Registry scenario_registry() {
    registry::Registry out;
    layer::register_operators(out);
    source::register_operators(out);
    network::register_operators(out);
    surface::register_operators(out);
    score::register_operators(out);
    scenario::register_operators(out);
    map::register_operators(out);
    report::register_operators(out);
    out.add(reach_spec(), [](registry::Call&) { return registry::Outputs(); });
    return out;
}

/// The folder "@": roads (KLJ, G318), metro (M13), parks (P01, P02), seats.
class PlanFolder {
public:
    PlanFolder() {
        const std::string head = "{\"type\": \"FeatureCollection\", \"features\": [";
        const auto line = [](const std::string& properties, const std::string& coordinates) {
            return "{\"type\": \"Feature\", \"properties\": {" + properties +
                   "}, \"geometry\": {\"type\": \"LineString\", \"coordinates\": " + coordinates +
                   "}}";
        };
        write("roads.geojson",
              head +
                  line("\"id\": \"KLJ\", \"class\": \"快速路\", \"year_open\": 2025",
                       "[[104.1, 30.6], [104.6, 30.4]]") +
                  ", " +
                  line("\"id\": \"G318\", \"class\": \"主干路\", \"year_open\": 1990",
                       "[[104.1, 30.6], [104.3, 30.5]]") +
                  "]}");
        write("metro.geojson",
              head +
                  line("\"id\": \"M13\", \"headway\": 6, \"speed\": 40, \"year_open\": 2025",
                       "[[104.1, 30.6], [104.2, 30.6]]") +
                  "]}");
        write("parks.csv",
              "id,name,kind,land,lon,lat\nP01,甲,enclave,20,104.2,30.5\n"
              "P02,乙,plain,5,104.4,30.4\n");
        write("seats.csv", "id,name,population,lon,lat\nC01,简阳,100,104.5,30.4\n");
    }

    void write(const std::string& name, const std::string& text) const {
        base::write_file(folder / name, text);
    }

    /// Line 1 of every scenario: P, roads, metro, parks, seats, now and reach.
    static std::string head() {
        return R"(local jt = require "jiangtian" local P = jt.project { api = 1, name = "样例", crs = "EPSG:4544", seed = 7, data = "@" } )"
               R"(local xy, wgs = { "lon", "lat" }, "EPSG:4490" )"
               R"(local roads = P:layer { "roads.geojson", role = "roads" } local metro = P:layer { "metro.geojson", role = "transit" } )"
               R"(local parks = P:layer { "parks.csv", xy = xy, crs = wgs, role = "parks" } )"
               R"(local seats = P:layer { "seats.csv", xy = xy, crs = wgs, role = "demand" } )"
               R"(local now = P:baseline { "现状", year = 2020, network = { roads, metro } } )"
               R"(local reach = P:score { "reach", nodes = parks, demand = seats } )";
    }

    /// Evaluates the file "@/s.lua".
    script::LoadedScenario load(std::string text,
                                const std::map<std::string, std::string>& params = {}) const {
        static const auto registry = scenario_registry();
        write("s.lua", replaced(std::move(text), "@", folder.path().string()));
        return script::load_scenario((folder / "s.lua").string(), params, registry, source_home(),
                                     base::Lang::en);
    }

    /// The errors of a file, with "@" for the folder.
    std::vector<std::string> file_errors(
        const std::string& text, const std::map<std::string, std::string>& params = {}) const {
        std::vector<std::string> out;
        for (const auto& error : load(text, params).errors) {
            out.push_back(replaced(error.text(base::Lang::en), folder.path().string(), "@"));
        }
        return out;
    }

    /// The errors of a scenario that has these lines from line 2 on.
    std::vector<std::string> errors(const std::string& lines) const {
        return file_errors(head() + "\n" + lines + "\nreturn P\n");
    }

    static std::string replaced(std::string text, const std::string& from, const std::string& to) {
        for (auto at = text.find(from); at != std::string::npos;
             at = text.find(from, at + to.size())) {
            text.replace(at, from.size(), to);
        }
        return text;
    }

    TempFolder folder;
};

}  // namespace jt::test
