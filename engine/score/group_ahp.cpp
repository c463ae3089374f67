#include "score/group_ahp.hpp"

#include "base/error.hpp"

#include <cmath>
#include <limits>

namespace jt::score {
namespace {

/// One pair over all judges; `judges` is 0 where nobody compared it.
GroupJudgement judge_pair(const std::vector<std::vector<double>>& matrices,
                          std::span<const double> weights, std::size_t n, std::size_t i,
                          std::size_t j) {
    GroupJudgement out{i, j};
    double sum = 0;
    double mean = 0;
    double squares = 0;
    for (std::size_t k = 0; k < matrices.size(); ++k) {
        const double value = matrices[k][i * n + j];
        if (std::isnan(value) || weights[k] <= 0) {
            continue;
        }
        out.lowest = out.judges == 0 ? value : std::min(out.lowest, value);
        out.highest = out.judges == 0 ? value : std::max(out.highest, value);
        ++out.judges;
        // West 1979: mean and squares in one pass, without loss of digits.
        const double off = std::log(value) - mean;
        sum += weights[k];
        mean += off * weights[k] / sum;
        squares += weights[k] * off * (std::log(value) - mean);
    }
    if (out.judges > 0) {
        out.value = out.lowest == out.highest ? out.lowest : std::exp(mean);
        out.spread = out.lowest == out.highest ? 1 : std::exp(std::sqrt(squares / sum));
    }
    return out;
}

}  // namespace

GroupComparisons group_comparisons(const std::vector<std::vector<double>>& matrices,
                                   std::span<const double> weights, std::size_t n) {
    if (matrices.size() != weights.size()) {
        throw base::internal_error("score.lengths", matrices.size(), weights.size());
    }
    std::size_t heard = 0;
    for (const double weight : weights) {
        heard += weight > 0 ? 1 : 0;
    }
    GroupComparisons out;
    out.matrix.assign(n * n, std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i < n; ++i) {
        out.matrix[i * n + i] = 1;
        for (std::size_t j = i + 1; j < n; ++j) {
            const auto pair = judge_pair(matrices, weights, n, i, j);
            if (pair.judges == 0) {
                continue;
            }
            out.matrix[i * n + j] = pair.value;
            out.matrix[j * n + i] = 1 / pair.value;
            out.judgements.push_back(pair);
            if (pair.judges < heard) {
                out.partial.push_back({i, j});
            }
        }
    }
    return out;
}

}  // namespace jt::score
