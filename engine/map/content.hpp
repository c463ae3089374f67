// What a map frame holds: its layers classified, their shapes on paper, and what labels have to
// respect.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/layer.hpp"
#include "map/classify.hpp"
#include "map/picture.hpp"
#include "map/spec.hpp"
#include "map/view.hpp"
#include "surface/surface.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace jt::map {

/// A symbol that shows nothing would hide a layer in silence: it takes the first category colour.
void make_visible(Symbol& symbol, geo::Shape shape);

/// What a sheet may draw: the objects of its ports.
struct Sources {
    std::vector<const layer::Layer*> layers;
    std::vector<const surface::Surface*> surfaces = {};
};

/// What all frames of a sheet share.
struct Canvas {
    geo::Crs crs;      ///< of the map, projected
    double dpi = 150;  ///< of surfaces in every format, and of the PNG
};

/// A layer as one frame asks for it: the rows that pass the filter and have geometry. Or a surface.
struct Selection {
    const LayerUse* use = nullptr;
    const layer::Layer* layer = nullptr;
    std::vector<std::size_t> rows;
    std::string title;  ///< as printed
    const surface::Surface* surface = nullptr;
};

/// Applies the filters. Features without geometry, and a layer of which nothing is left, are
/// diagnostics.
std::vector<Selection> select(const std::vector<LayerUse>& uses, const Sources& sources,
                              base::Lang lang, base::Diagnostics& diagnostics);

/// Ground box of all that is selected, in the CRS of the map; empty where there is nothing.
geo::Box extent_of(const std::vector<Selection>& selections, const geo::Crs& crs);

/// A row of colours in the legend, with words below it from left to right.
struct Scale {
    std::vector<Colour> colours;
    std::vector<std::string> ticks;
    bool operator==(const Scale&) const = default;
};

/// A class with at least one feature, or pixel, inside the frame.
struct DrawnClass {
    std::string label;  ///< as printed, numbers included
    Symbol symbol;
    std::vector<std::size_t> places;  ///< in DrawnLayer::rows
    std::size_t order = 0;            ///< among all classes of the style
    Scale scale = {};                 ///< of continuous values; else without colours
};

/// How a surface came onto the page, for the notes and the description of the sheet.
struct SurfaceFact {
    std::string cell;      ///< "30 m", "0.01°"
    std::string crs;       ///< where it is not that of the map
    std::string resample;  ///< as the style words it
    nlohmann::json json;
};

struct DrawnLayer {
    std::string title;
    const layer::Layer* layer = nullptr;
    const LayerStyle* style = nullptr;
    std::vector<std::size_t> rows;  ///< rows of the layer, visible in the frame
    geo::GeometryArray shapes;      ///< page mm, cut at the frame; one for each of rows
    std::vector<DrawnClass> classes;
    std::vector<std::size_t> class_of;                  ///< for each of rows
    bool schematic = false;                             ///< a visible feature has schematic = 1
    std::optional<SurfaceFact> surface = std::nullopt;  ///< then there is no layer and no row
};

struct FrameContent {
    View view;
    Picture picture;
    std::vector<DrawnLayer> layers;  ///< bottom first; only those with something to see
};

FrameContent fill_frame(const View& view, const std::vector<Selection>& selections,
                        const Canvas& canvas, base::Lang lang, base::Diagnostics& diagnostics);

}  // namespace jt::map
