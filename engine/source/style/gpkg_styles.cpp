#include "source/style/gpkg_styles.hpp"

#include "base/error.hpp"
#include "source/style/style_xml.hpp"
#include "source/text/xml_text.hpp"

#include <algorithm>
#include <array>

namespace jt::source {
namespace {

struct StyleColumn {
    const char* name;
    OGRFieldType type;
    int width;
};

/// As QgsOgrProviderMetadata::saveStyle makes them.
constexpr std::array<StyleColumn, 11> kColumns{{{"f_table_catalog", OFTString, 256},
                                                {"f_table_schema", OFTString, 256},
                                                {"f_table_name", OFTString, 256},
                                                {"f_geometry_column", OFTString, 256},
                                                {"styleName", OFTString, 0},
                                                {"styleQML", OFTString, 0},
                                                {"styleSLD", OFTString, 0},
                                                {"useAsDefault", OFTInteger, 0},
                                                {"description", OFTString, 0},
                                                {"owner", OFTString, 30},
                                                {"ui", OFTString, 30}}};

bool create_field(OGRLayerH layer, const StyleColumn& column) {
    const OwnedField field(OGR_Fld_Create(column.name, column.type));
    OGR_Fld_SetWidth(field.get(), column.width);
    if (column.type == OFTInteger) {
        OGR_Fld_SetSubType(field.get(), OFSTBoolean);
    } else if (column.type == OFTDateTime) {
        OGR_Fld_SetDefault(field.get(), "CURRENT_TIMESTAMP");
    }
    return OGR_L_CreateField(layer, field.get(), FALSE) == OGRERR_NONE;
}

OGRLayerH create_table(GDALDatasetH dataset) {
    std::array<const char*, 2> options{"FID=id", nullptr};
    OGRLayerH layer = GDALDatasetCreateLayer(dataset, kStylesTable, nullptr, wkbNone,
                                             const_cast<char**>(options.data()));  // only read
    const auto create = [&](const StyleColumn& column) { return create_field(layer, column); };
    const bool whole = layer != nullptr && std::ranges::all_of(kColumns, create) &&
                       create({"update_time", OFTDateTime, 0});
    return whole ? layer : nullptr;
}

bool write_row(OGRLayerH layer, const StoredStyle& style) {
    const OwnedFeature feature(OGR_F_Create(OGR_L_GetLayerDefn(layer)));
    const std::array<const std::string*, 5> texts{&style.layer, &style.geometry_column, &style.name,
                                                  &style.qml, &style.sld};
    OGR_F_SetFieldString(feature.get(), 0, "");  // QGIS looks for '', not for null
    OGR_F_SetFieldString(feature.get(), 1, "");
    for (std::size_t i = 0; i < texts.size(); ++i) {
        OGR_F_SetFieldString(feature.get(), static_cast<int>(i) + 2, texts[i]->c_str());
    }
    OGR_F_SetFieldInteger(feature.get(), 7, style.is_default ? 1 : 0);
    OGR_F_SetFieldString(feature.get(), 8, "");
    OGR_F_SetFieldString(feature.get(), 9, "");
    OGR_F_SetFieldDateTime(feature.get(), 11, 2000, 1, 1, 0, 0, 0, 100);  // UTC
    return OGR_L_CreateFeature(layer, feature.get()) == OGRERR_NONE;
}

/// The place of a field; the number of fields where there is none of that name.
std::size_t index_of(const StoredLayer& layer, const std::string& field) {
    const auto at = std::ranges::find(layer.fields, field, &layer::Field::name);
    return static_cast<std::size_t>(at - layer.fields.begin());
}

/// The names of fields for people, which QGIS takes from the style.
std::string with_aliases(std::string qml, const StoredLayer& layer) {
    XmlText xml;
    xml.open("aliases");
    bool any = false;
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
        const std::string& title = layer.fields[i].title.in(layer.titles);
        if (!title.empty() && title != layer.written[i]) {
            xml.leaf("alias", {{"field", layer.written[i]}, {"name", title}});
            any = true;
        }
    }
    xml.close();
    if (any) {
        // QGIS takes from a style only what it says it has.
        const std::string categories = "styleCategories=\"";
        qml.insert(qml.find(categories) + categories.size(), "Fields|");
        qml.insert(qml.rfind("</qgis>"), xml.str());
    }
    return qml;
}

}  // namespace

StoredStyle stored_style(const LayerStyle& style, const StoredLayer& layer) {
    StyledField field;
    field.shape = layer.shape;
    if (style.kind != StyleKind::single) {
        const std::size_t at = index_of(layer, style.field);
        if (at == layer.fields.size()) {
            throw base::data_error("source.style.field", layer.name, style.field);
        }
        field.type = layer.fields[at].type;
        field.name = layer.written[at];
    }
    const std::size_t label =
        style.label ? index_of(layer, style.label->field) : layer.fields.size();
    if (label < layer.fields.size()) {
        field.label = layer.written[label];
    }
    return {layer.name,
            layer.geometry_column,
            style.name,
            with_aliases(qml_of(style, field), layer),
            sld_of(style, field, layer.name),
            false};
}

bool write_styles(GDALDatasetH dataset, const std::vector<StoredStyle>& styles) {
    if (styles.empty()) {
        return true;
    }
    OGRLayerH layer = create_table(dataset);
    return layer != nullptr && std::ranges::all_of(styles, [&](const StoredStyle& style) {
               return write_row(layer, style);
           });
}

}  // namespace jt::source
