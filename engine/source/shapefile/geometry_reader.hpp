// OGR geometries into a geometry array. Internal to source/.
#pragma once

#include "geo/geometry.hpp"
#include "source/gdal/gdal.hpp"
#include "source/loaded.hpp"

#include <optional>
#include <vector>

namespace jt::source {

/// Takes the geometry of one feature after the other. The shape is the one given, or the first one
/// seen; features of another shape are kept without geometry and listed in the findings.
class GeometryReader {
public:
    explicit GeometryReader(geo::Shape shape = geo::Shape::none) {
        if (shape != geo::Shape::none) {
            m_array.emplace(shape);
        }
    }
    void read(OGRGeometryH geometry, std::int64_t id);
    GeometryFindings findings;
    /// One entry per feature read.
    geo::GeometryArray build();

private:
    void add(OGRGeometryH geometry, geo::Shape shape, std::int64_t id);
    void add_parts(OGRGeometryH geometry, std::int64_t id);
    void add_ring(OGRGeometryH ring, bool close, std::int64_t id);
    std::optional<geo::GeometryArray> m_array;
    std::vector<geo::Status> m_before;  ///< of features before the first shape was seen
    std::vector<double> m_xy;
};

/// The shape of a layer as its header declares it; none where it does not say.
geo::Shape declared_shape(OGRLayerH layer);

}  // namespace jt::source
