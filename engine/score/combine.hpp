// Two sets of weights become one, such as judged (AHP) and measured (entropy) ones.
#pragma once

#include <string>
#include <vector>

namespace jt::score {

enum class Combination {
    linear,         ///< w = alpha w1 + (1 - alpha) w2
    multiplicative  ///< w ~ w1^alpha * w2^(1 - alpha), brought to sum 1
};

/// Names and their weights.
struct NamedWeights {
    std::vector<std::string> names;
    std::vector<double> weights;
};

/// In the order of the first. Both are weights as checked_weights gives them, alpha lies in 0 .. 1.
/// Data errors: a name twice, names that only one of them has (all are listed), and nothing left by
/// the product.
std::vector<double> combine_weights(const NamedWeights& first, const NamedWeights& second,
                                    double alpha, Combination how);

/// The weights of `second` in the order of `first`; the data errors of combine_weights.
std::vector<double> matched_weights(const NamedWeights& first, const NamedWeights& second);

}  // namespace jt::score
