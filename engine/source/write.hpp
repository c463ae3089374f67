// Writing layers and tables: whole files or none, the same bytes for the same content.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/layer.hpp"
#include "source/style/layer_style.hpp"

#include <memory>
#include <string>
#include <vector>

namespace jt::source {

struct WriteOptions {
    /// UTF-8, GBK or GB18030 for .shp and .csv, UTF-8 or GBK for .dxf; others are UTF-8. "" is the
    /// usual one: GBK for .dxf, else UTF-8.
    std::string encoding;
    bool overwrite = false;              ///< replace what is there
    std::string label = {};              ///< .dxf: column written as text; "" for none
    double label_height = 0;             ///< .dxf: of that text, metres; 0: by the extent
    base::Lang titles = base::Lang::zh;  ///< .gpkg: language of the fields' titles, their aliases
};

/// A layer (a table with geometry) or a plain table under the name it gets in the file.
struct NamedTable {
    std::string name;
    const layer::Table* table = nullptr;
    std::vector<LayerStyle> styles = {};  ///< .gpkg keeps them, the first as the layer's own; .dxf
                                          ///< has its layers and colours from the first
};

/// Writes a data set layer by layer, and layers piece by piece. The files appear under their names
/// with finish(); without it nothing is left. Errors as write_dataset(). What a target does not say
/// of itself, it does not do.
class DatasetWriter {
public:
    DatasetWriter() = default;
    virtual ~DatasetWriter() = default;
    DatasetWriter(const DatasetWriter&) = delete;
    DatasetWriter& operator=(const DatasetWriter&) = delete;

    virtual bool takes_many() const { return false; }     ///< layers
    virtual bool keeps_changes() const { return false; }  ///< beside the layers (.gpkg)
    virtual bool takes_pieces() const { return false; }   ///< without all values beforehand
    /// Styles of a layer, as those of NamedTable: for a .dxf before begin(), else before end().
    virtual void set_styles(std::vector<LayerStyle>) {}
    /// Begins a layer with its first rows; `more` pieces follow, or these are all.
    virtual void begin(const std::string& name, const layer::Table& first, bool more) = 0;
    /// More rows of the layer begun last. False, and nothing written, where they do not have the
    /// columns, the shape and the running ids that the first ones promised.
    virtual bool append(const layer::Table&) { return false; }
    virtual void end() {}       ///< of the layer begun last
    virtual void finish() = 0;  ///< of the data set
};

/// The writer for a path: by its extension, or "PG:..." for a database.
std::unique_ptr<DatasetWriter> open_writer(const std::string& path, const WriteOptions& options,
                                           base::Diagnostics& diagnostics);

/// Does the target, by its name, take several layers (.gpkg, .xlsx, a database)?
bool takes_many_layers(const std::string& path);

/// Writes to .gpkg (any number of layers and tables), .shp, .geojson, .fgb, .dxf (one layer) or
/// .csv (one table; x and y of single points are added). The files appear under their names only
/// when all of them are whole. Features without finite geometry are written without geometry and
/// reported. Shapefile field names are cut to 10 bytes on a character border and made unique, and
/// reported; a .cpg is always written. Data errors: the target exists and `overwrite` is not set,
/// an unknown extension, text that the encoding or the format cannot hold (with feature and field).
/// Machine error: disk full, no permission.
void write_dataset(const std::string& path, const std::vector<NamedTable>& tables,
                   const WriteOptions& options, base::Diagnostics& diagnostics);

/// The one-table case; the layer's name is its own, or the file's stem where it has none.
void write_table(const std::string& path, const layer::Table& table, const WriteOptions& options,
                 base::Diagnostics& diagnostics);

/// The bytes of a GeoPackage with these layers and tables; titles of fields in that language.
std::string geopackage_bytes(const std::vector<NamedTable>& tables, base::Diagnostics& diagnostics,
                             base::Lang titles = base::Lang::zh);

/// Names for the fields of a shapefile, in order: at most 10 bytes in the encoding, cut on a
/// character border, different from each other whatever the case. Data error for a name that the
/// encoding cannot hold.
std::vector<std::string> shapefile_names(const std::vector<std::string>& names,
                                         const std::string& encoding);

}  // namespace jt::source
