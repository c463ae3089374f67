#include "score/owa.hpp"

#include "score/combine_rows.hpp"

#include <cmath>
#include <limits>

namespace jt::score {
namespace {

/// Scores all complete rows; what the average does not define is NaN.
OwaResult each_row(const Criteria& criteria, layer::OrderedMean mean) {
    OwaResult out;
    out.score.assign(criteria.empty() ? 0 : criteria.front().size(),
                     std::numeric_limits<double>::quiet_NaN());
    std::vector<double> values(criteria.size());
    for (const std::size_t row : complete_rows(criteria, out.missing)) {
        for (std::size_t j = 0; j < values.size(); ++j) {
            values[j] = criteria[j][row];
        }
        out.score[row] = mean(values);
        if (std::isnan(out.score[row])) {
            out.undefined.push_back(row);
        }
    }
    return out;
}

}  // namespace

OwaResult owa(const Criteria& criteria, std::span<const double> order_weights,
              std::span<const double> importance) {
    check_columns(criteria, order_weights.size(),
                  importance.empty() ? criteria.size() : importance.size());
    return each_row(criteria, layer::OrderedMean::by_order(order_weights, importance));
}

OwaResult quantifier_owa(const Criteria& criteria, double orness,
                         std::span<const double> importance) {
    check_columns(criteria, importance.size(), criteria.size());
    return each_row(criteria, layer::OrderedMean::by_quantifier(orness, importance));
}

}  // namespace jt::score
