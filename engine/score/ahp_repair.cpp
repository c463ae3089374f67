// Where comparisons contradict each other, and which one to review first.
#include "base/error.hpp"
#include "score/ahp.hpp"

#include <cmath>

namespace jt::score {
namespace {

constexpr int kScale = 9;       // Saaty's scale: 1/9 .. 9
constexpr double kSame = 1e-9;  // consistency ratios closer than this are equal

/// Saaty's scale, ascending.
std::vector<double> scale() {
    std::vector<double> out;
    for (int k = kScale; k > 1; --k) {
        out.push_back(1.0 / k);
    }
    for (int k = 1; k <= kScale; ++k) {
        out.push_back(k);
    }
    return out;
}

double distance(const Repair& repair) { return std::abs(std::log(repair.to / repair.from)); }

/// Of the same pair: whether a is the better change.
bool better(const Repair& a, const Repair& b) {
    return a.cr < b.cr - kSame || (a.cr <= b.cr + kSame && distance(a) < distance(b));
}

/// The best change of one judgement.
Repair repair_of(std::vector<double> matrix, std::size_t n, std::size_t i, std::size_t j) {
    const double from = matrix[i * n + j];
    std::optional<Repair> best;
    for (const double to : scale()) {
        matrix[i * n + j] = to;
        matrix[j * n + i] = 1 / to;
        const Repair tried{i, j, from, to, ahp(matrix, n).cr};
        if (!best || better(tried, *best)) {
            best = tried;
        }
    }
    return *best;
}

}  // namespace

Triad worst_triad(std::span<const double> matrix, std::size_t n) {
    Triad worst;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = i + 1; j < n; ++j) {
            for (std::size_t k = j + 1; k < n; ++k) {
                const double ratio = matrix[i * n + j] * matrix[j * n + k] / matrix[i * n + k];
                const double factor = std::max(ratio, 1 / ratio);
                if (factor > worst.factor) {  // never for NaN
                    worst = {i, j, k, factor};
                }
            }
        }
    }
    return worst;
}

std::optional<Repair> best_repair(std::span<const double> matrix, std::size_t n) {
    std::optional<Repair> best;
    double lowest = ahp(matrix, n).cr;
    const std::vector<double> judged(matrix.begin(), matrix.end());
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = i + 1; j < n; ++j) {
            if (std::isnan(judged[i * n + j])) {
                continue;
            }
            const Repair tried = repair_of(judged, n, i, j);
            if (tried.cr < lowest - kSame) {
                lowest = tried.cr;
                best = tried;
            }
        }
    }
    return best;
}

std::string judgement_text(double value) {
    const double inverse = std::round(1 / value);
    return value < 1 && std::abs(value * inverse - 1) < kSame ? fmt::format("1/{}", inverse)
                                                              : fmt::format("{:.4g}", value);
}

void check_consistent(const std::vector<std::string>& names, std::span<const double> matrix,
                      const AhpResult& result, double accept_cr) {
    if (result.cr <= accept_cr) {
        return;
    }
    const std::size_t n = names.size();
    const Triad t = worst_triad(matrix, n);
    const auto at = [&](std::size_t i, std::size_t j) { return matrix[i * n + j]; };
    const auto rounded = [](double value) { return fmt::format("{:.4g}", value); };
    const auto cr = fmt::format("{:.4f}", result.cr);
    auto error =
        t.k == 0 ? base::data_error("score.ahp.inconsistent_chain", cr, accept_cr)
                 : base::data_error("score.ahp.inconsistent", cr, accept_cr, names[t.i], names[t.j],
                                    names[t.k], rounded(at(t.i, t.j)), rounded(at(t.j, t.k)),
                                    rounded(at(t.i, t.k)), rounded(at(t.i, t.j) * at(t.j, t.k)));
    if (const auto repair = best_repair(matrix, n)) {
        error.add_note(base::msg("score.ahp.repair", names[repair->i], names[repair->j],
                                 judgement_text(repair->from), judgement_text(repair->to),
                                 fmt::format("{:.4f}", repair->cr)));
    }
    throw error;
}

AhpResult ahp_accepted(const std::vector<std::string>& names,
                       const std::vector<std::vector<double>>& rows, double accept_cr) {
    check_comparisons(names, rows);
    std::vector<double> matrix;
    for (const auto& row : rows) {
        matrix.insert(matrix.end(), row.begin(), row.end());
    }
    auto result = ahp(matrix, names.size());
    check_consistent(names, matrix, result, accept_cr);
    return result;
}

}  // namespace jt::score
