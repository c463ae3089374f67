// The legend: exactly the classes that the frames show, drawn with the symbols that draw them.
#pragma once

#include "map/content.hpp"
#include "map/sheet.hpp"

#include <string>
#include <vector>

namespace jt::map {

struct LegendEntry {
    std::string label;
    Symbol symbol;
    geo::Shape shape = geo::Shape::polygon;
    double opacity = 1;
    std::size_t order = 0;  ///< of the class in its style
    Scale scale = {};       ///< with colours: a bar of them, in place of symbol and label
};

struct LegendGroup {
    std::string title;  ///< "" where the layer is one class with the layer's own title
    std::string layer;
    std::vector<LegendEntry> entries;
};

/// Topmost layer first; the same layer and class in several frames stands once.
std::vector<LegendGroup> legend_of(const std::vector<FrameContent>& frames);

/// Sets the legend into its slot: as many columns, as small a text (not below kMinTextMm) and as
/// tight a spacing as it needs. Data error "map.legend.overflow" where it does not fit at all.
void add_legend(const std::vector<LegendGroup>& groups, base::Lang lang, Sheet& sheet);

}  // namespace jt::map
