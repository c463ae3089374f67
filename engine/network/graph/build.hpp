// Line layers become a network: repairs, noding, transit, lengths, graph.
#pragma once

#include "base/diagnostic.hpp"
#include "network/graph/network.hpp"
#include "network/graph/options.hpp"
#include "network/graph/road_links.hpp"

#include <memory>

namespace jt::network {

/// Builds the union graph of all links and the baseline's metric on it (links open at
/// options.year). Roads: line layers in one projected CRS in metres. Transit and stations may be
/// null; they are used when metro is a mode. Everything repaired, guessed or left out is a
/// diagnostic. Data errors: see read_roads and read_transit; no link at all.
std::shared_ptr<const Network> build(const Layers& roads, const layer::Layer* transit,
                                     const layer::Layer* stations, const BuildOptions& options,
                                     base::Diagnostics& diagnostics);

}  // namespace jt::network
