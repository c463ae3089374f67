// One layer or table into an open OGR data set. Internal to source/.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/layer.hpp"
#include "source/codec.hpp"
#include "source/gdal.hpp"

#include <string>
#include <vector>

namespace jt::source {

struct DriverTraits {
    const char* name = "";  ///< GDAL's name
    bool raw_text = false;  ///< text goes out in the codec's bytes (shapefile)
    bool many_layers = false;
    bool keeps_ids = false;
    bool tables = false;  ///< takes tables without geometry
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

/// Creates the layer and writes every feature. Machine error with GDAL's reason when it fails.
void write_ogr_layer(GDALDatasetH dataset, const GdalSession& session, const DriverTraits& traits,
                     const std::string& name, const layer::Table& table, const Codec& codec,
                     base::Diagnostics& diagnostics);

/// Ids of the features, or row numbers from 0 for a table.
std::vector<std::int64_t> ids_of(const layer::Table& table);

}  // namespace jt::source
