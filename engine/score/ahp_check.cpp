// Comparison matrices as people fill them in.
#include "base/error.hpp"
#include "base/text.hpp"
#include "score/ahp.hpp"

#include <cmath>

namespace jt::score {
namespace {

constexpr std::size_t kMostCriteria = 10;  // where the table of the random index ends
constexpr double kReciprocalTolerance = 1e-6;

std::string cell_name(const std::vector<std::string>& names, std::size_t i, std::size_t j) {
    return fmt::format("({}, {})", names[i], names[j]);
}

void check_shape(const std::vector<std::string>& names,
                 const std::vector<std::vector<double>>& rows) {
    if (names.empty() || names.size() > kMostCriteria) {
        throw base::data_error("score.ahp.size", names.size(), kMostCriteria);
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
                    const std::vector<std::vector<double>>& rows, bool blanks) {
    std::vector<std::string> bad;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t j = 0; j < rows.size(); ++j) {
            if (blanks && std::isnan(rows[i][j])) {
                continue;
            }
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
            const double product = rows[i][j] * rows[j][i];
            if (std::isnan(product) || std::abs(product - 1) <= kReciprocalTolerance) {
                continue;  // blanks contradict nothing
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

/// Blank cells that something is known of.
void fill_known(Comparisons& out, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = i; j < n; ++j) {
            double& upper = out.matrix[i * n + j];
            double& lower = out.matrix[j * n + i];
            if (i == j) {
                upper = std::isnan(upper) ? 1 : upper;
            } else if (std::isnan(upper) && std::isnan(lower)) {
                out.missing.push_back({i, j});
            } else if (std::isnan(upper)) {
                upper = 1 / lower;
                out.mirrored.push_back({i, j});
            } else if (std::isnan(lower)) {
                lower = 1 / upper;
                out.mirrored.push_back({j, i});
            }
        }
    }
}

}  // namespace

void check_comparisons(const std::vector<std::string>& names,
                       const std::vector<std::vector<double>>& rows) {
    check_shape(names, rows);
    check_positive(names, rows, false);
    check_reciprocal(names, rows);
}

Comparisons read_comparisons(const std::vector<std::string>& names,
                             const std::vector<std::vector<double>>& rows) {
    check_shape(names, rows);
    check_positive(names, rows, true);
    check_reciprocal(names, rows);
    Comparisons out;
    for (const auto& row : rows) {
        out.matrix.insert(out.matrix.end(), row.begin(), row.end());
    }
    fill_known(out, names.size());
    return out;
}

std::vector<std::size_t> connected(std::span<const double> matrix, std::size_t n) {
    std::vector<std::size_t> group(n);
    for (std::size_t i = 0; i < n; ++i) {
        group[i] = i;
    }
    for (std::size_t round = 0; round < n; ++round) {  // the longest chain has n - 1 links
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = 0; j < n; ++j) {
                if (!std::isnan(matrix[i * n + j])) {
                    group[i] = std::min(group[i], group[j]);
                }
            }
        }
    }
    return group;
}

void check_connected(const std::vector<std::string>& names, std::span<const double> matrix) {
    const auto group = connected(matrix, names.size());
    std::vector<std::string> parts;
    for (std::size_t first = 0; first < names.size(); ++first) {
        std::vector<std::string> members;
        for (std::size_t i = first; i < names.size(); ++i) {
            if (group[i] == first) {
                members.push_back(names[i]);
            }
        }
        if (!members.empty()) {
            parts.push_back(fmt::format("({})", base::join_some(members)));
        }
    }
    if (parts.size() > 1) {
        throw base::data_error("score.ahp.disconnected", base::join_some(parts));
    }
}

}  // namespace jt::score
