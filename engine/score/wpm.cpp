#include "score/wpm.hpp"

#include "score/combine_rows.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jt::score {

WpmResult wpm(const Criteria& criteria, std::span<const double> weights,
              const std::vector<Direction>& directions) {
    check_columns(criteria, weights.size(), directions.size());
    WpmResult out;
    const std::size_t rows = criteria.empty() ? 0 : criteria.front().size();
    constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
    out.score.assign(rows, kMissing);
    out.parts.assign(criteria.size(), std::vector<double>(rows, kMissing));
    for (const std::size_t row : complete_rows(criteria, out.missing)) {
        if (std::ranges::any_of(criteria, [row](const auto& c) { return c[row] <= 0; })) {
            out.nonpositive.push_back(row);
            continue;
        }
        out.score[row] = 1;
        for (std::size_t j = 0; j < criteria.size(); ++j) {
            const double power = directions[j] == Direction::max ? weights[j] : -weights[j];
            out.parts[j][row] = std::pow(criteria[j][row], power);
            out.score[row] *= out.parts[j][row];
        }
    }
    return out;
}

}  // namespace jt::score
