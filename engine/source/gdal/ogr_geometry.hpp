// Geometry arrays into OGR geometries. Internal to source/.
#pragma once

#include "geo/geometry.hpp"
#include "source/gdal/gdal.hpp"

namespace jt::source {

/// The OGR type that holds every feature: multi when one has several parts. With `more` features to
/// come lines and polygons are multi in any case.
OGRwkbGeometryType ogr_type(const geo::GeometryArray& geometry, bool more);

/// One feature in that type; null where its status says it has no finite geometry.
OwnedGeometry ogr_geometry(const geo::GeometryArray& geometry, std::size_t feature,
                           OGRwkbGeometryType type);

}  // namespace jt::source
