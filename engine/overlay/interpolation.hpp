// Shares of source polygons in target polygons, for areal interpolation.
#pragma once

#include "geo/crs.hpp"
#include "overlay/pieces.hpp"

#include <vector>

namespace jt::overlay {

/// What one source and one target have in common.
struct Share {
    std::size_t source = 0, target = 0;  ///< rows
    double area_m2 = 0;
    double of_source = 0;  ///< part of the source's area
};

struct Shares {
    std::vector<Share> list;  ///< by rows of sources, then of targets
    /// Part of each target's area that sources cover, overlaps of sources once; NaN where the
    /// status of the target is not ok.
    std::vector<double> covered;
    /// Rows of sources of which targets cover a part twice, and of targets of which sources do.
    std::vector<std::size_t> sources_twice, targets_twice;
    std::vector<Failure> source_failures, target_failures;
};

/// Geodesic areas of what polygons have in common, in a known CRS that is not Web Mercator. The
/// area of a source is the sum of its parts inside the targets and outside of all, so that the
/// places where borders cross, which bend geodesics a little, do not disturb the sum of its shares:
/// where targets do not overlap it is 1 less what lies outside. Features whose status is not ok
/// take no part; no features: no shares.
Shares shares_of(const geo::GeometryArray& sources, const geo::GeometryArray& targets,
                 const geo::Crs& crs);

/// An extensive value of each target: the sum of value * share of the source (Goodchild and Lam
/// 1980, areal weighting). Values that are NaN are left out; NaN where nothing reaches the target.
std::vector<double> extensive_values(const Shares& shares, const std::vector<double>& values,
                                     std::size_t targets);

/// An intensive value of each target: the mean of the sources' values, weighted by the area in
/// common.
std::vector<double> intensive_values(const Shares& shares, const std::vector<double>& values,
                                     std::size_t targets);

}  // namespace jt::overlay
