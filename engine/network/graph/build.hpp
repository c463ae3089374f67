// Line layers become a network: repairs, noding, transit, lengths, graph.
#pragma once

#include "base/diagnostic.hpp"
#include "network/graph/id_links.hpp"
#include "network/graph/network.hpp"
#include "network/graph/options.hpp"
#include "network/graph/road_links.hpp"

#include <memory>

namespace jt::network {

/// What a network is built from; what is null or empty is not there.
struct BuildInputs {
    Layers roads;                           ///< joined where they meet
    const layer::Layer* transit = nullptr;  ///< with the mode metro
    const layer::Layer* stations = nullptr;
    const layer::Layer* freight = nullptr;  ///< with the mode freight
    const layer::Layer* terminals = nullptr;
    IdTables by_id = {};                             ///< joined by the ids of their nodes
    std::shared_ptr<const layer::Table> turns = {};  ///< see make_turns()
};

/// Builds the union graph of all links and the baseline's metric on it (links open at
/// options.year). Roads: line layers in one projected CRS in metres. Everything repaired, guessed
/// or left out is a diagnostic. Data errors: see read_roads, read_id_links, read_transit,
/// read_freight and make_turns; no link at all.
std::shared_ptr<const Network> build(const BuildInputs& inputs, const BuildOptions& options,
                                     base::Diagnostics& diagnostics);

/// The same of roads, transit and stations alone.
std::shared_ptr<const Network> build(const Layers& roads, const layer::Layer* transit,
                                     const layer::Layer* stations, const BuildOptions& options,
                                     base::Diagnostics& diagnostics);

}  // namespace jt::network
