#include "score/combine_rows.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>

namespace jt::score {

void check_columns(const Criteria& criteria, std::size_t weights, std::size_t directions) {
    if (criteria.size() != weights || criteria.size() != directions) {
        throw base::internal_error("score.lengths", criteria.size(), std::min(weights, directions));
    }
    for (const auto& column : criteria) {
        if (column.size() != criteria.front().size()) {
            throw base::internal_error("score.lengths", column.size(), criteria.front().size());
        }
    }
}

std::vector<std::size_t> complete_rows(const Criteria& criteria,
                                       std::vector<std::size_t>& missing) {
    std::vector<std::size_t> out;
    const std::size_t rows = criteria.empty() ? 0 : criteria.front().size();
    for (std::size_t i = 0; i < rows; ++i) {
        const bool lacks =
            std::ranges::any_of(criteria, [i](const auto& c) { return std::isnan(c[i]); });
        (lacks ? missing : out).push_back(i);
    }
    return out;
}

}  // namespace jt::score
