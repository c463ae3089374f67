#include "geo/topology.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "geo/geos.hpp"
#include "geo/validity.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jt::geo {
namespace {

constexpr int kQuarterSegments = 8;
constexpr std::size_t kGrain = 64;  ///< features in a block; also fixes the order of unions

void want(const GeometryArray& geometry, Shape shape, const char* operation) {
    if (geometry.shape() != shape) {
        throw base::internal_error("geo.shape", operation, shape_name(geometry.shape()),
                                   shape_name(shape));
    }
}

/// GEOS frees strings by its own function.
std::string taken(char* text) {
    if (text == nullptr) {
        throw_geos("isValidReason");
    }
    std::string out = text;
    GEOSFree_r(geos(), text);
    return out;
}

/// Union of all; an empty collection when there is none.
GeosPtr united(std::vector<GeosPtr> items) {
    const GeosPtr all = collected(std::move(items), GEOS_GEOMETRYCOLLECTION);
    return checked(GEOSUnaryUnion_r(geos(), all.get()), "union");
}

/// Calls make(i) for the items and unites the results block by block, then the blocks: the blocks
/// do not depend on the number of threads, so neither does the order of unions.
template <class Make>
GeosPtr united_in_blocks(std::size_t n, const Make& make) {
    std::vector<GeosPtr> blocks((n + kGrain - 1) / kGrain);
    base::parallel_blocks(n, kGrain, [&](std::size_t begin, std::size_t end) {
        std::vector<GeosPtr> items;
        for (std::size_t i = begin; i < end; ++i) {
            GeosPtr item = make(i);
            if (item) {
                items.push_back(std::move(item));
            }
        }
        blocks[begin / kGrain] = united(std::move(items));
    });
    return united(std::move(blocks));
}

void set_point(GeosPtr point, double& x, double& y) {
    if (GEOSisEmpty_r(geos(), point.get()) != 0 || GEOSGeomGetX_r(geos(), point.get(), &x) == 0 ||
        GEOSGeomGetY_r(geos(), point.get(), &y) == 0) {
        x = y = std::numeric_limits<double>::quiet_NaN();
    }
}

}  // namespace

std::string invalid_reason(const GeometryArray& geometry, std::size_t feature) {
    if (geometry.status(feature) == Status::not_finite) {
        return "Invalid Coordinate";
    }
    if (!usable(geometry, feature) || certainly_valid(geometry, feature)) {
        return "";
    }
    const std::string fault = structure_fault(geometry, feature);
    if (!fault.empty()) {
        return fault;
    }
    const GeosPtr item = to_geos(geometry, feature);
    const char valid = GEOSisValid_r(geos(), item.get());
    return valid == 1 ? "" : taken(GEOSisValidReason_r(geos(), item.get()));
}

void make_valid(const GeometryArray& geometry, std::size_t feature, GeometryArray& out) {
    if (!usable(geometry, feature)) {
        out.null_feature(geometry.status(feature));
        return;
    }
    want(out, geometry.shape(), "make_valid");
    struct Delete {
        void operator()(GEOSMakeValidParams* p) const { GEOSMakeValidParams_destroy_r(geos(), p); }
    };
    const std::unique_ptr<GEOSMakeValidParams, Delete> params(GEOSMakeValidParams_create_r(geos()));
    GEOSMakeValidParams_setMethod_r(geos(), params.get(), GEOS_MAKE_VALID_STRUCTURE);
    GEOSMakeValidParams_setKeepCollapsed_r(geos(), params.get(), 0);
    const GeosPtr item = to_geos(geometry, feature, true);
    const GeosPtr valid =
        checked(GEOSMakeValidWithParams_r(geos(), item.get(), params.get()), "make valid");
    append_geos(valid.get(), out);
}

double intersection_area(const GeometryArray& a, std::size_t i, const GeometryArray& b,
                         std::size_t j) {
    want(a, Shape::polygon, "intersection_area");
    want(b, Shape::polygon, "intersection_area");
    if (!usable(a, i) || !usable(b, j) || !a.box(i).meets(b.box(j))) {
        return 0;
    }
    const GeosPtr common = checked(
        GEOSIntersection_r(geos(), to_geos(a, i).get(), to_geos(b, j).get()), "intersection");
    double out = 0;
    if (GEOSArea_r(geos(), common.get(), &out) == 0) {
        throw_geos("area");
    }
    return out;
}

void intersection(const GeometryArray& a, std::size_t i, const GeometryArray& b, std::size_t j,
                  GeometryArray& out) {
    want(out, std::min(a.shape(), b.shape()), "intersection");
    if (!usable(a, i) || !usable(b, j) || !a.box(i).meets(b.box(j))) {
        out.null_feature(Status::empty);
        return;
    }
    const GeosPtr common = checked(
        GEOSIntersection_r(geos(), to_geos(a, i).get(), to_geos(b, j).get()), "intersection");
    append_geos(common.get(), out);
}

void unite(const GeometryArray& polygons, GeometryArray& out) {
    want(polygons, Shape::polygon, "unite");
    want(out, Shape::polygon, "unite");
    const GeosPtr all = united_in_blocks(polygons.size(), [&](std::size_t i) {
        return polygons.status(i) == Status::ok ? to_geos(polygons, i) : nullptr;
    });
    append_geos(all.get(), out);
}

void buffer_united(const GeometryArray& geometry, const std::vector<std::size_t>& features,
                   double distance, GeometryArray& out) {
    want(out, Shape::polygon, "buffer_united");
    if (!std::isfinite(distance)) {
        throw base::data_error("geo.number", "buffer", distance);
    }
    const GeosPtr all = united_in_blocks(features.size(), [&](std::size_t i) -> GeosPtr {
        if (!usable(geometry, features[i])) {
            return nullptr;
        }
        const GeosPtr item = to_geos(geometry, features[i]);
        return checked(GEOSBuffer_r(geos(), item.get(), distance, kQuarterSegments), "buffer");
    });
    append_geos(all.get(), out);
}

namespace {

enum class Side { outside, inside, border };

/// Ray crossing to the right of the point, with GEOS's exact orientation test.
Side side_of_ring(std::span<const double> xy, double x, double y) {
    bool inside = false;
    for (std::size_t k = 2; k + 1 < xy.size(); k += 2) {
        const double ax = xy[k - 2];
        const double ay = xy[k - 1];
        const double bx = xy[k];
        const double by = xy[k + 1];
        if (std::max(ax, bx) < x || std::min(ay, by) > y || std::max(ay, by) < y) {
            continue;
        }
        const int turn = GEOSOrientationIndex_r(geos(), ax, ay, bx, by, x, y);
        if (turn == 0 && std::min(ax, bx) <= x) {
            return Side::border;
        }
        if ((ay > y) != (by > y)) {
            inside = inside != ((turn > 0) == (by > ay));
        }
    }
    return inside ? Side::inside : Side::outside;
}

}  // namespace

bool contains_point(const GeometryArray& polygons, std::size_t feature, double x, double y) {
    want(polygons, Shape::polygon, "contains_point");
    if (!usable(polygons, feature) || !std::isfinite(x) || !std::isfinite(y)) {
        return false;
    }
    for (std::size_t p = polygons.parts_begin(feature); p < polygons.parts_end(feature); ++p) {
        bool inside = false;
        for (std::size_t r = polygons.rings_begin(p); r < polygons.rings_end(p); ++r) {
            const Side side = side_of_ring(polygons.ring(r), x, y);
            if (side == Side::border) {
                return true;
            }
            inside = inside != (side == Side::inside);
        }
        if (inside) {
            return true;
        }
    }
    return false;
}

void point_on_surface(const GeometryArray& geometry, std::size_t feature, double& x, double& y) {
    x = y = std::numeric_limits<double>::quiet_NaN();
    if (usable(geometry, feature)) {
        const GeosPtr item = to_geos(geometry, feature);
        set_point(checked(GEOSPointOnSurface_r(geos(), item.get()), "point on surface"), x, y);
    }
}

void centroid(const GeometryArray& geometry, std::size_t feature, double& x, double& y) {
    x = y = std::numeric_limits<double>::quiet_NaN();
    if (usable(geometry, feature)) {
        const GeosPtr item = to_geos(geometry, feature);
        set_point(checked(GEOSGetCentroid_r(geos(), item.get()), "centroid"), x, y);
    }
}

GeometryArray simplified(const GeometryArray& geometry, double tolerance) {
    if (!std::isfinite(tolerance) || tolerance < 0) {
        throw base::data_error("geo.number", "simplify", tolerance);
    }
    std::vector<GeometryArray> blocks((geometry.size() + kGrain - 1) / kGrain,
                                      GeometryArray(geometry.shape()));
    base::parallel_blocks(geometry.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        GeometryArray& block = blocks[begin / kGrain];
        for (std::size_t i = begin; i < end; ++i) {
            if (geometry.shape() == Shape::point || !usable(geometry, i)) {
                block.append(geometry, i);
                continue;
            }
            const GeosPtr item = to_geos(geometry, i);
            append_geos(
                checked(GEOSTopologyPreserveSimplify_r(geos(), item.get(), tolerance), "simplify")
                    .get(),
                block);
        }
    });
    GeometryArray out(geometry.shape());
    for (const GeometryArray& block : blocks) {
        for (std::size_t i = 0; i < block.size(); ++i) {
            out.append(block, i);
        }
    }
    return out;
}

}  // namespace jt::geo
