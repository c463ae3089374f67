#include "score/wlc.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <cmath>
#include <limits>

namespace jt::score {
namespace {

constexpr double kSumTolerance = 1e-9;
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

std::vector<double> checked_weights(const std::vector<std::string>& names,
                                    const std::vector<double>& weights, bool normalise) {
    if (names.size() != weights.size() || names.empty()) {
        throw base::data_error("score.weights.count", weights.size(), names.size());
    }
    double sum = 0;
    for (std::size_t j = 0; j < weights.size(); ++j) {
        if (!std::isfinite(weights[j]) || weights[j] < 0) {
            throw base::data_error("score.weights.negative", names[j], weights[j]);
        }
        sum += weights[j];
    }
    if (sum <= 0) {
        throw base::data_error("score.weights.zero");
    }
    if (std::abs(sum - 1) <= kSumTolerance) {
        return weights;
    }
    if (!normalise) {
        throw base::data_error("score.weights.sum", fmt::format("{:.10g}", sum));
    }
    std::vector<double> out = weights;
    for (double& weight : out) {
        weight /= sum;
    }
    return out;
}

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
