// One layer or table into an open OGR data set. Internal to source/.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/layer.hpp"
#include "source/gdal/gdal.hpp"
#include "source/style/gpkg_styles.hpp"
#include "source/text/codec.hpp"

#include <string>
#include <vector>

namespace jt::source {

struct DriverTraits {
    const char* name = "";  ///< GDAL's name
    bool raw_text = false;  ///< text goes out in the codec's bytes (shapefile)
    bool many_layers = false;
    bool keeps_ids = false;
    bool tables = false;                 ///< takes tables without geometry
    base::Lang titles = base::Lang::zh;  ///< of fields, which a GeoPackage keeps
};

/// How a column goes into the file.
struct FieldPlan {
    std::size_t column = 0;
    std::string name;  ///< UTF-8
    OGRFieldType type = OFTString;
    OGRFieldSubType subtype = OFSTNone;
    int width = 0, precision = 0;
};

/// Plans for a GeoPackage, GeoJSON or FlatGeobuf: names different whatever the case, `reserved`
/// ones left free.
std::vector<FieldPlan> plain_plans(const layer::Table& table,
                                   const std::vector<std::string>& reserved,
                                   base::Diagnostics& diagnostics, const std::string& where);

/// Plans for a shapefile: names of ten bytes, widths that hold every value. Data errors name the
/// value that does not fit.
std::vector<FieldPlan> shapefile_plans(const layer::Table& table, const Codec& codec,
                                       const std::vector<std::int64_t>& ids,
                                       base::Diagnostics& diagnostics, const std::string& where);

/// Names for the columns of a PostgreSQL table, in order: at most 63 bytes, cut on a character
/// border, different whatever the case, none of the server's own.
std::vector<std::string> database_names(const std::vector<std::string>& names);

/// Writes one layer, all at once or piece by piece.
class OgrLayerWriter {
public:
    /// `codec` and `traits` outlive the writer.
    OgrLayerWriter(const DriverTraits& traits, const Codec& codec, std::string name,
                   base::Diagnostics& diagnostics);

    /// Creates the layer with the columns and the geometry type of a table, and writes its rows.
    /// `more` pieces follow, or this is all. False where GDAL refused; its reason is in the
    /// session.
    bool begin(GDALDatasetH dataset, const layer::Table& first, bool more);
    /// Does a piece have what was declared: columns, shape, ids that go on?
    bool fits(const layer::Table& piece) const;
    /// Writes a piece that fits. False where GDAL refused.
    bool append(const layer::Table& piece);
    /// Tells what was found in all pieces.
    void report();
    /// The list of full names beside a shapefile; "" where no name was changed.
    std::string field_names() const;
    /// The layer as it stands in the file; without a geometry column for a table.
    StoredLayer stored() const;

private:
    bool create(GDALDatasetH dataset, const layer::Table& first, bool more);
    bool create_fields();
    void set_value(OGRFeatureH feature, int index, const layer::Table& table,
                   std::size_t row) const;
    void set_geometry(OGRFeatureH feature, const layer::Layer& layer, std::size_t row);

    const DriverTraits* m_traits;
    const Codec* m_codec;
    std::string m_name;
    base::Diagnostics* m_diagnostics;
    std::vector<FieldPlan> m_plans;
    std::vector<layer::Field> m_fields;
    OGRLayerH m_layer = nullptr;
    OGRwkbGeometryType m_type = wkbNone;
    geo::Shape m_shape = geo::Shape::none;
    bool m_keep_ids = false;
    std::int64_t m_last_id = -1;
    std::vector<std::int64_t> m_not_finite;
};

/// Ids of the features, or row numbers from 0 for a table.
std::vector<std::int64_t> ids_of(const layer::Table& table);

}  // namespace jt::source
