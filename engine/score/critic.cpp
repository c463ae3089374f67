#include "score/critic.hpp"

#include "base/error.hpp"
#include "score/combine_rows.hpp"

#include <algorithm>
#include <cmath>

namespace jt::score {
namespace {

constexpr double kSame = 1e-12;  // 1 - r below this is rounding

/// A criterion after normalisation, as differences from its mean.
struct Standard {
    std::vector<double> off;
    double norm = 0;  ///< Euclidean; 0 for a constant criterion
};

Standard standard(const std::string& name, const std::vector<double>& column,
                  const std::vector<std::size_t>& rows, Direction direction) {
    Standard out;
    for (const std::size_t row : rows) {
        if (!std::isfinite(column[row])) {
            throw base::data_error("score.critic.infinite", name, row + 1);
        }
        out.off.push_back(column[row]);
    }
    const auto [low, high] = std::ranges::minmax(out.off);
    if (low == high) {
        return out;
    }
    double mean = 0;
    for (double& value : out.off) {
        value = direction == Direction::max ? (value - low) / (high - low)
                                            : (high - value) / (high - low);
        mean += value / static_cast<double>(rows.size());
    }
    double squares = 0;
    for (double& value : out.off) {
        value -= mean;
        squares += value * value;
    }
    out.norm = std::sqrt(squares);
    return out;
}

double correlation(const Standard& a, const Standard& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.off.size(); ++i) {
        sum += a.off[i] / a.norm * (b.off[i] / b.norm);
    }
    return sum;
}

double conflict_of(const std::vector<Standard>& criteria, std::size_t j) {
    double sum = 0;
    for (std::size_t k = 0; k < criteria.size(); ++k) {
        if (k != j && criteria[k].norm > 0 && criteria[j].norm > 0) {
            const double apart = 1 - correlation(criteria[j], criteria[k]);
            sum += apart < kSame ? 0 : apart;
        }
    }
    return sum;
}

}  // namespace

CriticResult critic_weights(const std::vector<std::string>& names, const Criteria& criteria,
                            const std::vector<Direction>& directions) {
    check_columns(criteria, names.size(), directions.size());
    CriticResult out;
    const auto used = complete_rows(criteria, out.missing);
    if (used.size() < 2) {
        throw base::data_error("score.critic.rows", used.size());
    }
    std::vector<Standard> all;
    for (std::size_t j = 0; j < criteria.size(); ++j) {
        all.push_back(standard(names[j], criteria[j], used, directions[j]));
        if (all.back().norm <= 0) {
            out.constant.push_back(j);
        }
        out.deviation.push_back(all.back().norm / std::sqrt(static_cast<double>(used.size() - 1)));
    }
    double sum = 0;
    for (std::size_t j = 0; j < criteria.size(); ++j) {
        out.conflict.push_back(conflict_of(all, j));
        out.weights.push_back(out.deviation[j] * out.conflict[j]);
        sum += out.weights[j];
    }
    if (sum <= 0) {
        throw base::data_error("score.critic.same", criteria.size() - out.constant.size());
    }
    for (double& weight : out.weights) {
        weight /= sum;
    }
    return out;
}

}  // namespace jt::score
