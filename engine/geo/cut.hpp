// Cutting a feature by many polygons, and how two features relate (GEOS). Coordinates are planar;
// all arrays of a call are in one CRS.
#pragma once

#include "geo/geometry.hpp"

#include <array>
#include <memory>
#include <span>

namespace jt::geo {

/// How much of a feature a cut leaves.
enum class Cut { none, part, whole };

/// The part of a feature (polygon or line) inside the union of the listed polygons, appended to
/// `out`, which is of the feature's shape. Whole: the coordinates are copied bit for bit; none, or
/// no polygons: an empty feature. Polygons that only touch it leave none. Data error "geo.geos"
/// where GEOS cannot do it.
Cut clip(const GeometryArray& geometry, std::size_t feature, const GeometryArray& polygons,
         std::span<const std::size_t> rows, GeometryArray& out);

/// The part outside the union of the listed polygons, as clip does it.
Cut difference(const GeometryArray& geometry, std::size_t feature, const GeometryArray& polygons,
               std::span<const std::size_t> rows, GeometryArray& out);

/// One feature made ready for questions about many others, of any shapes; used by one thread.
/// Features without coordinates relate to nothing.
class Relation {
public:
    Relation(const GeometryArray& geometry, std::size_t feature);
    ~Relation();
    Relation(const Relation&) = delete;
    Relation& operator=(const Relation&) = delete;

    bool intersects(const GeometryArray& other, std::size_t feature) const;
    bool within(const GeometryArray& other, std::size_t feature) const;    ///< border counts
    bool contains(const GeometryArray& other, std::size_t feature) const;  ///< border counts

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// The nearest places of two features, x and y of the first, then of the second; the same place
/// twice where they meet, NaN where one has no coordinates.
std::array<double, 4> nearest_places(const GeometryArray& a, std::size_t i, const GeometryArray& b,
                                     std::size_t j);

/// Buffer of one feature, appended to `out`; `quarter_segments` to a quarter circle. Negative
/// distances (polygons) may leave an empty feature.
void buffer(const GeometryArray& geometry, std::size_t feature, double distance,
            int quarter_segments, GeometryArray& out);

/// The holes of all parts of a polygon feature, each as a polygon feature of one ring.
GeometryArray holes_of(const GeometryArray& polygons, std::size_t feature);

}  // namespace jt::geo
