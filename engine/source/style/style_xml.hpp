// A layer's style as QGIS and other programs read it. Internal to source/.
#pragma once

#include "geo/geometry.hpp"
#include "source/style/layer_style.hpp"

#include <string>

namespace jt::source {

/// Where a style is used: the shape of the layer, and its column as the file has it.
struct StyledField {
    geo::Shape shape = geo::Shape::polygon;
    std::string name;  ///< of the style's field in the file; "" for single
    layer::Type type = layer::Type::text;
    std::string label;  ///< of the label's field in the file; "" for none
};

/// A QML document (QGIS 3): singleSymbol, categorizedSymbol or graduatedSymbol; RuleRenderer for a
/// graduated style that draws features without a value too. Sizes in millimetres, classes in the
/// order of their levels.
std::string qml_of(const LayerStyle& style, const StyledField& field);

/// An SLD document (OGC Styled Layer Descriptor 1.1.0, Symbology Encoding 1.1.0) for a layer of
/// this name: one rule for each class. Millimetres become pixels of 0.28 mm, as the standard has
/// them; markers that it does not know become circles.
std::string sld_of(const LayerStyle& style, const StyledField& field, const std::string& layer);

}  // namespace jt::source
