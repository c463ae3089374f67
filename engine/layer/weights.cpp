#include "layer/weights.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <cmath>

namespace jt::layer {
namespace {

constexpr double kSumTolerance = 1e-9;

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

}  // namespace jt::layer
