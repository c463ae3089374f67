// Regions grown to an area on a surface of suitability.
#pragma once

#include "surface/patches.hpp"

#include <limits>
#include <optional>
#include <utility>

namespace jt::surface {

struct GrowRule {
    double area = 0;          ///< m2 of all regions together
    std::size_t regions = 1;  ///< at most
    /// m2 of one region; nothing: area / regions.
    std::optional<double> least, most;
    double shape = 0.3;                        ///< weight of the shape against suitability, 0 to 1
    std::pair<double, double> bounds{0, 100};  ///< suitability that counts as 0 and as 1
    bool corners = false;  ///< cells that touch at a corner only are connected too
    double apart_min = 0;  ///< metres between the cells of two regions, at least
    /// At most, to the nearest region that was chosen before.
    double apart_max = std::numeric_limits<double>::infinity();
    std::size_t seeds = 400;  ///< about how many places growing is tried from
};

struct Region {
    std::vector<std::size_t> cells;  ///< row by row
    std::size_t seed = 0;
    double mean = 0;         ///< suitability
    double perimeter = 0;    ///< m, along the sides of cells, holes too
    double compactness = 0;  ///< 16 area / perimeter squared: 1 for a square
    double score = 0;        ///< (1 - shape) x mean, within the bounds, + shape x compactness
};

struct Grown {
    std::vector<Region> regions;  ///< in the order in which they were chosen
    double cell_m2 = 0;
    std::size_t feasible = 0;  ///< cells
    std::size_t tried = 0;     ///< seeds, for all regions
    std::size_t clamped = 0;   ///< feasible cells outside the bounds
};

/// Grows regions from many seeds by the neighbour that suits best (Brookes 1997, International
/// Journal of Geographical Information Science 11) until their area is reached, keeps the one with
/// the best score, and goes on with the cells that are left; where the last ones find too little,
/// the others are grown on, from the first, up to `most`. What a neighbour adds: (1 - shape) x
/// suitability + shape x (half its nearness to the seed, half the share of its eight neighbours
/// that are in the region). Of equals the first cell from north to south and west to east. Regions
/// are connected, as they only take neighbours; a target is reached by whole cells, by less than a
/// cell too much for each region. Seeds: the most suitable cell of each square of a lattice; as
/// many seeds as cells try all. `suitability` in memory; NaN is not feasible.
///
/// Good sets, not proven to be best. Data errors: "surface.grow.*" where the rule contradicts
/// itself, the feasible area or the largest connected part of it is too small, or the distances
/// leave too little; errors of metre_sides().
Grown grow(const Grid& grid, const geo::Crs& crs, const std::vector<float>& suitability,
           const GrowRule& rule);

}  // namespace jt::surface
