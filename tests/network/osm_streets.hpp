// Streets from files of OpenStreetMap, for networks at full size.
#pragma once

#include "network/graph/build.hpp"
#include "source/read.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace jt::test {

/// Roads of OpenStreetMap with the one-way codes that network.build knows. Ways that meet share a
/// node, so crossings are vertices and the levels are not needed.
inline std::shared_ptr<const layer::Layer> osm_streets(const std::string& path,
                                                       const std::string& crs) {
    source::ReadOptions options;
    options.path = path;
    options.layer = "roads";
    options.to = crs;
    options.repair = source::Repair::skip;
    base::Diagnostics diagnostics;
    const layer::Layer read = source::read_layer(options, diagnostics);
    std::vector<std::string> oneway;
    for (std::size_t row = 0; row < read.rows(); ++row) {
        const std::string code = read.column("oneway").show(row);
        const bool round = read.column("junction").show(row) == "roundabout";
        oneway.push_back(code == "yes" || code == "-1" ? code : round ? "yes" : "");
    }
    auto out = std::make_shared<layer::Layer>("roads", read.crs(), read.geometry(), read.ids());
    out->set({"class", layer::Type::text, "", {}}, read.column("class"));
    out->set({"oneway", layer::Type::text, "", {}}, layer::Column::of_texts(oneway));
    return out;
}

inline network::BuildOptions osm_options(const layer::Layer& roads, bool walk) {
    network::BuildOptions options;
    options.snap_m = 0;
    options.crossings = network::Crossings::vertices;
    options.walk = walk;
    options.controlled = {"motorway", "motorway_link"};
    options.no_drive = {"footway",   "path",     "pedestrian", "steps",   "cycleway",
                        "bridleway", "corridor", "elevator",   "platform"};
    for (std::size_t row = 0; row < roads.rows(); ++row) {
        options.speeds[network::canonical_class(roads.column("class").show(row))] = 30;
    }
    for (const auto& [name, speed] : {std::pair{"motorway", 100.0},
                                      {"motorway_link", 60.0},
                                      {"trunk", 80.0},
                                      {"trunk_link", 50.0},
                                      {"primary", 60.0},
                                      {"primary_link", 40.0},
                                      {"secondary", 50.0},
                                      {"secondary_link", 40.0},
                                      {"tertiary", 40.0},
                                      {"living_street", 20.0}}) {
        options.speeds[name] = speed;
    }
    return options;
}

}  // namespace jt::test
