// What values a surface has, counted part by part.
#pragma once

#include "layer/histogram.hpp"
#include "surface/surface.hpp"

#include <cstdint>
#include <limits>
#include <map>
#include <vector>

namespace jt::surface {

struct ValueRange {
    double min = std::numeric_limits<double>::quiet_NaN();  ///< NaN where there are none
    double max = std::numeric_limits<double>::quiet_NaN();
    std::uint64_t valid = 0, nodata = 0;
};

/// Reads all cells once; the same for any number of threads.
ValueRange range_of(const Surface& surface);
/// Exact counts for each list of edges; nodata is missing. Reads all cells once.
std::vector<layer::Histogram> histograms_of(const Surface& surface,
                                            const std::vector<std::vector<double>>& edges);
/// How many cells each value has; data error "surface.values.many" for more than `most` values.
std::map<double, std::uint64_t> counts_of(const Surface& surface, std::size_t most);

}  // namespace jt::surface
