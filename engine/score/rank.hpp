// Ranking of scores: standard competition ranks ("1224"), only among the feasible.
#pragma once

#include "layer/column.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace jt::score {

struct Ranking {
    std::vector<std::int64_t> rank;  ///< 1 = best; equal scores share a rank; 0 = not ranked
    /// Rows from best to worst, equal scores by id, then the rows that are not ranked by id.
    std::vector<std::size_t> order;
    std::int64_t ranked = 0;
};

/// Ids order ties: whole numbers by size, others by their bytes; the same id keeps the row order. A
/// row is not ranked when it is infeasible or its score is NaN. Internal error when lengths differ.
Ranking rank(std::span<const double> scores, const std::vector<bool>& feasible,
             const std::vector<std::string>& ids, bool larger_is_better = true);

/// The ranks as a column; null = not ranked.
layer::Column rank_column(const Ranking& ranking);

}  // namespace jt::score
