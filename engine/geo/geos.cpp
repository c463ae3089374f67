#include "geo/geos.hpp"

#include "base/error.hpp"

#include <fmt/format.h>

namespace jt::geo {
namespace {

/// GEOS's handle of a thread and the last message that GEOS gave on it.
struct ThreadGeos {
    ThreadGeos() : handle(GEOS_init_r()) {
        GEOSContext_setErrorMessageHandler_r(handle, keep, &last);
        GEOSContext_setNoticeMessageHandler_r(handle, keep, &ignored);
    }
    ~ThreadGeos() { GEOS_finish_r(handle); }
    ThreadGeos(const ThreadGeos&) = delete;
    ThreadGeos& operator=(const ThreadGeos&) = delete;

    static void keep(const char* message, void* to) { *static_cast<std::string*>(to) = message; }

    std::string last, ignored;
    GEOSContextHandle_t handle;
};

ThreadGeos& here() {
    thread_local ThreadGeos mine;
    return mine;
}

using Sequence = GEOSCoordSequence*;

bool closed(std::span<const double> xy) {
    return xy[0] == xy[xy.size() - 2] && xy[1] == xy[xy.size() - 1];
}

Sequence sequence(std::span<const double> xy) {
    Sequence out = GEOSCoordSeq_copyFromBuffer_r(geos(), xy.data(),
                                                 static_cast<unsigned>(xy.size() / 2), 0, 0);
    if (out == nullptr) {
        throw_geos("coordinates");
    }
    return out;
}

/// Closed and at least `count` coordinates long, by repeating the first one.
std::vector<double> mended(std::span<const double> xy, bool ring) {
    std::vector<double> out(xy.begin(), xy.end());
    const std::size_t count = ring ? 4 : 2;
    while (out.size() < 2 * count || (ring && !closed(out))) {
        out.push_back(xy[0]);
        out.push_back(xy[1]);
    }
    return out;
}

GeosPtr line(std::span<const double> xy, bool mend) {
    const Sequence points = mend ? sequence(mended(xy, false)) : sequence(xy);
    return checked(GEOSGeom_createLineString_r(geos(), points), "line");
}

GeosPtr ring(std::span<const double> xy, bool mend) {
    const Sequence points = mend ? sequence(mended(xy, true)) : sequence(xy);
    return checked(GEOSGeom_createLinearRing_r(geos(), points), "ring");
}

std::vector<GEOSGeometry*> released(std::vector<GeosPtr>& items) {
    std::vector<GEOSGeometry*> out;
    out.reserve(items.size());
    for (GeosPtr& item : items) {
        out.push_back(item.release());
    }
    return out;
}

GeosPtr part_of(const GeometryArray& geometry, std::size_t part, bool mend) {
    const std::size_t first = geometry.rings_begin(part);
    const auto xy = geometry.ring(first);
    if (geometry.shape() == Shape::point) {
        return checked(GEOSGeom_createPointFromXY_r(geos(), xy[0], xy[1]), "point");
    }
    if (geometry.shape() == Shape::line) {
        return line(xy, mend);
    }
    GeosPtr shell = ring(xy, mend);
    std::vector<GeosPtr> holes;
    for (std::size_t r = first + 1; r < geometry.rings_end(part); ++r) {
        holes.push_back(ring(geometry.ring(r), mend));
    }
    std::vector<GEOSGeometry*> raw = released(holes);
    return checked(GEOSGeom_createPolygon_r(geos(), shell.release(), raw.data(),
                                            static_cast<unsigned>(raw.size())),
                   "polygon");
}

int multi_type(Shape shape) {
    switch (shape) {
        case Shape::point: return GEOS_MULTIPOINT;
        case Shape::line: return GEOS_MULTILINESTRING;
        default: return GEOS_MULTIPOLYGON;
    }
}

void add_coordinates(const GEOSGeometry* simple, GeometryArray& out) {
    const GEOSCoordSequence* const points = GEOSGeom_getCoordSeq_r(geos(), simple);
    unsigned count = 0;
    if (points == nullptr || GEOSCoordSeq_getSize_r(geos(), points, &count) == 0) {
        throw_geos("coordinates");
    }
    out.begin_ring();
    for (unsigned i = 0; i < count; ++i) {
        double x = 0;
        double y = 0;
        GEOSCoordSeq_getXY_r(geos(), points, i, &x, &y);
        out.add(x, y);
    }
}

void add_polygon(const GEOSGeometry* polygon, GeometryArray& out) {
    out.begin_part();
    add_coordinates(GEOSGetExteriorRing_r(geos(), polygon), out);
    const int holes = GEOSGetNumInteriorRings_r(geos(), polygon);
    for (int i = 0; i < holes; ++i) {
        add_coordinates(GEOSGetInteriorRingN_r(geos(), polygon, i), out);
    }
}

void add_parts(const GEOSGeometry* geometry, GeometryArray& out) {
    if (GEOSisEmpty_r(geos(), geometry) != 0) {
        return;
    }
    const int type = GEOSGeomTypeId_r(geos(), geometry);
    const bool is_line = type == GEOS_LINESTRING || type == GEOS_LINEARRING;
    if (type == GEOS_POLYGON) {
        if (out.shape() == Shape::polygon) {
            add_polygon(geometry, out);
        }
    } else if (type == GEOS_POINT || is_line) {
        if (out.shape() == (is_line ? Shape::line : Shape::point)) {
            out.begin_part();
            add_coordinates(geometry, out);
        }
    } else {
        const int count = GEOSGetNumGeometries_r(geos(), geometry);
        for (int i = 0; i < count; ++i) {
            add_parts(GEOSGetGeometryN_r(geos(), geometry, i), out);
        }
    }
}

}  // namespace

GEOSContextHandle_t geos() { return here().handle; }

void throw_geos(std::string_view operation) {
    throw base::data_error("geo.geos", operation, here().last);
}

GeosPtr checked(GEOSGeometry* geometry, std::string_view operation) {
    if (geometry == nullptr) {
        throw_geos(operation);
    }
    return GeosPtr(geometry);
}

bool usable(const GeometryArray& geometry, std::size_t feature) {
    const Status status = geometry.status(feature);
    return (status == Status::ok || status == Status::invalid) && geometry.shape() != Shape::none;
}

std::string structure_fault(const GeometryArray& geometry, std::size_t feature) {
    const bool polygon = geometry.shape() == Shape::polygon;
    const std::size_t wanted = polygon ? 4 : geometry.shape() == Shape::line ? 2 : 1;
    for (std::size_t p = geometry.parts_begin(feature); p < geometry.parts_end(feature); ++p) {
        for (std::size_t r = geometry.rings_begin(p); r < geometry.rings_end(p); ++r) {
            const auto xy = geometry.ring(r);
            if (polygon && !closed(xy)) {
                return fmt::format("Ring is not closed[{} {}]", xy[0], xy[1]);
            }
            if (xy.size() < 2 * wanted) {
                return fmt::format("Too few points in geometry component[{} {}]", xy[0], xy[1]);
            }
        }
    }
    return "";
}

GeosPtr to_geos(const GeometryArray& geometry, std::size_t feature, bool mend) {
    if (!mend) {
        const std::string fault = structure_fault(geometry, feature);
        if (!fault.empty()) {
            throw base::data_error("geo.geos", "read", fault);
        }
    }
    std::vector<GeosPtr> parts;
    for (std::size_t p = geometry.parts_begin(feature); p < geometry.parts_end(feature); ++p) {
        parts.push_back(part_of(geometry, p, mend));
    }
    if (parts.size() == 1) {
        return std::move(parts.front());
    }
    return collected(std::move(parts), multi_type(geometry.shape()));
}

GeosPtr collected(std::vector<GeosPtr> items, int type) {
    std::vector<GEOSGeometry*> raw = released(items);
    return checked(
        GEOSGeom_createCollection_r(geos(), type, raw.data(), static_cast<unsigned>(raw.size())),
        "collect");
}

void append_geos(const GEOSGeometry* geometry, GeometryArray& out) {
    out.begin_feature();
    add_parts(geometry, out);
    out.end_feature();
}

}  // namespace jt::geo
