// Private to the search for defects: the lines on a lattice, and how far apart places are.
#pragma once

#include "geo/measure.hpp"
#include "network/defects/defects.hpp"
#include "network/graph/road_links.hpp"

#include <utility>

namespace jt::network {

/// Places as integers: millimetres of a projected CRS, 1e-8 degree (1.1 mm of latitude) of a
/// geographic one. Whether lines meet is decided there, as in noding; how far apart they are is
/// told in metres on the ground.
class DefectFrame {
public:
    /// Data errors: see find_defects().
    explicit DefectFrame(const layer::Layer& lines);
    Point place(double x, double y) const;
    std::pair<double, double> coordinates(Point at) const;
    /// Metres, planar or geodesic.
    double distance(Point a, Point b) const;
    /// Metres of one lattice unit to the east and to the north, near a place.
    std::pair<double, double> unit(Point at) const;
    /// The place of the segment a-b nearest to p on the ground, for what is near p.
    Point nearest(Point p, Point a, Point b) const;
    const geo::Measure& measure() const { return m_measure; }

private:
    bool m_geographic;
    double m_per_unit;  ///< lattice units in a unit of the CRS
    double m_semi_major, m_eccentricity2;
    geo::Measure m_measure;
};

/// A part of a feature that has the geometry of a line, and how it is driven along that line.
struct DefectMember {
    std::size_t row = 0;
    int part = 0;
    std::uint32_t flags = 0;  ///< kForward, kBackward
};

/// Lines of different geometry, drawn in the direction that sorts first, so that nothing depends on
/// how or how often they were drawn. A line's `feature` is the row of its first member, the one of
/// lowest id; its flags are those of all members together.
struct DefectLines {
    base::UnsetVector<RawLink> lines;
    Store<Point> points;                             ///< of the lines
    std::vector<std::vector<DefectMember>> members;  ///< by feature id, then part
};

/// Reads the layer; adds the defects zero_length and duplicate.
DefectLines read_lines(const layer::Layer& lines, const DefectOptions& options,
                       const DefectFrame& frame, std::vector<Defect>& defects,
                       base::Diagnostics& diagnostics);

/// Adds the defects missing_node and node_mismatch of the columns that are named.
void check_nodes(const layer::Layer& lines, const DefectOptions& options, const DefectFrame& frame,
                 std::vector<Defect>& defects);

}  // namespace jt::network
