// Differences as results: two matrices, two tables, two sets of areas.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/layer.hpp"
#include "layer/matrix.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace jt::network {

/// What became of a pair. newly_within and no_longer_within: one side is beyond the limit of its
/// matrix; none: no way before or after.
enum class PairChange {
    same,
    faster,
    slower,
    newly_reachable,
    newly_within,
    lost,
    no_longer_within,
    none
};
const char* pair_change_name(PairChange change);
/// From two costs or statuses.
PairChange pair_change(std::uint32_t before, std::uint32_t after);

struct PairDifference {
    std::size_t row = 0, column = 0;  ///< of the matrix before
    std::uint32_t before = 0, after = 0;
    PairChange change = PairChange::same;
};

/// One origin over its destinations. Means are over the pairs with a cost before and after; NaN
/// where there is none.
struct OriginDifference {
    std::size_t row = 0;
    std::size_t pairs = 0;  ///< with a cost before and after
    std::size_t faster = 0, slower = 0, gained = 0, lost = 0;
    std::size_t within_before = 0, within_after = 0;  ///< destinations at most `limit` away
    double mean_before = 0, mean_after = 0, mean_diff = 0;
};

struct MatrixDifference {
    std::vector<PairDifference> pairs;      ///< those that changed, best first: see rank_pairs()
    std::vector<OriginDifference> origins;  ///< in the order of rows
};

/// Compares pair by pair, matched by ids; ids of one matrix alone are a warning and left out. With
/// `all` pairs that are the same are kept too. Gains come first: pairs that became reachable, by
/// their new cost, then by the difference, the largest saving first, losses last; equal ones in the
/// order of rows and columns. Data error "network.difference.unit" for different units.
MatrixDifference difference(const layer::Matrix& before, const layer::Matrix& after,
                            std::uint32_t limit, bool all, base::Diagnostics& diagnostics);

/// One number column of two tables, matched by `key`: columns key, before, after, diff, percent (of
/// before; null where that is 0), change (more, less, same, gained = null before, lost, none), rank
/// (1 = the largest difference, whatever its sign; only where both have a value), sorted by rank,
/// then as in `before`. Ids of one table alone are gained or lost. Data errors: no such column,
/// text values, an id twice.
layer::Table difference(const layer::Table& before, const layer::Table& after,
                        const std::string& key, const std::string& column);

/// What areas gained and lost, for each value of the columns `keys`: polygons with the keys, change
/// (gained, lost) and area_km2 (geodesic); what is equal gives none. Data errors: no polygons,
/// different CRS, an unknown column.
std::shared_ptr<layer::Layer> area_difference(const layer::Layer& before, const layer::Layer& after,
                                              const std::vector<std::string>& keys);

}  // namespace jt::network
