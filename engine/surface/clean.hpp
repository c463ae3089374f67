// Raw cells of files as values.
#pragma once

#include <span>

namespace jt::surface {

/// What equals `nodata` (NaN: nothing does) and what is not finite becomes NaN.
void clean(std::span<float> values, float nodata);
void clean(std::span<double> values, double nodata);

}  // namespace jt::surface
