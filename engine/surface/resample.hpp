// The values of a surface on another grid.
#pragma once

#include "surface/surface.hpp"

namespace jt::surface {

/// nearest: the cell that the new centre lies in. bilinear: between the four centres around it,
/// nodata where one that counts has no value; in the outer half cell as on the outer centres. mean:
/// of the cells below, by the area that they share with the new one, of those that have a value.
/// majority: the value with the largest area, of equal ones the least.
enum class ResampleMethod { nearest, bilinear, mean, majority };

/// On a grid of the CRS `crs`; of the width of the source. Off the source: nodata. Where the CRS
/// differ centres are transformed, which mean and majority refuse (data error
/// "surface.resample.crs"); errors of geo::Transform.
Surface resampled(const Surface& surface, const Grid& grid, const geo::Crs& crs,
                  ResampleMethod method);

}  // namespace jt::surface
