// Ordered weighted averaging (OWA): weights for the best, the second best ... value of a row
// instead of for its criteria (Yager 1988), from optimistic (the best value decides) to pessimistic
// (the worst does).
#pragma once

#include "layer/ordered.hpp"
#include "score/wlc.hpp"

namespace jt::score {

using layer::owa_strategy;
using layer::OwaStrategy;
using layer::rim_quantifier;
using layer::rim_weights;

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
