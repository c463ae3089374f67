// Ordered weighted averaging (OWA): weights for the best, the second best ... value of a row
// instead of for its criteria (Yager 1988), from optimistic (the best value decides) to pessimistic
// (the worst does).
#pragma once

#include "score/wlc.hpp"

namespace jt::score {

/// What order weights v_1 (for the largest value) .. v_n stand for; NaN for n < 2.
struct OwaStrategy {
    /// sum (n - j) v_j / (n - 1): 1 = the best value decides (or), 0 = the worst (and); Yager 1988.
    double orness = 0;
    /// 1 - sqrt(n sum (v_j - 1/n)^2 / (n - 1)): 1 = all count alike, 0 = a single one; Jiang &
    /// Eastman 2000.
    double tradeoff = 0;
};

OwaStrategy owa_strategy(std::span<const double> order_weights);

/// The RIM quantifier Q(r) = r^((1 - orness) / orness), whose orness over [0, 1] is the asked one
/// (Yager 1996): Q(0) = 0 and Q(1) = 1 always; orness 1: Q = 1 above 0; orness 0: Q = 0 below 1.
double rim_quantifier(double r, double orness);

/// v_j = Q(j / n) - Q((j - 1) / n). Orness 1, 0.5, 0: largest, mean, smallest; between them the
/// orness of a small n differs a little from the asked one.
std::vector<double> rim_weights(std::size_t n, double orness);

struct OwaResult {
    std::vector<double> score;           ///< NaN = missing or undefined
    std::vector<std::size_t> missing;    ///< rows that lack an indicator
    std::vector<std::size_t> undefined;  ///< importances 0 wherever the order weights are not
};

/// S = sum v_j x_(j), x_(1) the largest. With `importance` u (empty: none) Jiang & Eastman 2000 in
/// the form of Malczewski 2006: S = sum u_(j) v_j x_(j) / sum u_(j) v_j; equal values share the
/// mean of their order weights, so the order of the criteria changes nothing. Equal order weights
/// give the weighted sum. Both are checked weights; internal error when lengths differ.
OwaResult owa(const Criteria& criteria, std::span<const double> order_weights,
              std::span<const double> importance);

/// S = sum (Q(U_j) - Q(U_j-1)) x_(j) with U_j the importance of the j largest (Yager 1996; of equal
/// importance it is the OWA of rim_weights). Orness 0.5 gives the weighted sum.
OwaResult quantifier_owa(const Criteria& criteria, double orness,
                         std::span<const double> importance);

}  // namespace jt::score
