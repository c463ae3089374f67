#include "score/minimum.hpp"

#include "score/combine_rows.hpp"

#include <limits>

namespace jt::score {

MinimumResult minimum_rule(const Criteria& criteria, Direction direction) {
    check_columns(criteria, criteria.size(), criteria.size());
    MinimumResult out;
    const std::size_t rows = criteria.empty() ? 0 : criteria.front().size();
    out.score.assign(rows, std::numeric_limits<double>::quiet_NaN());
    out.deciding.resize(rows);
    for (const std::size_t row : complete_rows(criteria, out.missing)) {
        for (std::size_t j = 0; j < criteria.size(); ++j) {
            const double value = criteria[j][row];
            const double worst = out.score[row];
            if (j == 0 || (direction == Direction::max ? value < worst : value > worst)) {
                out.score[row] = value;
                out.deciding[row] = {j};
            } else if (value == worst) {
                out.deciding[row].push_back(j);
            }
        }
    }
    return out;
}

}  // namespace jt::score
