// What a ranking by weighted sums owes to its weights: exact, without draws.
#pragma once

#include "score/wlc.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace jt::score {

/// Weight `criterion` set to `to` and the others scaled in proportion to sum 1 - to; where they are
/// all 0 they share it equally. At least two weights: internal error.
std::vector<double> moved_weights(const std::vector<double>& weights, std::size_t criterion,
                                  double to);

struct SensitivityStep {
    std::size_t criterion = 0;
    double weight = 0;
    std::vector<double> score;       ///< for each row
    std::vector<std::int64_t> rank;  ///< "1224"
};

/// Each weight moved from 0 to 1 in so many steps, the others in proportion (one at a time). Values
/// must be finite; `ids` name the rows. No rows: steps without scores.
std::vector<SensitivityStep> one_at_a_time(const Criteria& values,
                                           const std::vector<double>& weights,
                                           const std::vector<std::string>& ids, std::size_t steps);

/// `row` is first while the weight of `criterion` lies from `from` to `to`.
struct Lead {
    std::size_t criterion = 0, row = 0;
    double from = 0, to = 1;
};

/// Who is first over the whole way of each weight from 0 to 1, by criteria, then ascending. Scores
/// are straight lines in the weight that moves, so the leads are their upper envelope. Equal lines:
/// the first by id. No rows: empty.
std::vector<Lead> leads(const Criteria& values, const std::vector<double>& weights,
                        const std::vector<std::string>& ids);

/// The nearest weights for which a rival is at least as good as the leader.
struct Flip {
    std::size_t rival = 0;
    bool possible = false;        ///< not where the leader is better in every criterion
    double total = 0;             ///< sum of the absolute changes
    double largest = 0;           ///< largest single change
    std::size_t raised = 0;       ///< the criterion that gains
    std::vector<double> weights;  ///< sum 1; empty when impossible
};

/// For every other row, in order. The least sum of absolute changes on the simplex: with d = leader
/// - rival by criterion, moving weight t from j to b narrows the lead by t (d_j - d_b), so all
/// weight goes to the criterion of the least d, taken from the largest d down: a linear programme
/// with one constraint, solved by its greedy order (Dantzig 1957).
std::vector<Flip> nearest_flips(const Criteria& values, const std::vector<double>& weights,
                                std::size_t leader);

}  // namespace jt::score
