// OpenStreetMap files (.osm.pbf, .osm, .osm.gz, .osm.bz2) by libosmium, which keeps the ids of
// nodes and ways. Internal to source/.
#pragma once

#include "source/loaded.hpp"
#include "source/read.hpp"

namespace jt::source {

/// By its name.
bool is_osm(const std::string& path);

/// The layers that such a file is read as, whether it has features of them or not: roads,
/// railways, waterways, buildings, landuse, water, places, points of interest, turn restrictions.
std::vector<LayerName> osm_layers();

/// Features of one of these layers with the tags that matter for it, as text; ids are OSM's. Lines
/// of which some nodes are not in the file (at the border of an extract) keep the others and are
/// told. Areas are closed ways and, behind them, relations of several ways (multipolygons), whose
/// ids count from kOsmRelationIds; relations that make no area are left out and told by their ids.
Loaded load_osm(const LoadOptions& options, bool header_only, base::Diagnostics& diagnostics,
                const base::Progress& progress);

}  // namespace jt::source
