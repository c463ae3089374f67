// From a base value to a score, criterion by criterion.
#pragma once

#include "score/wlc.hpp"

#include <cstddef>
#include <vector>

namespace jt::score {

struct WaterfallStep {
    std::size_t criterion = 0;
    double value = 0, reference = 0;
    double part = 0;            ///< weight x (value - reference)
    double start = 0, end = 0;  ///< running total before and after
};

struct Waterfall {
    double base = 0;  ///< score of the reference
    std::vector<WaterfallStep> steps;
    double total = 0;  ///< the row's score
};

/// One row against reference values, one for each criterion: their means, or zeros. For a weighted
/// sum the parts are exact and equal the Shapley values of the criteria (Strumbelj & Kononenko
/// 2014). `by_size`: the largest absolute part first, equal parts by criterion. The last step ends
/// at the total up to rounding.
Waterfall waterfall(const Criteria& values, const std::vector<double>& weights, std::size_t row,
                    const std::vector<double>& reference, bool by_size);

/// Means of the columns; 0 for a column without rows.
std::vector<double> column_means(const Criteria& values);

}  // namespace jt::score
