// What a map frame holds: its layers classified, their shapes on paper, and what labels have to
// respect.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/layer.hpp"
#include "map/classify.hpp"
#include "map/picture.hpp"
#include "map/spec.hpp"
#include "map/view.hpp"

#include <string>
#include <vector>

namespace jt::map {

/// A symbol that shows nothing would hide a layer in silence: it takes the first category colour.
void make_visible(Symbol& symbol, geo::Shape shape);

/// A layer as one frame asks for it: the rows that pass the filter and have geometry.
struct Selection {
    const LayerUse* use = nullptr;
    const layer::Layer* layer = nullptr;
    std::vector<std::size_t> rows;
    std::string title;  ///< as printed
};

/// Applies the filters. Features without geometry, and a layer of which nothing is left, are
/// diagnostics.
std::vector<Selection> select(const std::vector<LayerUse>& uses,
                              const std::vector<const layer::Layer*>& layers, base::Lang lang,
                              base::Diagnostics& diagnostics);

/// Ground box of all selected features; empty where there are none.
geo::Box extent_of(const std::vector<Selection>& selections);

/// A class with at least one feature inside the frame.
struct DrawnClass {
    std::string label;  ///< as printed, numbers included
    Symbol symbol;
    std::vector<std::size_t> places;  ///< in DrawnLayer::rows
    std::size_t order = 0;            ///< among all classes of the style
};

struct DrawnLayer {
    std::string title;
    const layer::Layer* layer = nullptr;
    const LayerStyle* style = nullptr;
    std::vector<std::size_t> rows;  ///< rows of the layer, visible in the frame
    geo::GeometryArray shapes;      ///< page mm, cut at the frame; one for each of rows
    std::vector<DrawnClass> classes;
    std::vector<std::size_t> class_of;  ///< for each of rows
    bool schematic = false;             ///< a visible feature has schematic = 1
};

struct FrameContent {
    View view;
    Picture picture;
    std::vector<DrawnLayer> layers;  ///< bottom first; only those with something to see
};

FrameContent fill_frame(const View& view, const std::vector<Selection>& selections, base::Lang lang,
                        base::Diagnostics& diagnostics);

}  // namespace jt::map
