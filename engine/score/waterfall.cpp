#include "score/waterfall.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace jt::score {

Waterfall waterfall(const Criteria& values, const std::vector<double>& weights, std::size_t row,
                    const std::vector<double>& reference, bool by_size) {
    if (values.size() != weights.size() || reference.size() != weights.size()) {
        throw base::internal_error("score.lengths", values.size(), weights.size());
    }
    Waterfall out;
    for (std::size_t j = 0; j < weights.size(); ++j) {
        const double value = values[j].at(row);
        out.base += weights[j] * reference[j];
        out.total += weights[j] * value;
        out.steps.push_back({j, value, reference[j], weights[j] * (value - reference[j])});
    }
    if (by_size) {
        std::ranges::stable_sort(out.steps, std::greater<>(),
                                 [](const WaterfallStep& step) { return std::abs(step.part); });
    }
    double running = out.base;
    for (auto& step : out.steps) {
        step.start = running;
        running += step.part;
        step.end = running;
    }
    return out;
}

std::vector<double> column_means(const Criteria& values) {
    std::vector<double> out;
    for (const auto& column : values) {
        const double sum = std::accumulate(column.begin(), column.end(), 0.0);
        out.push_back(column.empty() ? 0 : sum / static_cast<double>(column.size()));
    }
    return out;
}

}  // namespace jt::score
