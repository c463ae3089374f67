// TOPSIS: closeness to the ideal and distance from the anti-ideal (Hwang & Yoon 1981, LNEMS 186).
#pragma once

#include "score/wlc.hpp"

namespace jt::score {

enum class Direction { max, min };  ///< more is better, less is better

struct TopsisResult {
    std::vector<double> closeness;        ///< 0..1, 1 = ideal; NaN where missing or undefined
    std::vector<double> d_plus, d_minus;  ///< Euclidean distances to ideal and anti-ideal
    std::vector<std::size_t> missing;     ///< rows that lack an indicator: left out throughout
    std::vector<std::size_t> undefined;   ///< ideal and anti-ideal coincide: nothing to compare
};

/// r = x / sqrt(sum x^2), v = w r, C = D- / (D+ + D-). Takes checked weights and one direction for
/// each criterion. A column of zeros counts as 0 everywhere. No rows: empty. Internal error when
/// lengths differ.
TopsisResult topsis(const Criteria& criteria, std::span<const double> weights,
                    const std::vector<Direction>& directions);

}  // namespace jt::score
