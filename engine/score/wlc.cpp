#include "score/wlc.hpp"

#include "base/error.hpp"

#include <cmath>
#include <limits>

namespace jt::score {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

void check_lengths(const Criteria& criteria, std::size_t weights) {
    if (criteria.size() != weights) {
        throw base::internal_error("score.lengths", criteria.size(), weights);
    }
    for (const auto& column : criteria) {
        if (column.size() != criteria.front().size()) {
            throw base::internal_error("score.lengths", column.size(), criteria.front().size());
        }
    }
}

/// Sum of the weights of the criteria that row i has; `lacks` tells whether one is missing.
double weight_present(const Criteria& criteria, std::span<const double> weights, std::size_t i,
                      bool& lacks) {
    double sum = 0;
    lacks = false;
    for (std::size_t j = 0; j < criteria.size(); ++j) {
        if (std::isnan(criteria[j][i])) {
            lacks = true;
        } else {
            sum += weights[j];
        }
    }
    return sum;
}

}  // namespace

WlcResult wlc(const Criteria& criteria, std::span<const double> weights, MissingRule rule) {
    check_lengths(criteria, weights.size());
    WlcResult out;
    const std::size_t rows = criteria.empty() ? 0 : criteria.front().size();
    out.score.assign(rows, 0);
    out.parts.assign(criteria.size(), std::vector<double>(rows, kMissing));
    for (std::size_t i = 0; i < rows; ++i) {
        bool lacks = false;
        const double present = weight_present(criteria, weights, i, lacks);
        if (lacks) {
            out.missing.push_back(i);
            if (rule == MissingRule::missing || present <= 0) {
                out.score[i] = kMissing;
                continue;
            }
        }
        for (std::size_t j = 0; j < criteria.size(); ++j) {
            if (!std::isnan(criteria[j][i])) {
                out.parts[j][i] = (lacks ? weights[j] / present : weights[j]) * criteria[j][i];
                out.score[i] += out.parts[j][i];
            }
        }
    }
    return out;
}

}  // namespace jt::score
