// The table layer_styles of a GeoPackage, where QGIS keeps the styles of its layers. Internal to
// source/.
#pragma once

#include "geo/geometry.hpp"
#include "source/gdal/gdal.hpp"
#include "source/style/layer_style.hpp"

#include <string>
#include <vector>

namespace jt::source {

constexpr const char* kStylesTable = "layer_styles";

/// A row of the table.
struct StoredStyle {
    std::string layer, geometry_column, name, qml, sld;
    bool is_default = false;
};

/// A layer as it stands in the file.
struct StoredLayer {
    std::string name, geometry_column;
    geo::Shape shape = geo::Shape::none;
    std::vector<layer::Field> fields;
    std::vector<std::string> written;    ///< what each of the fields is called there
    base::Lang titles = base::Lang::zh;  ///< of the fields
};

/// What a style of the layer becomes. Data error for a style of a field that the layer lacks;
/// labels of one are left out.
StoredStyle stored_style(const LayerStyle& style, const StoredLayer& layer);

/// Creates the table as QGIS does and fills it; the time of each row is fixed. False where GDAL
/// refused. No styles: no table.
bool write_styles(GDALDatasetH dataset, const std::vector<StoredStyle>& styles);

}  // namespace jt::source
