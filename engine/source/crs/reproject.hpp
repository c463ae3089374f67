// Moving a loaded layer from one CRS into another. Internal to source/.
#pragma once

#include "geo/crs.hpp"
#include "source/loaded.hpp"

#include <string>

namespace jt::source {

/// The CRS to transform to: source::crs_of(), its errors with "in parameter to".
geo::Crs target_of(const std::string& to);

/// Moves the coordinates in place; the operation is told, with its PROJ pipeline, and that two
/// datums were taken as one. Data error "source.crs.outside" for features that leave the domain of
/// the projection, and those of geo::Transform.
void reproject(Loaded& loaded, const geo::Crs& from, const geo::Crs& target,
               base::Diagnostics& diagnostics);

}  // namespace jt::source
