// Ordered weighted averages of one row or one cell: weights by size instead of by criterion
// (Yager 1988).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace jt::layer {

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

/// One average after the other; not shared between threads.
class OrderedMean {
public:
    /// S = sum v_j x_(j), x_(1) the largest. With `importance` u (empty: none) Jiang & Eastman 2000
    /// in the form of Malczewski 2006: S = sum u_(j) v_j x_(j) / sum u_(j) v_j; equal values share
    /// the mean of their order weights, so the order of the criteria changes nothing.
    static OrderedMean by_order(std::span<const double> order_weights,
                                std::span<const double> importance);
    /// S = sum (Q(U_j) - Q(U_j-1)) x_(j) with U_j the importance of the j largest (Yager 1996).
    static OrderedMean by_quantifier(double orness, std::span<const double> importance);

    /// Of as many values as there are weights, none NaN. NaN where importances are 0 wherever the
    /// order weights are not.
    double operator()(std::span<const double> values);

private:
    double by_order_weights(std::span<const double> values);
    double by_importance(std::span<const double> values) const;
    std::vector<double> m_weights, m_importance;  ///< no order weights: by the quantifier
    double m_orness = 0;
    std::vector<std::size_t> m_order;  ///< the largest value first
    std::vector<double> m_shared;
};

}  // namespace jt::layer
