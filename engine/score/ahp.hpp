// The analytic hierarchy process (层次分析法): weights from pairwise comparisons, by the principal
// eigenvector (Saaty 1980, 1990).
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace jt::score {

/// The random index of Saaty's table for n = 1..10: 0, 0, .58, .90, 1.12, 1.24, 1.32, 1.41, 1.45,
/// 1.49. Other tables exist, so reports name this one. Data error for n outside 1..10.
double random_index(std::size_t n);

struct AhpResult {
    std::vector<double> weights;  ///< sum 1, in the order of the matrix
    double lambda_max = 0;        ///< principal eigenvalue, n for a perfectly consistent matrix
    double ci = 0;                ///< consistency index (lambda_max - n) / (n - 1)
    double ri = 0;                ///< random index
    double cr = 0;                ///< consistency ratio ci / ri; 0 for n < 3
};

/// The three comparisons that contradict each other most: a_ij * a_jk should be a_ik.
struct Triad {
    std::size_t i = 0, j = 0, k = 0;
    double factor = 1;  ///< how many times a_ij * a_jk and a_ik differ, >= 1
};

/// Checks a comparison matrix, row-major: one row and one column for each name (1 to 10 of them),
/// every value finite and > 0, ones on the diagonal, a_ji = 1 / a_ij within 1e-6. Data errors name
/// the offending cells by the names of row and column.
void check_comparisons(const std::vector<std::string>& names,
                       const std::vector<std::vector<double>>& rows);

/// Weights and consistency of a checked matrix, n x n row-major, by power iteration.
AhpResult ahp(std::span<const double> matrix, std::size_t n);

/// The worst of all triads i < j < k; factor 1 for n < 3.
Triad worst_triad(std::span<const double> matrix, std::size_t n);

/// check_comparisons, ahp, and a data error "score.ahp.inconsistent" with the worst triad where CR
/// is above `accept_cr` (Saaty: 0.10).
AhpResult ahp_accepted(const std::vector<std::string>& names,
                       const std::vector<std::vector<double>>& rows, double accept_cr = 0.10);

/// A hierarchy of two levels: priority of each alternative = sum over criteria of the criterion's
/// weight times the alternative's weight under it. `alternatives[c]` are the weights under
/// criterion c, all of one length. Internal error when the lengths differ.
std::vector<double> hierarchy(std::span<const double> criteria,
                              const std::vector<std::vector<double>>& alternatives);

}  // namespace jt::score
