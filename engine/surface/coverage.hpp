// Which cells a feature covers and how much of each, found from its coordinates alone.
#pragma once

#include "surface/grid.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace jt::surface {

/// Neighbouring cells of a row with one weight.
struct CoveredRun {
    std::uint32_t column = 0, columns = 0;
    double weight = 0;  ///< > 0
};

/// The cells of one feature, row by row from north to south, each row from west to east.
struct Coverage {
    std::size_t first_row = 0;
    std::vector<std::size_t> starts{0};  ///< of the runs of each row, and the end
    std::vector<CoveredRun> runs;
    bool beyond = false;   ///< part of the feature lies off the grid
    bool overlap = false;  ///< parts or rings overlap: the weights are of no use

    std::size_t rows() const { return starts.size() - 1; }
    std::span<const CoveredRun> row(std::size_t number) const {
        const std::size_t at = number - first_row;
        return std::span(runs).subspan(starts[at], starts[at + 1] - starts[at]);
    }
    std::size_t cells() const;
};

/// Below this share of a cell (or of the feature, where it is smaller than a cell) a cell counts as
/// not covered, and above one less this share as covered wholly: what is between is rounding.
constexpr double kLeastShare = 1e-10;

// All take a feature of status ok, in the CRS of the grid; nothing is covered off the grid.

/// The share of each cell's area inside a polygon, in the plane of the grid: exact to rounding. An
/// edge adds to each cell that it passes its height within the cell and the area to its east; the
/// running sum along a row gives the shares (analytic coverage of scan conversion: Catmull 1978;
/// accumulated as in Levien 2013). Shells count up and holes down, whatever their direction. The
/// polygon must be valid; overlap tells of some that are not.
Coverage polygon_fractions(const Grid& grid, const geo::GeometryArray& polygons,
                           std::size_t feature);

/// The cells whose centres lie inside a polygon by even-odd, weight 1. A centre on a western or
/// northern border is inside and on an eastern or southern one is not, so that neighbours share
/// none. Where there is none, nothing.
Coverage polygon_centres(const Grid& grid, const geo::GeometryArray& polygons, std::size_t feature);

/// Length from (x1, y1) to (x2, y2).
using SegmentLength = std::function<double(double x1, double y1, double x2, double y2)>;

/// The length of a line in each cell; a segment's length is shared out in proportion, and along a
/// border it belongs to the cell to the east or south. (Cell by cell: Amanatides and Woo 1987.)
Coverage line_lengths(const Grid& grid, const geo::GeometryArray& lines, std::size_t feature,
                      const SegmentLength& length);

/// The cells under the points of a feature, weight 1 for each point; borders as cell_at().
Coverage point_cells(const Grid& grid, const geo::GeometryArray& points, std::size_t feature);

/// One cell with weight 1.
Coverage single_cell(const Cell& cell);

}  // namespace jt::surface
