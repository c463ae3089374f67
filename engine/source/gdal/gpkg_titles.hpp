// Titles of fields in a GeoPackage: the table gpkg_data_columns of its Schema extension (OGC
// 12-128r18, F.9), which GDAL 3.6 neither reads nor writes. QGIS shows them as aliases. Internal to
// source/.
#pragma once

#include "source/style/gpkg_styles.hpp"

#include <map>
#include <string>
#include <vector>

namespace jt::source {

/// Title by name of the column; empty where the file has none for the table.
std::map<std::string, std::string> gpkg_titles(GDALDatasetH dataset, const std::string& table);

/// Writes the titles of all fields that have one of their own. False where GDAL refused. No titles:
/// no table.
bool write_titles(GDALDatasetH dataset, const std::vector<StoredLayer>& layers);

}  // namespace jt::source
