#include "score/ahp.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <array>
#include <cmath>

namespace jt::score {
namespace {

constexpr std::array<double, 10> kRandomIndex = {0,    0,    0.58, 0.90, 1.12,
                                                 1.24, 1.32, 1.41, 1.45, 1.49};
constexpr double kReciprocalTolerance = 1e-6;
constexpr int kMaxIterations = 10000;

std::string cell_name(const std::vector<std::string>& names, std::size_t i, std::size_t j) {
    return fmt::format("({}, {})", names[i], names[j]);
}

void check_shape(const std::vector<std::string>& names,
                 const std::vector<std::vector<double>>& rows) {
    if (names.empty() || names.size() > kRandomIndex.size()) {
        throw base::data_error("score.ahp.size", names.size(), kRandomIndex.size());
    }
    if (rows.size() != names.size()) {
        throw base::data_error("score.ahp.rows", rows.size(), names.size());
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].size() != names.size()) {
            throw base::data_error("score.ahp.row", names[i], rows[i].size(), names.size());
        }
    }
}

void check_positive(const std::vector<std::string>& names,
                    const std::vector<std::vector<double>>& rows) {
    std::vector<std::string> bad;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t j = 0; j < rows.size(); ++j) {
            if (!std::isfinite(rows[i][j]) || rows[i][j] <= 0) {
                bad.push_back(fmt::format("{} = {}", cell_name(names, i, j), rows[i][j]));
            }
        }
    }
    if (!bad.empty()) {
        throw base::data_error("score.ahp.positive", base::join_some(bad));
    }
}

void check_reciprocal(const std::vector<std::string>& names,
                      const std::vector<std::vector<double>>& rows) {
    std::vector<std::string> bad;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t j = i; j < rows.size(); ++j) {
            if (std::abs(rows[i][j] * rows[j][i] - 1) <= kReciprocalTolerance) {
                continue;
            }
            bad.push_back(i == j ? fmt::format("{} = {}", cell_name(names, i, i), rows[i][i])
                                 : fmt::format("{} = {}, {} = {}", cell_name(names, i, j),
                                               rows[i][j], cell_name(names, j, i), rows[j][i]));
        }
    }
    if (!bad.empty()) {
        throw base::data_error("score.ahp.reciprocal", base::join_some(bad));
    }
}

/// One step w <- A w, returned with sum 1; `sum` is the sum before, which converges to lambda_max.
std::vector<double> step(std::span<const double> matrix, const std::vector<double>& w,
                         double& sum) {
    const std::size_t n = w.size();
    std::vector<double> next(n, 0);
    sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            next[i] += matrix[i * n + j] * w[j];
        }
        sum += next[i];
    }
    for (double& value : next) {
        value /= sum;
    }
    return next;
}

std::vector<double> flatten(const std::vector<std::vector<double>>& rows) {
    std::vector<double> out;
    for (const auto& row : rows) {
        out.insert(out.end(), row.begin(), row.end());
    }
    return out;
}

}  // namespace

double random_index(std::size_t n) {
    if (n < 1 || n > kRandomIndex.size()) {
        throw base::data_error("score.ahp.size", n, kRandomIndex.size());
    }
    return kRandomIndex[n - 1];
}

void check_comparisons(const std::vector<std::string>& names,
                       const std::vector<std::vector<double>>& rows) {
    check_shape(names, rows);
    check_positive(names, rows);
    check_reciprocal(names, rows);
}

AhpResult ahp(std::span<const double> matrix, std::size_t n) {
    AhpResult result;
    result.ri = random_index(n);
    result.weights.assign(n, 1.0 / static_cast<double>(n));
    // A positive matrix has one dominant eigenvalue (Perron), so the iteration always converges.
    for (int i = 0; i < kMaxIterations; ++i) {
        auto next = step(matrix, result.weights, result.lambda_max);
        double change = 0;
        for (std::size_t k = 0; k < n; ++k) {
            change = std::max(change, std::abs(next[k] - result.weights[k]));
        }
        result.weights = std::move(next);
        if (change < 1e-15) {
            break;
        }
    }
    if (n > 2) {
        const auto size = static_cast<double>(n);
        // lambda_max >= n for every reciprocal matrix; rounding may say a hair less.
        result.lambda_max = std::max(result.lambda_max, size);
        result.ci = (result.lambda_max - size) / (size - 1);
        result.cr = result.ci / result.ri;
    } else {
        result.lambda_max = static_cast<double>(n);  // one comparison cannot contradict itself
    }
    return result;
}

Triad worst_triad(std::span<const double> matrix, std::size_t n) {
    Triad worst;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = i + 1; j < n; ++j) {
            for (std::size_t k = j + 1; k < n; ++k) {
                const double ratio = matrix[i * n + j] * matrix[j * n + k] / matrix[i * n + k];
                const double factor = std::max(ratio, 1 / ratio);
                if (factor > worst.factor) {
                    worst = {i, j, k, factor};
                }
            }
        }
    }
    return worst;
}

AhpResult ahp_accepted(const std::vector<std::string>& names,
                       const std::vector<std::vector<double>>& rows, double accept_cr) {
    check_comparisons(names, rows);
    const auto matrix = flatten(rows);
    const std::size_t n = names.size();
    auto result = ahp(matrix, n);
    if (result.cr > accept_cr) {
        const Triad t = worst_triad(matrix, n);
        throw base::data_error(
            "score.ahp.inconsistent", fmt::format("{:.4f}", result.cr), accept_cr, names[t.i],
            names[t.j], names[t.k], fmt::format("{:.4g}", matrix[t.i * n + t.j]),
            fmt::format("{:.4g}", matrix[t.j * n + t.k]),
            fmt::format("{:.4g}", matrix[t.i * n + t.k]),
            fmt::format("{:.4g}", matrix[t.i * n + t.j] * matrix[t.j * n + t.k]));
    }
    return result;
}

std::vector<double> hierarchy(std::span<const double> criteria,
                              const std::vector<std::vector<double>>& alternatives) {
    if (criteria.size() != alternatives.size()) {
        throw base::internal_error("score.lengths", criteria.size(), alternatives.size());
    }
    std::vector<double> out(alternatives.empty() ? 0 : alternatives.front().size(), 0);
    for (std::size_t c = 0; c < criteria.size(); ++c) {
        if (alternatives[c].size() != out.size()) {
            throw base::internal_error("score.lengths", alternatives[c].size(), out.size());
        }
        for (std::size_t a = 0; a < out.size(); ++a) {
            out[a] += criteria[c] * alternatives[c][a];
        }
    }
    return out;
}

}  // namespace jt::score
