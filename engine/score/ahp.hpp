// The analytic hierarchy process (层次分析法): weights from pairwise comparisons (Saaty 1980,
// 1990).
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace jt::score {

/// The random index of Saaty's table for n = 1..10: 0, 0, .58, .90, 1.12, 1.24, 1.32, 1.41, 1.45,
/// 1.49. Other tables exist, so reports name this one. Data error for n outside 1..10.
double random_index(std::size_t n);

enum class AhpMethod {
    /// Principal eigenvector by power iteration (Saaty 1980). Cells that nobody compared: Harker
    /// 1987, 0 there and their number in the row added to the diagonal.
    eigenvector,
    /// Geometric mean of the row (Crawford & Williams 1985). Cells that nobody compared: the
    /// logarithmic least squares over the others (Bozóki, Fülöp & Rónyai 2010), which is the same
    /// for a complete matrix.
    geometric
};

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

struct Cell {
    std::size_t i = 0, j = 0;
};

/// A comparison matrix as far as it was filled in.
struct Comparisons {
    std::vector<double> matrix;  ///< n x n row-major, NaN where nobody compared
    std::vector<Cell> mirrored;  ///< blank cells that took the reciprocal of their mirror
    std::vector<Cell> missing;   ///< pairs i < j that nobody compared
};

/// As check_comparisons, but NaN is a blank cell: on the diagonal 1, else the reciprocal of its
/// mirror, else missing.
Comparisons read_comparisons(const std::vector<std::string>& names,
                             const std::vector<std::vector<double>>& rows);

/// For each criterion the first one that comparisons connect it with: 0 everywhere where all hang
/// together.
std::vector<std::size_t> connected(std::span<const double> matrix, std::size_t n);

/// Data error that names the groups where the comparisons do not connect all criteria.
void check_connected(const std::vector<std::string>& names, std::span<const double> matrix);

/// Weights and consistency of a checked, connected matrix, n x n row-major, NaN = not compared. The
/// consistency is that of the principal eigenvalue whatever the method; with missing cells RI is
/// still that of complete matrices, which makes CR lenient.
AhpResult ahp(std::span<const double> matrix, std::size_t n,
              AhpMethod method = AhpMethod::eigenvector);

/// The worst of all triads i < j < k that were compared; factor 1 where there is none.
Triad worst_triad(std::span<const double> matrix, std::size_t n);

/// A change of one judgement to another value of Saaty's scale 1/9, 1/8, ..., 1, 2, ..., 9.
struct Repair {
    std::size_t i = 0, j = 0;
    double from = 1, to = 1;
    double cr = 0;  ///< what it would give
};

/// The one change that lowers CR most; none where no change lowers it. Equally good changes: the
/// first pair, then the value closest to what was judged.
std::optional<Repair> best_repair(std::span<const double> matrix, std::size_t n);

/// A judgement for people: 3, 1/3, 0.42.
std::string judgement_text(double value);

/// Nothing where CR is at most `accept_cr` (Saaty: 0.10), else the data error
/// "score.ahp.inconsistent" with the worst triad, and the best repair as a note.
void check_consistent(const std::vector<std::string>& names, std::span<const double> matrix,
                      const AhpResult& result, double accept_cr);

/// check_comparisons, ahp, check_consistent.
AhpResult ahp_accepted(const std::vector<std::string>& names,
                       const std::vector<std::vector<double>>& rows, double accept_cr = 0.10);

/// A hierarchy of two levels: priority of each alternative = sum over criteria of the criterion's
/// weight times the alternative's weight under it. `alternatives[c]` are the weights under
/// criterion c, all of one length. Internal error when the lengths differ.
std::vector<double> hierarchy(std::span<const double> criteria,
                              const std::vector<std::vector<double>>& alternatives);

}  // namespace jt::score
