// Draws pictures by Mapnik: vectors into a Cairo page, pixels by AGG. No text goes through here.
#pragma once

#include "map/picture.hpp"

#include <cstdint>
#include <vector>

typedef struct _cairo cairo_t;

namespace jt::map {

/// Into a vector page whose user unit is the point (1/72 inch); cut at picture.box.
void draw_vector(const Picture& picture, cairo_t* page);

/// Device pixels of the part of the sheet that covers picture.box, on white.
struct Pixels {
    int x = 0, y = 0, width = 0, height = 0;
    std::vector<std::uint32_t> rgb;  ///< 0x00RRGGBB, row by row
};
Pixels draw_pixels(const Picture& picture, double dpi);

}  // namespace jt::map
