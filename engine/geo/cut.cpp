#include "geo/cut.hpp"

#include "base/error.hpp"
#include "geo/geos.hpp"

#include <cmath>
#include <limits>

namespace jt::geo {
namespace {

/// A result this close to the whole is looked at once more: is anything cut off at all?
constexpr double kNearlyWhole = 1e-9;

GeosPtr union_of(const GeometryArray& polygons, std::span<const std::size_t> rows) {
    if (rows.size() == 1) {
        return to_geos(polygons, rows.front());
    }
    std::vector<GeosPtr> items;
    for (const std::size_t row : rows) {
        items.push_back(to_geos(polygons, row));
    }
    const GeosPtr all = collected(std::move(items), GEOS_GEOMETRYCOLLECTION);
    return checked(GEOSUnaryUnion_r(geos(), all.get()), "union");
}

/// Area of polygons, length of lines.
double size_of(const GEOSGeometry* geometry, Shape shape) {
    double out = 0;
    const int good = shape == Shape::polygon ? GEOSArea_r(geos(), geometry, &out)
                                             : GEOSLength_r(geos(), geometry, &out);
    if (good == 0) {
        throw_geos("size");
    }
    return out;
}

bool answer(char given, const char* operation) {
    if (given != 0 && given != 1) {
        throw_geos(operation);
    }
    return given == 1;
}

/// Appends the feature itself, bit for bit, where `all` says that nothing is cut off, else the
/// result; the size of both decides whether asking is worth while.
template <class All>
Cut append_cut(const GeometryArray& geometry, std::size_t feature, const GEOSGeometry* item,
               const GEOSGeometry* result, GeometryArray& out, const All& all) {
    GeometryArray kept(geometry.shape());
    append_geos(result, kept);
    if (kept.status(0) != Status::ok) {
        out.null_feature(Status::empty);
        return Cut::none;
    }
    const double whole = size_of(item, geometry.shape());
    const double part = size_of(result, geometry.shape());
    if (part >= whole * (1 - kNearlyWhole) && all()) {
        out.append(geometry, feature);
        return Cut::whole;
    }
    out.append(kept, 0);
    return Cut::part;
}

/// True where the feature cannot be cut: appended as it is, or empty.
bool hopeless(const GeometryArray& geometry, std::size_t feature, GeometryArray& out) {
    if (geometry.shape() != out.shape() || geometry.shape() == Shape::point) {
        throw base::internal_error("geo.shape", "cut", shape_name(geometry.shape()),
                                   shape_name(out.shape()));
    }
    if (!usable(geometry, feature)) {
        out.null_feature(geometry.status(feature));
        return true;
    }
    return false;
}

}  // namespace

Cut clip(const GeometryArray& geometry, std::size_t feature, const GeometryArray& polygons,
         std::span<const std::size_t> rows, GeometryArray& out) {
    if (hopeless(geometry, feature, out)) {
        return Cut::none;
    }
    if (rows.empty()) {
        out.null_feature(Status::empty);
        return Cut::none;
    }
    const GeosPtr item = to_geos(geometry, feature);
    const GeosPtr mask = union_of(polygons, rows);
    const GeosPtr inside =
        checked(GEOSIntersection_r(geos(), item.get(), mask.get()), "intersection");
    return append_cut(geometry, feature, item.get(), inside.get(), out, [&] {
        return answer(GEOSCovers_r(geos(), mask.get(), item.get()), "covers");
    });
}

Cut difference(const GeometryArray& geometry, std::size_t feature, const GeometryArray& polygons,
               std::span<const std::size_t> rows, GeometryArray& out) {
    if (hopeless(geometry, feature, out)) {
        return Cut::none;
    }
    if (rows.empty()) {
        out.append(geometry, feature);
        return Cut::whole;
    }
    const GeosPtr item = to_geos(geometry, feature);
    const GeosPtr mask = union_of(polygons, rows);
    const GeosPtr left = checked(GEOSDifference_r(geos(), item.get(), mask.get()), "difference");
    return append_cut(geometry, feature, item.get(), left.get(), out, [&] {
        return answer(GEOSRelatePattern_r(geos(), item.get(), mask.get(), "F********"), "relate");
    });
}

struct Relation::Impl {
    struct Delete {
        void operator()(const GEOSPreparedGeometry* p) const {
            GEOSPreparedGeom_destroy_r(geos(), p);
        }
    };
    GeosPtr item;
    std::unique_ptr<const GEOSPreparedGeometry, Delete> prepared;

    template <class Ask>
    bool ask(const GeometryArray& other, std::size_t feature, const char* name,
             const Ask& question) const {
        if (!prepared || !usable(other, feature)) {
            return false;
        }
        const GeosPtr second = to_geos(other, feature);
        return answer(question(geos(), prepared.get(), second.get()), name);
    }
};

Relation::Relation(const GeometryArray& geometry, std::size_t feature)
    : m_impl(std::make_unique<Impl>()) {
    if (usable(geometry, feature)) {
        m_impl->item = to_geos(geometry, feature);
        m_impl->prepared.reset(GEOSPrepare_r(geos(), m_impl->item.get()));
        if (!m_impl->prepared) {
            throw_geos("prepare");
        }
    }
}

Relation::~Relation() = default;

bool Relation::intersects(const GeometryArray& other, std::size_t feature) const {
    return m_impl->ask(other, feature, "intersects", GEOSPreparedIntersects_r);
}

bool Relation::within(const GeometryArray& other, std::size_t feature) const {
    return m_impl->ask(other, feature, "within", GEOSPreparedCoveredBy_r);
}

bool Relation::contains(const GeometryArray& other, std::size_t feature) const {
    return m_impl->ask(other, feature, "contains", GEOSPreparedCovers_r);
}

std::array<double, 4> nearest_places(const GeometryArray& a, std::size_t i, const GeometryArray& b,
                                     std::size_t j) {
    constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
    std::array<double, 4> out{kNaN, kNaN, kNaN, kNaN};
    if (!usable(a, i) || !usable(b, j)) {
        return out;
    }
    const GeosPtr first = to_geos(a, i);
    const GeosPtr second = to_geos(b, j);
    struct Delete {
        void operator()(GEOSCoordSequence* s) const { GEOSCoordSeq_destroy_r(geos(), s); }
    };
    const std::unique_ptr<GEOSCoordSequence, Delete> places(
        GEOSNearestPoints_r(geos(), first.get(), second.get()));
    if (!places) {
        throw_geos("nearest points");
    }
    GEOSCoordSeq_getXY_r(geos(), places.get(), 0, &out[0], &out[1]);
    GEOSCoordSeq_getXY_r(geos(), places.get(), 1, &out[2], &out[3]);
    return out;
}

void buffer(const GeometryArray& geometry, std::size_t feature, double distance,
            int quarter_segments, GeometryArray& out) {
    if (!usable(geometry, feature)) {
        out.null_feature(geometry.status(feature));
        return;
    }
    if (!std::isfinite(distance)) {
        throw base::data_error("geo.number", "buffer", distance);
    }
    const GeosPtr item = to_geos(geometry, feature);
    const GeosPtr around =
        checked(GEOSBuffer_r(geos(), item.get(), distance, quarter_segments), "buffer");
    append_geos(around.get(), out);
}

GeometryArray holes_of(const GeometryArray& polygons, std::size_t feature) {
    GeometryArray out(Shape::polygon);
    for (std::size_t p = polygons.parts_begin(feature); p < polygons.parts_end(feature); ++p) {
        for (std::size_t r = polygons.rings_begin(p) + 1; r < polygons.rings_end(p); ++r) {
            out.add_ring(polygons.ring(r));
        }
    }
    return out;
}

}  // namespace jt::geo
