// GTFS feeds: a folder, or a zip, of CSV tables with stops.txt among them. Internal to source/.
#pragma once

#include "source/loaded.hpp"
#include "source/read.hpp"

namespace jt::source {

/// The folder holds stops.txt, trips.txt and stop_times.txt.
bool is_gtfs(const std::string& folder);

/// stops (points), shapes (one line for each shape, where shapes.txt is there), and the other
/// tables of the feed by their names without .txt.
std::vector<LayerName> gtfs_layers(const std::string& folder);

/// One of these layers. Ids stay text. Stops without coordinates have no geometry.
Loaded load_gtfs(const LoadOptions& options, base::Diagnostics& diagnostics);

}  // namespace jt::source
