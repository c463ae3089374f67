// How far several scores of the same rows agree: in the ranks of each row, and pair by pair.
#pragma once

#include "score/topsis.hpp"

#include <cstdint>

namespace jt::score {

struct RowAgreement {
    std::vector<std::int64_t> ranks;  ///< one for each score, 1 = best, equal scores share a rank
    double mean = 0;
    std::int64_t best = 0, worst = 0, spread = 0;  ///< spread = worst - best
};

struct PairAgreement {
    std::size_t first = 0, second = 0;
    double tau_b = 0;                   ///< Kendall 1945, corrected for ties; NaN where undefined
    double rho = 0;                     ///< Spearman 1904, of mean ranks; NaN where undefined
    std::size_t first_alike;            ///< rows that both rank first
    std::size_t top_alike;              ///< rows that both have among the first k ranks
    std::size_t top_first, top_second;  ///< rows that each has there: more than k with ties
};

struct Agreement {
    std::vector<std::size_t> rows;     ///< those that have all scores; only they are ranked
    std::vector<RowAgreement> of_row;  ///< one for each of `rows`
    std::vector<PairAgreement> pairs;  ///< first < second
    std::vector<std::size_t> missing;  ///< rows that lack a score
};

/// `k`: how many first ranks "top" means. A pair is undefined where one of its scores is constant
/// or there are fewer than two rows. Internal error when lengths differ.
Agreement agreement(const Criteria& scores, const std::vector<Direction>& directions,
                    std::size_t k);

/// Kendall's tau-b in O(n log n) (Knight 1966).
double kendall_tau_b(std::span<const double> a, std::span<const double> b);

/// Pearson's correlation of mean ranks.
double spearman_rho(std::span<const double> a, std::span<const double> b);

}  // namespace jt::score
