// A data set on disk: what belongs to it, whether it is whole, and its layers. Internal to source/.
#pragma once

#include "base/error.hpp"
#include "source/gdal/gdal.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace jt::source {

enum class Format { shapefile, dbf, csv, geopackage, osm, gtfs, database, vrt, other };

/// Looks at path and side files before anything is opened. Data errors: no such file (with the
/// closest name in its folder), a folder (with the data sets in it), an empty file, a side file
/// instead of the main one, and a shapefile without .shp, .shx or .dbf (`lenient` lets a missing
/// .shx or .dbf pass). A connection string "PG:..." is a database; a .vrt, which may lead anywhere,
/// is taken where `live` says so.
Format check_path(const std::string& path, bool lenient, bool live = false);

/// Is this, by its name, a data set that the engine reads (a .gdb folder among them)?
bool is_dataset(const std::string& path);

/// The sibling with this extension, whatever its case ("roads.DBF"); "" where there is none.
std::string sibling(const std::string& path, const std::string& extension);

/// Every file that a reader of `path` reads, the path itself first; those that exist. A folder
/// (.gdb) gives its files in order of name.
std::vector<std::string> data_files(const std::string& path);

/// The error for a layer that is not among those of the file.
base::Error unknown_layer(const std::string& name, const std::vector<std::string>& layers);

/// How the cells of a spreadsheet are taken: under the names of the first row in a type each, or
/// as written, the first row among them.
enum class SheetCells { typed, as_written };

/// Opened for reading by GDAL.
class Dataset {
public:
    /// Data error "source.file.format" where no allowed driver takes the file.
    Dataset(const std::string& path, Format format, SheetCells cells = SheetCells::typed);

    const std::string& driver() const { return m_driver; }
    const std::vector<std::string>& layers() const { return m_layers; }
    /// The named layer; "" means the only one. Data errors list the layers.
    OGRLayerH layer(const std::string& name) const;
    bool styled() const { return m_styled; }  ///< QGIS keeps styles in it
    /// Titles of the layer's fields by name: aliases of a geodatabase, titles of a GeoPackage.
    std::map<std::string, std::string> titles(OGRLayerH layer) const;
    const GdalSession& session() const { return *m_session; }

private:
    GdalOption m_dxf;               ///< text of AutoCAD 2007 and later is UTF-8
    GdalOption m_headers, m_types;  ///< of sheets: the first row holds names, whatever is below
    std::string m_driver;
    bool m_styled = false;
    std::vector<std::string> m_layers;
    std::unique_ptr<GdalSession> m_session;
    OwnedDataset m_dataset;
};

/// Are there styles of layers in a GeoPackage? False for what is none.
bool keeps_styles(const std::string& path);

}  // namespace jt::source
