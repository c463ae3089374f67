// Linear referencing: places along lines by their distance from the start, and back.
#pragma once

#include "geo/crs.hpp"
#include "overlay/nearest.hpp"

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace jt::overlay {

/// Lines with a measure in metres along geodesics between their coordinates, from the first
/// coordinate of the first part; the parts follow in their order, gaps between them add nothing.
/// Within a segment, measures are shared out evenly, on the straight line in the CRS. Lines whose
/// status is not ok have no places. Needs a known CRS that is not Web Mercator. Read by many
/// threads; keeps no reference to the array; stays where it is made.
class Routes {
public:
    Routes(const geo::GeometryArray& lines, const geo::Crs& crs);
    Routes(const Routes&) = delete;
    Routes& operator=(const Routes&) = delete;

    std::size_t size() const { return m_lengths.size(); }
    /// Metres; 0 for a line without places.
    double length(std::size_t route) const { return m_lengths[route]; }
    /// The place, in the CRS; nothing for a measure below 0 or beyond the length, of which a
    /// micrometre is forgiven. Where two parts meet, the start of the second one.
    std::optional<std::array<double, 2>> place(std::size_t route, double measure) const;

    struct Located {
        std::size_t route = 0;
        double measure = 0, offset = 0;  ///< metres; offset left of the line's direction positive
    };
    /// The nearest place of all lines within `most` metres of a place in the CRS; the first line of
    /// equals. Beyond an end of a line the side is that of its last segment prolonged.
    std::optional<Located> locate(double x, double y, double most) const;

private:
    struct Segment {
        std::array<double, 4> ends{};
        std::size_t route = 0;
        double start = 0, length = 0;  ///< metres
        bool follows = false;          ///< goes on from the segment before it
    };
    struct Foot;
    void add_route(const geo::GeometryArray& lines, std::size_t route,
                   std::vector<Segment>& out) const;
    Foot foot_on(std::size_t segment, const geo::LocalPlanes::Centre& centre, double low,
                 double high) const;
    bool left_of(std::size_t segment, const Foot& foot,
                 const geo::LocalPlanes::Centre& centre) const;
    std::array<double, 2> direction(std::size_t segment,
                                    const geo::LocalPlanes::Centre& centre) const;

    geo::LocalPlanes m_planes;
    std::vector<Segment> m_segments;
    std::vector<std::size_t> m_first;  ///< segment of each route, and the end
    std::vector<double> m_lengths;
    std::unique_ptr<NearestSearch> m_search;  ///< of segments
};

}  // namespace jt::overlay
