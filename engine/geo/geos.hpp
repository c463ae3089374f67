// Private to geo/: GEOS objects held safely, one context per thread. Not included outside
// engine/geo/.
#pragma once

#include "geo/geometry.hpp"

#include <geos_c.h>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace jt::geo {

/// The calling thread's context.
GEOSContextHandle_t geos();

/// Data error "geo.geos" with the operation and the last message that GEOS gave on this thread.
[[noreturn]] void throw_geos(std::string_view operation);

struct GeosDelete {
    void operator()(GEOSGeometry* geometry) const { GEOSGeom_destroy_r(geos(), geometry); }
};
using GeosPtr = std::unique_ptr<GEOSGeometry, GeosDelete>;

/// Takes what GEOS gave; null means an exception inside GEOS and throws.
GeosPtr checked(GEOSGeometry* geometry, std::string_view operation);

/// Has coordinates, all finite: status ok or invalid.
bool usable(const GeometryArray& geometry, std::size_t feature);

/// "" or what keeps GEOS from taking the feature at all: rings that are open or too short, lines of
/// one coordinate.
std::string structure_fault(const GeometryArray& geometry, std::size_t feature);

/// The feature for GEOS: multi when it has several parts. With `mend`, rings are closed and parts
/// too short are padded (they collapse in make_valid); without, such a feature throws.
GeosPtr to_geos(const GeometryArray& geometry, std::size_t feature, bool mend = false);

/// A multi geometry or collection of many; takes the items.
GeosPtr collected(std::vector<GeosPtr> items, int type);

/// Appends all parts of the array's dimension as one feature; Status::empty when there are none.
void append_geos(const GEOSGeometry* geometry, GeometryArray& out);

}  // namespace jt::geo
