// GTFS feeds: a folder, or a zip, of CSV tables with stops.txt among them. Internal to source/.
#pragma once

#include "source/loaded.hpp"
#include "source/read.hpp"

namespace jt::source {

/// The folder holds at least two of stops.txt, routes.txt, trips.txt and stop_times.txt.
bool is_gtfs(const std::string& folder);

/// stops (points), shapes (one line for each shape, where shapes.txt is there), the other tables of
/// the feed by their names without .txt, and, where the tables for them are there, lines and
/// stations (load_timetable.hpp).
std::vector<LayerName> gtfs_layers(const std::string& folder);

/// One of these layers. Ids stay text. Stops without coordinates have no geometry. With
/// `header_only` lines and stations have no features; tables are read whole, as their types are
/// their values.
Loaded load_gtfs(const LoadOptions& options, bool header_only, base::Diagnostics& diagnostics);

}  // namespace jt::source
