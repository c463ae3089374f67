// Sheet templates: where each slot lies, in millimetres.
#pragma once

#include "geo/geometry.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace jt::map {

struct FrameSlot {
    geo::Box title;  ///< empty on sheets with one frame
    geo::Box map;    ///< the frame and the graticule's figures around it
    geo::Box frame;  ///< the map itself
};

struct Template {
    double width = 420, height = 297;
    geo::Box neat_outer, neat_inner;
    geo::Box title, subtitle, stamp;
    std::vector<FrameSlot> frames;
    geo::Box legend, inset, north, scale, notes, block;  ///< inset is empty where none is wanted
};

/// Most frames that the template takes. Data error "map.unknown" with the closest name.
std::size_t template_room(const std::string& name);

/// The template laid out for `frames` frames (1 to template_room).
Template lay_out(const std::string& name, std::size_t frames, bool with_inset);

}  // namespace jt::map
