#include "source/shapefile/geometry_reader.hpp"

#include <algorithm>
#include <cmath>

namespace jt::source {
namespace {

geo::Shape shape_of(OGRwkbGeometryType type) {
    switch (wkbFlatten(type)) {
        case wkbPoint:
        case wkbMultiPoint: return geo::Shape::point;
        case wkbLineString:
        case wkbMultiLineString:
        case wkbCompoundCurve:
        case wkbCircularString:
        case wkbMultiCurve: return geo::Shape::line;
        case wkbPolygon:
        case wkbMultiPolygon:
        case wkbCurvePolygon:
        case wkbMultiSurface:
        case wkbTriangle:
        case wkbTIN:
        case wkbPolyhedralSurface: return geo::Shape::polygon;
        default: return geo::Shape::none;
    }
}

/// Of a collection: the shape all its members share, else none.
geo::Shape shape_of(OGRGeometryH geometry) {
    const OGRwkbGeometryType type = wkbFlatten(OGR_G_GetGeometryType(geometry));
    if (type != wkbGeometryCollection) {
        return shape_of(type);
    }
    geo::Shape shape = geo::Shape::none;
    for (int i = 0; i < OGR_G_GetGeometryCount(geometry); ++i) {
        const geo::Shape part = shape_of(OGR_G_GetGeometryRef(geometry, i));
        if (i > 0 && part != shape) {
            return geo::Shape::none;
        }
        shape = part;
    }
    return shape;
}

std::size_t index_of(geo::Shape shape) {
    return shape == geo::Shape::point     ? 0
           : shape == geo::Shape::line    ? 1
           : shape == geo::Shape::polygon ? 2
                                          : 3;
}

/// GDAL calls a point with a NaN coordinate empty.
bool is_empty(OGRGeometryH geometry) {
    const bool nan_point =
        wkbFlatten(OGR_G_GetGeometryType(geometry)) == wkbPoint &&
        (std::isnan(OGR_G_GetX(geometry, 0)) || std::isnan(OGR_G_GetY(geometry, 0)));
    return OGR_G_IsEmpty(geometry) != 0 && !nan_point;
}

void remember(std::vector<std::int64_t>& ids, std::int64_t id) {
    if (ids.empty() || ids.back() != id) {
        ids.push_back(id);
    }
}

}  // namespace

geo::Shape declared_shape(OGRLayerH layer) {
    return shape_of(wkbFlatten(OGR_FD_GetGeomType(OGR_L_GetLayerDefn(layer))));
}

void GeometryReader::read(OGRGeometryH geometry, std::int64_t id) {
    const bool nothing = geometry == nullptr || is_empty(geometry);
    const geo::Shape shape = nothing ? geo::Shape::none : shape_of(geometry);
    if (!nothing) {
        findings.by_shape[index_of(shape)].push_back(id);
    }
    const bool first = shape != geo::Shape::none && !m_array;
    if (first) {
        m_array.emplace(shape);
        for (const geo::Status status : m_before) {
            m_array->null_feature(status);
        }
    }
    const geo::Status without = geometry == nullptr ? geo::Status::null : geo::Status::empty;
    if (!m_array) {
        m_before.push_back(nothing ? without : geo::Status::invalid);
    } else if (nothing || shape != m_array->shape()) {
        m_array->null_feature(nothing ? without : geo::Status::invalid);
    } else {
        add(geometry, shape, id);
    }
}

void GeometryReader::add(OGRGeometryH geometry, geo::Shape shape, std::int64_t id) {
    if (OGR_G_Is3D(geometry) != 0) {
        findings.z.push_back(id);
    }
    if (OGR_G_IsMeasured(geometry) != 0) {
        findings.m.push_back(id);
    }
    OwnedGeometry linear;
    if (OGR_G_HasCurveGeometry(geometry, TRUE) != 0) {
        findings.curves.push_back(id);
        linear.reset(OGR_G_GetLinearGeometry(geometry, 0, nullptr));
        geometry = linear.get();
    }
    m_array->begin_feature();
    add_parts(geometry, id);
    m_array->end_feature();
    const bool lone = !findings.short_lines.empty() && findings.short_lines.back() == id;
    if (shape == geo::Shape::line && lone) {
        m_array->set_status(m_array->size() - 1, geo::Status::invalid);
    }
}

void GeometryReader::add_parts(OGRGeometryH geometry, std::int64_t id) {
    const OGRwkbGeometryType type = wkbFlatten(OGR_G_GetGeometryType(geometry));
    if (is_empty(geometry)) {
        return;
    }
    if (type == wkbPoint || type == wkbLineString) {
        m_array->begin_part();
        add_ring(geometry, false, id);
        return;
    }
    if (type == wkbPolygon || type == wkbTriangle) {
        m_array->begin_part();
        for (int i = 0; i < OGR_G_GetGeometryCount(geometry); ++i) {
            add_ring(OGR_G_GetGeometryRef(geometry, i), true, id);
        }
        return;
    }
    for (int i = 0; i < OGR_G_GetGeometryCount(geometry); ++i) {
        add_parts(OGR_G_GetGeometryRef(geometry, i), id);
    }
}

void GeometryReader::add_ring(OGRGeometryH ring, bool close, std::int64_t id) {
    const int count = OGR_G_GetPointCount(ring);
    if (count <= 0) {
        return;
    }
    m_xy.resize(2 * static_cast<std::size_t>(count));
    constexpr int kStride = 2 * static_cast<int>(sizeof(double));
    OGR_G_GetPoints(ring, m_xy.data(), kStride, m_xy.data() + 1, kStride, nullptr, 0);
    const bool line = wkbFlatten(OGR_G_GetGeometryType(ring)) == wkbLineString && !close;
    if (line && count < 2) {
        remember(findings.short_lines, id);
    }
    m_array->begin_ring();
    for (std::size_t i = 0; i < m_xy.size(); i += 2) {
        m_array->add(m_xy[i], m_xy[i + 1]);
    }
    const std::size_t last = m_xy.size() - 2;
    const bool finite = std::isfinite(m_xy[0] + m_xy[1] + m_xy[last] + m_xy[last + 1]);
    if (close && finite && (m_xy[0] != m_xy[last] || m_xy[1] != m_xy[last + 1])) {
        remember(findings.unclosed, id);
        m_array->add(m_xy[0], m_xy[1]);
    }
}

geo::GeometryArray GeometryReader::build() {
    if (!m_array) {
        m_array.emplace(geo::Shape::none);
        for (const geo::Status status : m_before) {
            m_array->null_feature(status);
        }
    }
    return std::move(*m_array);
}

}  // namespace jt::source
