// Styles of map sheets for files that keep styles: GeoPackage and DXF.
#pragma once

#include "base/message.hpp"
#include "map/style.hpp"
#include "source/style/style_hooks.hpp"

#include <string>

namespace jt::report {

/// The style as the sheet draws the whole layer: the same classes, breaks, colours and sizes; those
/// that no feature is in are left out. `name` is the style's own. Data errors as map::classify().
source::LayerStyle layer_style(const map::LayerStyle& style, const std::string& name,
                               const layer::Layer& layer, base::Lang lang);

/// The classes of land use (用地用海分类, 2023) by code or name, and the twelve distinct colours of
/// maps. The word is "automatic", "landuse" or "distinct".
source::ClassColours class_colours(const std::string& word);

source::StyleHooks style_hooks();

}  // namespace jt::report
