// Surfaces at the pixels of a map frame.
#pragma once

#include "map/content.hpp"
#include "surface/resample.hpp"

#include <optional>
#include <vector>

namespace jt::map {

/// Box of the surface in another CRS, by points along its edges; errors of geo::Transform.
geo::Box box_in(const surface::Surface& surface, const geo::Crs& crs);

/// The pixels of a page with `dpi` that cover the frame, as a grid on the ground of the map.
surface::Grid pixel_grid(const View& view, double dpi);

/// The method that a style asks for, "" by kind: nearest for classes; for continuous values
/// bilinear where the cells are larger than the pixels, else the mean of the cells of each pixel.
struct Sampled {
    surface::Surface values;  ///< on the pixel grid
    /// Of the same pixels, for those that bilinear leaves empty beside cells without a value.
    std::optional<surface::Surface> nearest;
    surface::ResampleMethod method = surface::ResampleMethod::nearest;

    /// A row of pixels; NaN where there is no value.
    std::vector<double> row(std::size_t at) const;
};

/// Cells are read window by window, never more of them at a time than a few million, but for the
/// pixels themselves. With another CRS `mean` first averages in the surface's own CRS to cells of
/// about a pixel, which are then interpolated; `majority` refuses it (data error
/// "surface.resample.crs"). Errors of geo::Transform.
Sampled sampled(const surface::Surface& surface, const surface::Grid& pixels, const Canvas& canvas,
                const LayerStyle& style);

/// "nearest": the word of a style.
const char* word_of(surface::ResampleMethod method);

}  // namespace jt::map
