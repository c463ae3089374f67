// Zonal statistics: the cells of a surface that polygons, lines or points cover.
#pragma once

#include "surface/coverage.hpp"
#include "surface/surface.hpp"

#include <limits>
#include <vector>

namespace jt::surface {

/// How a zone got its numbers. cells: from the cells that it covers. one_cell: no centre lies
/// inside, so from the cell under a point of the polygon. nodata: the cells have no value. outside:
/// it lies off the grid. no_geometry: nothing to work with. invalid: rings cross or parts overlap.
enum class ZoneStatus { cells, one_cell, nodata, outside, no_geometry, invalid };

/// fractions: each cell counts by its share inside. centres: a cell counts when its centre is
/// inside. Of lines and points only fractions.
enum class ZonalMethod { fractions, centres };

struct ZonalOptions {
    ZonalMethod method = ZonalMethod::fractions;
    bool by_area = false;   ///< cells weigh by their area in m2 too
    bool variance = false;  ///< else it is NaN
    bool areas = false;     ///< else they are NaN
    bool classes = false;
    std::vector<double> quantiles = {};  ///< 0..1
};

/// The cells of one value.
struct ClassShare {
    double value = 0;
    double count = 0;   ///< sum of the shares
    double weight = 0;  ///< sum of the weights
    double area = std::numeric_limits<double>::quiet_NaN();
};

/// The share of a cell is that of its area inside a polygon, the length in metres of a line in it,
/// or the number of points; its weight the share, times its area by_area. NaN where count is 0.
struct ZoneStatistics {
    static constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
    ZoneStatus status = ZoneStatus::no_geometry;
    std::size_t cells = 0;       ///< with a value, of which a share is covered
    double count = 0;            ///< sum of the shares of cells with a value
    double nodata_share = 0;     ///< share of cells without a value in the sum of all shares
    double sum = kMissing;       ///< of weight x value
    double mean = kMissing;      ///< sum / sum of weights
    double variance = kMissing;  ///< sum of weight x (value - mean)^2 / sum of weights
    double min = kMissing, max = kMissing;
    double area = kMissing;         ///< m2 of cells with a value: sum of share x area of the cell
    bool partial = false;           ///< part of it lies on cells without a value or off the raster
    bool beyond = false;            ///< part of it lies off the raster
    std::vector<double> quantiles;  ///< see weighted_quantiles()
    std::vector<ClassShare> classes;  ///< ascending by value
};

/// One for each feature, in the CRS of the surface. Cells are read once in most cases, part by
/// part; sums are made for fixed tiles of the grid and added from north to south and west to east,
/// so that neither threads nor how the surface is read change a bit. Data errors: of row_areas(),
/// of lines "surface.zone.unit" where the unit of a projected CRS is not about a metre, and
/// "surface.zone.classes" where a zone holds more than kMostClasses values.
std::vector<ZoneStatistics> zonal_statistics(const Surface& surface,
                                             const geo::GeometryArray& features,
                                             const ZonalOptions& options);

/// The same by the cell-centre rule: mean, min, max.
std::vector<ZoneStatistics> zonal_statistics(const Surface& surface,
                                             const geo::GeometryArray& polygons);

constexpr std::size_t kMostClasses = 65536;

/// The cells whose centres lie inside one polygon feature, in row order.
std::vector<Cell> cells_inside(const Grid& grid, const geo::GeometryArray& polygons,
                               std::size_t feature);

/// The cells under points that are all on the grid, read block by block; NaN = nodata.
std::vector<double> values_at(const Surface& surface, const std::vector<Cell>& cells);

/// Area in m2 of a cell, for each row: in a geographic CRS that between the meridians and parallels
/// on the ellipsoid (Snyder 1987, 3-12), else that in the plane. Data errors "surface.zone.crs" for
/// an unknown CRS or Web Mercator, "surface.zone.unit" where the unit is not about a metre.
std::vector<double> row_areas(const Surface& surface);

}  // namespace jt::surface
