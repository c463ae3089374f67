// Images in pictures: laid over the pixels of a PNG, or placed on a vector page.
#pragma once

#include "map/picture.hpp"

#include <cstdint>
#include <vector>

typedef struct _cairo cairo_t;

namespace jt::map {

/// The box widened to whole units.
geo::Box snapped(const geo::Box& box, double units_per_mm);

/// Device pixels that cover a box of the page, from its pixel x, y on.
struct PixelFrame {
    int x = 0, y = 0, width = 0, height = 0;
};
PixelFrame pixel_frame(const geo::Box& box, double per_mm);

/// Lays the image over opaque pixels (0xAABBGGRR, row by row): each takes the image's pixel under
/// its centre.
void blend(const Image& image, double opacity, const PixelFrame& frame, double per_mm,
           std::uint32_t* pixels);

/// Places the image on a page whose user unit is the point; its pixels keep their edges.
void place_image(const Image& image, double opacity, cairo_t* page);

/// Calls shapes(begin, end) for runs of groups of shapes and image(group) for each image, in
/// drawing order.
template <class Shapes, class OneImage>
void in_order(const std::vector<Group>& groups, const Shapes& shapes, const OneImage& image) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= groups.size(); ++i) {
        if (i < groups.size() && groups[i].image == nullptr) {
            continue;
        }
        if (begin < i) {
            shapes(begin, i);
        }
        if (i < groups.size()) {
            image(groups[i]);
        }
        begin = i + 1;
    }
}

}  // namespace jt::map
