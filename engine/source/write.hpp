// Writing layers and tables: whole files or none, the same bytes for the same content.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/layer.hpp"

#include <string>
#include <vector>

namespace jt::source {

struct WriteOptions {
    std::string encoding = "UTF-8";  ///< UTF-8, GBK or GB18030 for .shp and .csv; others are UTF-8
    bool overwrite = false;          ///< replace what is there
};

/// A layer (a table with geometry) or a plain table under the name it gets in the file.
struct NamedTable {
    std::string name;
    const layer::Table* table = nullptr;
};

/// Writes to .gpkg (any number of layers and tables), .shp, .geojson, .fgb (one layer) or .csv (one
/// table; x and y of single points are added). The files appear under their names only when all of
/// them are whole. Features without finite geometry are written without geometry and reported.
/// Shapefile field names are cut to 10 bytes on a character border and made unique, and reported;
/// a .cpg is always written. Data errors: the target exists and `overwrite` is not set, an unknown
/// extension, text that the encoding or the format cannot hold (with feature and field). Machine
/// error: disk full, no permission.
void write_dataset(const std::string& path, const std::vector<NamedTable>& tables,
                   const WriteOptions& options, base::Diagnostics& diagnostics);

/// The one-table case; the layer's name is its own, or the file's stem where it has none.
void write_table(const std::string& path, const layer::Table& table, const WriteOptions& options,
                 base::Diagnostics& diagnostics);

/// The bytes of a GeoPackage with these layers and tables.
std::string geopackage_bytes(const std::vector<NamedTable>& tables, base::Diagnostics& diagnostics);

/// Names for the fields of a shapefile, in order: at most 10 bytes in the encoding, cut on a
/// character border, different from each other whatever the case. Data error for a name that the
/// encoding cannot hold.
std::vector<std::string> shapefile_names(const std::vector<std::string>& names,
                                         const std::string& encoding);

}  // namespace jt::source
