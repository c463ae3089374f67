#include "score/topsis.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jt::score {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

bool complete(const Criteria& criteria, std::size_t row) {
    return std::ranges::none_of(criteria, [row](const auto& c) { return std::isnan(c[row]); });
}

/// Weighted, normalised values of one criterion for the listed rows.
std::vector<double> weighted(const std::vector<double>& column, double weight,
                             const std::vector<std::size_t>& rows) {
    double squares = 0;
    for (const std::size_t row : rows) {
        squares += column[row] * column[row];
    }
    const double norm = std::sqrt(squares);
    std::vector<double> out;
    for (const std::size_t row : rows) {
        out.push_back(norm > 0 ? weight * column[row] / norm : 0);
    }
    return out;
}

void check_lengths(const Criteria& criteria, std::size_t weights, std::size_t directions) {
    if (criteria.size() != weights || criteria.size() != directions) {
        throw base::internal_error("score.lengths", criteria.size(), std::min(weights, directions));
    }
    for (const auto& column : criteria) {
        if (column.size() != criteria.front().size()) {
            throw base::internal_error("score.lengths", column.size(), criteria.front().size());
        }
    }
}

}  // namespace

TopsisResult topsis(const Criteria& criteria, std::span<const double> weights,
                    const std::vector<Direction>& directions) {
    check_lengths(criteria, weights.size(), directions.size());
    TopsisResult out;
    const std::size_t rows = criteria.empty() ? 0 : criteria.front().size();
    std::vector<std::size_t> used;
    for (std::size_t i = 0; i < rows; ++i) {
        (complete(criteria, i) ? used : out.missing).push_back(i);
    }
    out.closeness.assign(rows, kMissing);
    out.d_plus.assign(rows, kMissing);
    out.d_minus.assign(rows, kMissing);
    std::vector<double> plus(used.size(), 0), minus(used.size(), 0);
    for (std::size_t j = 0; j < criteria.size() && !used.empty(); ++j) {
        const auto v = weighted(criteria[j], weights[j], used);
        const auto [low, high] = std::ranges::minmax(v);
        const double ideal = directions[j] == Direction::max ? high : low;
        const double anti = directions[j] == Direction::max ? low : high;
        for (std::size_t k = 0; k < used.size(); ++k) {
            plus[k] += (v[k] - ideal) * (v[k] - ideal);
            minus[k] += (v[k] - anti) * (v[k] - anti);
        }
    }
    for (std::size_t k = 0; k < used.size(); ++k) {
        const std::size_t row = used[k];
        out.d_plus[row] = std::sqrt(plus[k]);
        out.d_minus[row] = std::sqrt(minus[k]);
        const double both = out.d_plus[row] + out.d_minus[row];
        if (both > 0) {
            out.closeness[row] = out.d_minus[row] / both;
        } else {
            out.undefined.push_back(row);
        }
    }
    return out;
}

}  // namespace jt::score
