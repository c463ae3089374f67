// What the features of two layers have in common, and what is left of them outside.
#pragma once

#include "geo/attempt.hpp"
#include "geo/cut.hpp"
#include "geo/geometry.hpp"
#include "geo/slabs.hpp"

#include <cstddef>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace jt::overlay {

using geo::attempt;
using geo::Failure;
using geo::ready_slabs;
using geo::SlabsList;

/// Does the feature take part in operations: is its status ok?
inline bool takes_part(const geo::GeometryArray& geometry, std::size_t i) {
    return geometry.status(i) == geo::Status::ok;
}

/// A feature of the walking side and one of the other that its box meets.
struct Pair {
    std::size_t other = 0;
    bool whole = false;  ///< the walking feature lies wholly inside the other one
    /// Area in common in the plane, where asked for.
    double planar = std::numeric_limits<double>::quiet_NaN();
};

/// The pairs of two layers. The side with fewer coordinates is made ready as a whole, the other
/// walked through: most of a large layer lies wholly inside one feature, or outside, of the other.
/// a: polygons or lines (which always walk), b: polygons. Features whose status is not ok have no
/// pairs. Keeps references to both arrays.
class Pairs {
public:
    Pairs(const geo::GeometryArray& a, const geo::GeometryArray& b, bool planar);

    bool a_walks() const { return m_a_walks; }
    const geo::GeometryArray& walking() const { return m_walking; }
    const geo::GeometryArray& ready() const { return m_ready; }
    const std::vector<Pair>& of(std::size_t walking) const { return m_found[walking]; }

private:
    bool m_a_walks;
    const geo::GeometryArray& m_walking;
    const geo::GeometryArray& m_ready;
    std::vector<std::vector<Pair>> m_found;
};

/// The intersection of every pair that has one (an area, or a length for lines), by rows of a, then
/// of b. Features that only touch have none.
struct Pieces {
    geo::GeometryArray geometry;
    std::vector<std::size_t> a, b;  ///< rows, one for each piece
    std::vector<Failure> failures;  ///< rows of a; a row may fail with several features of b
    std::size_t size() const { return a.size(); }
};

/// a: polygons or lines, b: polygons, in the plane of one CRS. No features: no pieces.
Pieces common_pieces(const geo::GeometryArray& a, const geo::GeometryArray& b);
Pieces common_pieces(const Pairs& pairs);

/// What of each feature lies inside (or outside) the union of the polygons: one feature for each
/// row. Whole: its coordinates are those of the input, bit for bit; none: Status::empty.
struct Carved {
    geo::GeometryArray geometry;
    std::vector<geo::Cut> cut;      ///< none for features whose status is not ok
    std::vector<Failure> failures;  ///< rows; their geometry is empty
};

enum class Keep { inside, outside };

/// Rows that are left out because nothing is left of them, though their status is ok.
std::vector<std::size_t> vanished(const geo::GeometryArray& geometry, const Carved& carved);

/// Rows of polygons whose parts do not add up: `sums` are the planar areas of the parts in total.
/// Up to 1e-9 of the area, and what the rounding of coordinates makes along its rings, may differ.
std::vector<std::size_t> unbalanced(const geo::GeometryArray& polygons,
                                    const std::vector<double>& sums);

/// Points, lines or polygons against polygons, in the plane of one CRS. Of a point feature of
/// several places those inside are kept; the border counts as inside. Polygons whose status is not
/// ok take no part; without polygons nothing is inside.
Carved carve(const geo::GeometryArray& geometry, const geo::GeometryArray& polygons, Keep keep);

}  // namespace jt::overlay
