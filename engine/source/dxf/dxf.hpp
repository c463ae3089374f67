// DXF for the CAD side: a DXF layer for each class, with its colour. Internal to source/.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/layer.hpp"
#include "source/style/layer_style.hpp"

#include <string>
#include <vector>

namespace jt::source {

struct DxfOptions {
    std::string encoding = "GBK";  ///< GBK: AutoCAD 2004, code page 936; UTF-8: AutoCAD 2007
    std::string label;             ///< column written as text at a point of each feature; "": none
    double label_height = 0;       ///< metres; 0: by the extent, and told
};

/// The bytes of a DXF of `layer`. Points are POINT entities, lines open and polygons closed
/// LWPOLYLINE entities, holes polylines of their own; all take their colour from their layer. With
/// a style each class is a layer, without one there is one layer of that `name`, which also takes
/// features that the style does not draw. No features: a DXF with layers only. What a DXF does not
/// keep (columns, geometry that is missing, names that it does not allow) is told. Data errors:
/// coordinates in degrees or Web Mercator, text that the encoding does not have, an unknown column.
std::string dxf_bytes(const layer::Layer& layer, const std::string& name, const LayerStyle* style,
                      const DxfOptions& options, base::Diagnostics& diagnostics,
                      const std::string& where);

/// Names as DXF allows them, in order, different from each other whatever the case: full-width
/// forms for <>/\":;?,*|=` and _ for control characters, no blanks at the ends, at most 255 bytes
/// in the encoding, and a _ before 0 and Defpoints, which have a meaning of their own in CAD. What
/// was changed is told. Data error for a name that the encoding does not have.
std::vector<std::string> dxf_layer_names(const std::vector<std::string>& names,
                                         const std::string& encoding,
                                         base::Diagnostics& diagnostics, const std::string& where);

}  // namespace jt::source
