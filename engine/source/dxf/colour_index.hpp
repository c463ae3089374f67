// The colour index of AutoCAD. Internal to source/.
#pragma once

#include "source/style/layer_style.hpp"

namespace jt::source {

/// The colour of an index 1 to 255. 10 to 249 are 24 hues of 15 degrees in five values, each full
/// and pale (DXF Reference, group code 62); 7 is white here.
Colour aci_colour(int index);

/// The index closest to a colour. Black is 7, which CAD shows black on white and white on black;
/// nothing else is.
int closest_aci(Colour colour);

}  // namespace jt::source
