// Surfaces drawn into a map frame.
#pragma once

#include "map/content.hpp"
#include "map/raster_sample.hpp"

namespace jt::map {

struct Drawing {
    DrawnLayer layer;
    Group group;
};

/// The surface at the pixels of the frame, in the colours of its style; what has no value is
/// transparent. Without a value inside the frame there are no classes. Values that no class lists,
/// and those beyond the range, are diagnostics. Data errors: "map.style.colours" for more values
/// than colours, and those of sampled().
Drawing draw_surface(const Selection& selection, const View& view, const Canvas& canvas,
                     base::Lang lang, base::Diagnostics& diagnostics);

}  // namespace jt::map
