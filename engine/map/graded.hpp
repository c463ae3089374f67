// Classes of numbers as a style asks for them: breaks, colours, words.
#pragma once

#include "map/style.hpp"

#include <string>
#include <vector>

namespace jt::map {

/// As few decimals as show the given breaks, or as the spread of the values asks for.
int digits_of(const LayerStyle& style, const std::vector<double>& values);

/// The breaks of the style, or those that its method finds in the values.
std::vector<double> breaks_of(const LayerStyle& style, const std::vector<double>& values,
                              int digits);

/// Colours of the classes: along the ramp, or for a diverging one by distance from zero, with the
/// class that holds zero in grey; where a break is zero no class does.
std::vector<Colour> class_colours(const LayerStyle& style, const std::vector<double>& breaks);

/// The label with the unit of the style.
base::Text with_unit(const std::string& label, const LayerStyle& style);

}  // namespace jt::map
