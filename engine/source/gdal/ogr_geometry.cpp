#include "source/gdal/ogr_geometry.hpp"

namespace jt::source {
namespace {

void set_points(OGRGeometryH target, std::span<const double> xy) {
    constexpr int kStride = 2 * static_cast<int>(sizeof(double));
    OGR_G_SetPoints(target, static_cast<int>(xy.size() / 2), xy.data(), kStride, xy.data() + 1,
                    kStride, nullptr, 0);
}

/// One part as a simple geometry; the caller owns it.
OGRGeometryH part_geometry(const geo::GeometryArray& geometry, std::size_t part) {
    const std::size_t first = geometry.rings_begin(part);
    if (geometry.shape() == geo::Shape::point) {
        OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
        const auto xy = geometry.ring(first);
        OGR_G_SetPoint_2D(point, 0, xy[0], xy[1]);
        return point;
    }
    if (geometry.shape() == geo::Shape::line) {
        OGRGeometryH line = OGR_G_CreateGeometry(wkbLineString);
        set_points(line, geometry.ring(first));
        return line;
    }
    OGRGeometryH polygon = OGR_G_CreateGeometry(wkbPolygon);
    for (std::size_t r = first; r < geometry.rings_end(part); ++r) {
        OGRGeometryH ring = OGR_G_CreateGeometry(wkbLinearRing);
        set_points(ring, geometry.ring(r));
        OGR_G_AddGeometryDirectly(polygon, ring);
    }
    return polygon;
}

}  // namespace

OGRwkbGeometryType ogr_type(const geo::GeometryArray& geometry, bool more) {
    bool multi = more && geometry.shape() != geo::Shape::point;
    for (std::size_t i = 0; i < geometry.size(); ++i) {
        multi = multi || geometry.parts_end(i) - geometry.parts_begin(i) > 1;
    }
    switch (geometry.shape()) {
        case geo::Shape::point: return multi ? wkbMultiPoint : wkbPoint;
        case geo::Shape::line: return multi ? wkbMultiLineString : wkbLineString;
        case geo::Shape::polygon: return multi ? wkbMultiPolygon : wkbPolygon;
        case geo::Shape::none: break;
    }
    return wkbUnknown;
}

OwnedGeometry ogr_geometry(const geo::GeometryArray& geometry, std::size_t feature,
                           OGRwkbGeometryType type) {
    const geo::Status status = geometry.status(feature);
    const bool finite = status == geo::Status::ok || status == geo::Status::invalid;
    const std::size_t begin = geometry.parts_begin(feature);
    const std::size_t end = geometry.parts_end(feature);
    if (!finite || begin == end) {
        return nullptr;
    }
    if (type == wkbPoint || type == wkbLineString || type == wkbPolygon) {
        return OwnedGeometry(part_geometry(geometry, begin));
    }
    OwnedGeometry out(OGR_G_CreateGeometry(type));
    for (std::size_t part = begin; part < end; ++part) {
        OGR_G_AddGeometryDirectly(out.get(), part_geometry(geometry, part));
    }
    return out;
}

}  // namespace jt::source
