#include "score/ahp.hpp"

#include "base/error.hpp"

#include <array>
#include <cmath>

namespace jt::score {
namespace {

constexpr std::array<double, 10> kRandomIndex = {0,    0,    0.58, 0.90, 1.12,
                                                 1.24, 1.32, 1.41, 1.45, 1.49};
constexpr int kMaxIterations = 10000;

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

/// The matrix as Harker 1987 has it: 0 for a missing cell, their number added to the diagonal. A
/// complete matrix stays as it is.
std::vector<double> filled(std::span<const double> matrix, std::size_t n) {
    std::vector<double> out(matrix.begin(), matrix.end());
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            if (std::isnan(out[i * n + j])) {
                out[i * n + j] = 0;
                out[i * n + i] += 1;
            }
        }
    }
    return out;
}

/// Solves the symmetric positive definite system a x = b in place, n x n row-major.
void solve(std::vector<double>& a, std::vector<double>& b) {
    const std::size_t n = b.size();
    for (std::size_t k = 0; k < n; ++k) {
        for (std::size_t i = k + 1; i < n; ++i) {
            const double factor = a[i * n + k] / a[k * n + k];
            for (std::size_t j = k; j < n; ++j) {
                a[i * n + j] -= factor * a[k * n + j];
            }
            b[i] -= factor * b[k];
        }
    }
    for (std::size_t k = n; k-- > 0;) {
        for (std::size_t j = k + 1; j < n; ++j) {
            b[k] -= a[k * n + j] * b[j];
        }
        b[k] /= a[k * n + k];
    }
}

/// Logarithmic least squares: the Laplacian of the graph of comparisons, made regular by adding a
/// matrix of ones (so the logarithms sum to 0), times log w = row sums of log a. For a complete
/// matrix log w is the mean of the row.
std::vector<double> geometric_weights(std::span<const double> matrix, std::size_t n) {
    std::vector<double> laplacian(n * n, 1);
    std::vector<double> logs(n, 0);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            if (i != j && !std::isnan(matrix[i * n + j])) {
                laplacian[i * n + i] += 1;
                laplacian[i * n + j] -= 1;
                logs[i] += std::log(matrix[i * n + j]);
            }
        }
    }
    solve(laplacian, logs);
    double sum = 0;
    for (double& value : logs) {
        value = std::exp(value);
        sum += value;
    }
    for (double& value : logs) {
        value /= sum;
    }
    return logs;
}

}  // namespace

double random_index(std::size_t n) {
    if (n < 1 || n > kRandomIndex.size()) {
        throw base::data_error("score.ahp.size", n, kRandomIndex.size());
    }
    return kRandomIndex[n - 1];
}

AhpResult ahp(std::span<const double> matrix, std::size_t n, AhpMethod method) {
    AhpResult result;
    result.ri = random_index(n);
    result.weights.assign(n, 1.0 / static_cast<double>(n));
    const auto values = filled(matrix, n);
    // Connected and with a positive diagonal the matrix is primitive, so it has one dominant
    // eigenvalue (Perron, Frobenius) and the iteration converges.
    for (int i = 0; i < kMaxIterations; ++i) {
        auto next = step(values, result.weights, result.lambda_max);
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
    if (method == AhpMethod::geometric) {
        result.weights = geometric_weights(matrix, n);
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
