// One polygon made ready for many questions: its boundary in slabs of y, so that each question
// looks at the few segments that matter.
#pragma once

#include "geo/geometry.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace jt::geo {

/// A polygon feature of status ok or invalid; holes and parts are taken together (a place is inside
/// by even-odd within a part, as everywhere in the engine). Read by many threads.
class Slabs {
public:
    Slabs(const GeometryArray& polygons, std::size_t feature);

    const Box& box() const { return m_box; }
    std::size_t size() const { return m_segments.size(); }  ///< segments of the boundary
    /// The same answer as geo::contains_point: the border counts.
    bool contains(double x, double y) const;
    /// Does a segment's box meet this one? Where none does, the box lies wholly inside or outside.
    bool border_near(const Box& box) const;
    /// Area that the other polygon has in common with this one, in squared units of the
    /// coordinates: the sum over pairs of segments of what the strips between the axis and the
    /// segments share, with sign. No topology is built, so nothing in the input can break it. Both
    /// must be valid.
    double shared_area(const Slabs& other) const;
    double area() const { return m_area; }

private:
    struct Segment {
        double ax, ay, bx, by;  ///< as they follow in the ring
        std::uint32_t part;
        double sign;  ///< of the strip west of it
    };
    std::size_t slab_of(double y) const;
    void add_ring(std::span<const double> xy, std::uint32_t part, bool hole);
    void build();
    template <class Visit>
    void visit(double low, double high, Visit&& visit) const;

    Box m_box;
    double m_area = 0, m_height = 1;
    std::uint32_t m_parts = 0;
    std::vector<Segment> m_segments;
    std::vector<std::uint32_t> m_starts, m_items;  ///< segments by slab
};

/// Polygons ready for questions, one for each row; null where the status is not ok. In parallel.
using SlabsList = std::vector<std::unique_ptr<Slabs>>;
SlabsList ready_slabs(const GeometryArray& polygons);

}  // namespace jt::geo
